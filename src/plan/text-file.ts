import {readFileSync, statSync} from 'node:fs'
import {type Problem, UnusableInput} from '../model/errors.ts'
import {templateBodyLimitBytes} from '../openvidu/limits.ts'

export interface TextFile {
  /** As the user wrote it, for messages. */
  readonly name: string
  readonly text: string
}

const utf8 = new TextDecoder('utf-8', {fatal: true})

/**
 * Reads a template or parameter file. Throws UnusableInput where it is missing, unreadable, no regular file, empty,
 * binary, or larger than CloudFormation takes: such a file could not be deployed, and is not read either.
 */
export function readTextFile(name: string, what: string): TextFile {
  let bytes: Buffer
  try {
    const {size} = statSync(name)
    if (size > templateBodyLimitBytes) {
      throw refuse(
        name,
        what,
        `is ${megabytes(size)}; CloudFormation takes ${megabytes(templateBodyLimitBytes)} at most`,
      )
    }
    bytes = readFileSync(name)
  } catch (error) {
    if (error instanceof UnusableInput) throw error
    throw refuse(name, what, reasonOf(error))
  }
  let text: string
  try {
    text = utf8.decode(bytes)
  } catch {
    throw refuse(name, what, 'is not UTF-8 text')
  }
  if (text.includes('\0')) throw refuse(name, what, 'is binary, not text')
  if (text.trim() === '') throw refuse(name, what, 'is empty')
  return {name, text}
}

function refuse(file: string, what: string, why: string): UnusableInput {
  const problem: Problem = {message: `the ${what} ${why}`, location: {file}}
  return new UnusableInput([problem], `Give the ${what} as a YAML or JSON file.`)
}

function reasonOf(error: unknown): string {
  const code = (error as NodeJS.ErrnoException).code
  if (code === 'ENOENT' || code === 'ENOTDIR') return 'does not exist'
  if (code === 'EISDIR') return 'is a directory, not a file'
  if (code === 'EACCES' || code === 'EPERM') return 'may not be read by this user'
  return `could not be read (${code ?? 'unknown reason'})`
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}
