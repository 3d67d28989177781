import {readBounded} from '../files/bounded-read.ts'
import type {Problems} from '../model/errors.ts'
import {templateBodyLimitBytes} from '../openvidu/limits.ts'

export interface TextFile {
  /** As the user wrote it, for messages. */
  readonly name: string
  readonly text: string
}

const utf8 = new TextDecoder('utf-8', {fatal: true})

/**
 * A template or parameter file; null with a problem added where it is missing, unreadable, empty, binary, or larger than
 * CloudFormation takes: such a file could not be deployed, and is not read to its end either.
 */
export function readTextFile(name: string, what: string, problems: Problems): TextFile | null {
  const refuse = (why: string): null => {
    problems.add({message: `the ${what} ${why}`, location: {file: name}})
    return null
  }
  const read = readBounded(name, templateBodyLimitBytes)
  if ('failure' in read) return refuse(read.failure)
  if ('size' in read) {
    const size = read.size === null ? 'is endless or very large' : `is ${megabytes(read.size)}`
    return refuse(`${size}; CloudFormation takes ${megabytes(templateBodyLimitBytes)} at most`)
  }
  let text: string
  try {
    text = utf8.decode(read.bytes)
  } catch {
    return refuse('is not UTF-8 text')
  }
  if (text.includes('\0')) return refuse('is binary, not text')
  if (text.trim() === '') return refuse('is empty')
  return {name, text}
}

function megabytes(bytes: number): string {
  return `${(bytes / 2 ** 20).toFixed(1)} MiB`
}
