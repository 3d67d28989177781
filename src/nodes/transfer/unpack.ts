import {Transform, type Writable} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {constants, createGunzip} from 'node:zlib'
import {type Unknown, unknown} from '../../model/fact.ts'
import type {PackedFile} from './packed-file.ts'

export type Unpacked = {readonly state: 'unpacked'; readonly bytes: number} | Unknown

/** Bytes of a node that are not what it said: they stop there. */
class NotAsTold extends Error {}

/**
 * Unpacks the first `leading` bytes into the sink, as a stream. A node may send what unpacks to a thousand times its size: nothing
 * beyond `raw`, which the node told and the limit held, reaches the sink. Of a whole file it must be exactly that much.
 */
export async function unpack(file: PackedFile, leading: number, raw: number, sink: Writable): Promise<Unpacked> {
  let bytes = 0
  const bound = new Transform({
    transform(block: Buffer, _, done) {
      bytes += block.length
      if (bytes > raw) done(new NotAsTold(`it unpacks to more than the ${raw} bytes that the node told`))
      else done(null, block)
    },
    flush(done) {
      if (leading === file.size && bytes < raw) {
        done(new NotAsTold(`it unpacks to ${bytes} bytes, and the node told ${raw}`))
      } else done()
    },
  })
  // A part of a packed file ends anywhere: what it holds till there counts.
  const gunzip = createGunzip(leading < file.size ? {finishFlush: constants.Z_SYNC_FLUSH} : {})
  try {
    await pipeline(file.read(leading), gunzip, bound, sink)
    return {state: 'unpacked', bytes}
  } catch (error) {
    if (error instanceof NotAsTold) return unknown('failed', error.message)
    const code = codeOf(error)
    if (code.startsWith('Z_')) return unknown('failed', `what the node packed cannot be unpacked (${code})`)
    return unknown('failed', `what the node sent could not be taken in here${code === '' ? '' : ` (${code})`}`)
  }
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : ''
}
