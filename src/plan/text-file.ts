import {closeSync, fstatSync, openSync, readSync} from 'node:fs'
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

/** The bytes of a file, or its size (null where it has none, as a device) where that is over the limit, or why not. */
export function readBounded(
  name: string,
  limit: number,
): {readonly bytes: Buffer} | {readonly size: number | null} | {readonly failure: string} {
  let file: number
  try {
    file = openSync(name, 'r')
  } catch (error) {
    return {failure: reasonOf(error)}
  }
  try {
    const {size} = fstatSync(file)
    if (size > limit) return {size}
    // Devices and pipes have no size: read until they end or prove too large.
    const chunks: Buffer[] = []
    let total = 0
    for (;;) {
      const chunk = Buffer.alloc(Math.min(limit + 1 - total, 256 * 1_024))
      const count = readSync(file, chunk)
      if (count === 0) return {bytes: Buffer.concat(chunks)}
      chunks.push(chunk.subarray(0, count))
      total += count
      if (total > limit) return {size: null}
    }
  } catch (error) {
    return {failure: reasonOf(error)}
  } finally {
    closeSync(file)
  }
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
