import {readFileSync} from 'node:fs'
import type {ZodType} from 'zod'
import {UnusableInput} from '../model/errors.ts'

/** Reads a JSON file that openvidu-doctor wrote. Throws UnusableInput where the file is none, naming what is wrong in it. */
export async function readSaved<T>(
  file: string,
  what: string,
  schema: () => Promise<ZodType<T>>,
  next: string,
): Promise<T> {
  const refuse = (messages: readonly string[]) =>
    new UnusableInput(
      messages.map(message => ({message, location: {file}})),
      next,
    )
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw refuse([code === undefined ? 'is not JSON' : `the ${what} could not be read (${code})`])
  }
  const parsed = (await schema()).safeParse(json)
  if (parsed.success) return parsed.data
  throw refuse(
    parsed.error.issues
      .slice(0, 10)
      .map(({path, message}) => `not a ${what}: ${path.join('.') || 'the file'}: ${message}`),
  )
}
