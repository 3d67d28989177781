import {closeSync, fstatSync, openSync, readSync} from 'node:fs'

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
