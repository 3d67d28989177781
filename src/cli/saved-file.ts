import type {ZodType} from 'zod'
import {readBounded} from '../files/bounded-read.ts'
import {UnusableInput} from '../model/errors.ts'

/** In bytes: a stack with 500 nodes and every log line a check looks at stays far below. */
export const largestSaved = 256 * 2 ** 20

/** Reads a JSON file that openvidu-doctor wrote. Throws UnusableInput where the file is none, naming what is wrong in it. */
export async function readSaved<T>(
  file: string,
  what: string,
  schema: () => Promise<ZodType<T>>,
  next: string,
): Promise<T> {
  const refuse = (message: string) => new UnusableInput([{message, location: {file}}], next)
  const read = readBounded(file, largestSaved)
  if ('failure' in read) throw refuse(`the ${what} ${read.failure}`)
  if ('size' in read) throw refuse(`the ${what} is larger than any that openvidu-doctor writes`)
  return savedFrom(read.bytes, {file, what, schema, next})
}

export interface Saved<T> {
  readonly file: string
  readonly what: string
  readonly schema: () => Promise<ZodType<T>>
  readonly next: string
}

/** The same of bytes that were read already, such as those of a file in a bundle. */
export async function savedFrom<T>(bytes: Buffer, {file, what, schema, next}: Saved<T>): Promise<T> {
  const refuse = (messages: readonly string[]) =>
    new UnusableInput(
      messages.map(message => ({message, location: {file}})),
      next,
    )
  let json: unknown
  try {
    json = JSON.parse(bytes.toString('utf8'))
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
