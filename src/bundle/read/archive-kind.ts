import {closeSync, fstatSync, openSync, readSync} from 'node:fs'

/** What a file is by its content; `folder` for a folder. */
export type ArchiveKind = 'gzip' | 'tar' | 'age' | 'folder' | 'other'

/** Of a file that can't be read `other`: whoever reads it as what it may be then tells why not. */
export function archiveKind(file: string): ArchiveKind {
  let descriptor: number
  try {
    descriptor = openSync(file, 'r')
  } catch {
    return 'other'
  }
  try {
    if (fstatSync(descriptor).isDirectory()) return 'folder'
    const head = Buffer.alloc(512)
    return kindOf(head.subarray(0, readSync(descriptor, head)))
  } catch {
    return 'other'
  } finally {
    closeSync(descriptor)
  }
}

function kindOf(head: Buffer): ArchiveKind {
  if (head[0] === 0x1f && head[1] === 0x8b) return 'gzip'
  const text = head.toString('latin1')
  if (text.startsWith('age-encryption.org/') || text.startsWith('-----BEGIN AGE ENCRYPTED FILE-----')) return 'age'
  return text.slice(257, 262) === 'ustar' ? 'tar' : 'other'
}
