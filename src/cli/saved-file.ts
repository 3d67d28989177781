import type {ZodType} from 'zod'
import {readBounded} from '../files/bounded-read.ts'
import {UnusableInput} from '../model/errors.ts'

/** A stack with 500 nodes and every log line a check looks at stays far below. */
const largestBytes = 256 * 2 ** 20

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
  const read = readBounded(file, largestBytes)
  if ('failure' in read) throw refuse([`the ${what} ${read.failure}`])
  if ('size' in read) throw refuse([`the ${what} is larger than any that openvidu-doctor writes`])
  let json: unknown
  try {
    json = JSON.parse(read.bytes.toString('utf8'))
  } catch {
    throw refuse(['is not JSON'])
  }
  const parsed = (await schema()).safeParse(json)
  if (parsed.success) return parsed.data
  throw refuse(
    parsed.error.issues
      .slice(0, 10)
      .map(({path, message}) => `not a ${what}: ${path.join('.') || 'the file'}: ${message}`),
  )
}
