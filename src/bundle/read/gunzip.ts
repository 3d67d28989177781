import {createHash, type Hash} from 'node:crypto'
import {type FileHandle, open} from 'node:fs/promises'
import {pipeline, Readable} from 'node:stream'
import {constants, crc32, createInflateRaw} from 'node:zlib'
import {blocksOf} from '../regular-file.ts'
import {BadArchive} from './bad-archive.ts'

const packedBytes = 65_536

const headBytes = 10
/** Checksum and size, of four bytes each. */
const tailBytes = 8

/** What was read, once all of it was. */
export interface ReadThrough {
  readonly bytes: number
  readonly sha256: string
}

/**
 * The content of a file that is exactly one gzip member, as sealing writes it, block by block. Node's own gunzip takes further members
 * and leaves out what comes behind, so that two programs could read two archives in one file. Throws BadArchive.
 */
export async function* gunzipped(path: string, atEnd: (read: ReadThrough) => void): AsyncGenerator<Buffer, void> {
  const file = await open(path, 'r')
  try {
    const {size} = await file.stat()
    if (size < headBytes + tailBytes) throw new BadArchive('is cut short')
    const hash = createHash('sha256')
    const head = await bytesAt(file, 0, headBytes)
    // Method and flags: no name, no comment, no further fields.
    if (head[2] !== 8 || head[3] !== 0) throw new BadArchive('is compressed in a way that openvidu-doctor does not use')
    hash.update(head)
    const {sum, length} = yield* inflated(file, size, hash)
    const tail = await bytesAt(file, size - tailBytes, tailBytes)
    hash.update(tail)
    if (tail.readUInt32LE(0) !== sum || tail.readUInt32LE(4) !== length % 2 ** 32) {
      throw new BadArchive('is damaged: its checksum is another')
    }
    atEnd({bytes: size, sha256: hash.digest('hex')})
  } finally {
    await file.close()
  }
}

async function* inflated(
  file: FileHandle,
  size: number,
  hash: Hash,
): AsyncGenerator<Buffer, {sum: number; length: number}> {
  const packed = Readable.from(packedBlocks(file, size - tailBytes, hash), {objectMode: false})
  const inflate = createInflateRaw({chunkSize: 65_536, finishFlush: constants.Z_FINISH})
  pipeline(packed, inflate, () => {})
  let sum = 0
  let length = 0
  try {
    for await (const block of inflate as AsyncIterable<Buffer>) {
      sum = crc32(block, sum)
      length += block.length
      yield block
    }
  } catch (error) {
    if (error instanceof BadArchive) throw error
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    throw new BadArchive(code === 'Z_BUF_ERROR' ? 'is cut short' : 'is damaged: it does not unpack')
  } finally {
    packed.destroy()
    inflate.destroy()
  }
  if (inflate.bytesWritten !== size - headBytes - tailBytes) throw new BadArchive('has something behind its end')
  return {sum, length}
}

async function* packedBlocks(file: FileHandle, end: number, hash: Hash): AsyncGenerator<Buffer, void> {
  for (let position = headBytes; position < end; ) {
    const count = Math.min(packedBytes, end - position)
    const {buffer, bytesRead} = await file.read(Buffer.allocUnsafe(count), 0, count, position)
    if (bytesRead === 0) return
    position += bytesRead
    const block = buffer.subarray(0, bytesRead)
    hash.update(block)
    yield block
  }
}

/** A file as it is, for an archive that somebody unpacked one layer of. */
export async function* plainBlocks(path: string, atEnd: (read: ReadThrough) => void): AsyncGenerator<Buffer, void> {
  const hash = createHash('sha256')
  let bytes = 0
  for await (const block of blocksOf(path)) {
    hash.update(block)
    bytes += block.length
    yield block
  }
  atEnd({bytes, sha256: hash.digest('hex')})
}

async function bytesAt(file: FileHandle, position: number, count: number): Promise<Buffer> {
  const {buffer, bytesRead} = await file.read(Buffer.alloc(count), 0, count, position)
  if (bytesRead !== count) throw new BadArchive('is cut short')
  return buffer
}
