import {BadArchive, quoted} from './bad-archive.ts'

export const blockBytes = 512

/** An entry that is a regular file, the only kind that a bundle has. */
export interface TarFile {
  readonly path: string
  readonly bytes: number
}

/** What else an entry may be, by the type in its header. */
const kinds: Readonly<Record<string, string>> = {
  '\0': 'an entry of an old kind of tar',
  '1': 'a link',
  '2': 'a symbolic link',
  '3': 'a device',
  '4': 'a device',
  '5': 'a folder',
  '6': 'a pipe',
  '7': 'a contiguous file',
  g: 'a header for all that follow (pax)',
  x: 'a header that changes the next one (pax)',
  K: 'a long name of a link (GNU)',
  L: 'a long name (GNU)',
  S: 'a sparse file (GNU)',
}

/**
 * Reads the header of an entry as sealing writes it: plain ustar, a regular file. What other kinds of tar add (long names, sizes in
 * other notations, entries that change the next one) is what two programs read in two ways, so none of it is taken.
 * Null for a block of zeros. Throws BadArchive.
 */
export function tarHeader(block: Buffer): TarFile | null {
  if (block.every(byte => byte === 0)) return null
  if (octal(block, 148, 6, 2) !== checksumOf(block))
    throw new BadArchive('is damaged, or no archive: a header has another checksum')
  const name = text(block, 0, 100)
  const type = String.fromCharCode(block[156] ?? 0)
  if (block.toString('latin1', 257, 265) !== 'ustar\x0000') {
    throw new BadArchive(`holds ${quoted(name)} in the notation of another kind of tar`)
  }
  const prefix = text(block, 345, 155)
  const path = prefix === '' ? name : `${prefix}/${name}`
  if (type !== '0') throw new BadArchive(`holds ${quoted(path)}, ${kinds[type] ?? 'an entry of a kind unknown'}`)
  if (text(block, 157, 100) !== '') throw new BadArchive(`holds ${quoted(path)}, a file that names another`)
  const bytes = octal(block, 124, 11, 1)
  if (bytes === null) throw new BadArchive(`holds ${quoted(path)}, whose size is not written as it should be`)
  return {path, bytes}
}

/** Up to the first NUL; behind it are only more of them, since what reads further would see another name. */
function text(block: Buffer, from: number, length: number): string {
  const field = block.subarray(from, from + length)
  const end = field.indexOf(0)
  if (end === -1) return field.toString('latin1')
  if (field.subarray(end).some(byte => byte !== 0)) throw new BadArchive('holds a name with something behind its end')
  return field.toString('latin1', 0, end)
}

/** So many octal digits, and then no further ones; null for anything else, such as the binary sizes of GNU. */
function octal(block: Buffer, from: number, digits: number, ending: number): number | null {
  const field = block.toString('latin1', from, from + digits)
  const end = block.subarray(from + digits, from + digits + ending)
  return /^[0-7]+$/.test(field) && end.every(byte => byte === 0 || byte === 0x20) ? Number.parseInt(field, 8) : null
}

/** The sum of all bytes, with the checksum itself taken as blanks. */
function checksumOf(block: Buffer): number {
  return block.reduce((sum, byte, index) => sum + (index >= 148 && index < 156 ? 0x20 : byte), 0)
}
