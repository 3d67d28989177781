import {createHash} from 'node:crypto'
import {gzipSync} from 'node:zlib'
import type {Manifest} from '../../src/model/manifest.ts'

/** An entry of an archive that may be anything: each field as it is to stand there. */
export interface TarEntry {
  readonly name: string | Buffer
  readonly content?: string | Buffer
  readonly type?: string
  readonly linkName?: string
  readonly prefix?: string
  /** Octal, or whatever else is to stand there. */
  readonly size?: string | Buffer
  readonly magic?: string
  readonly checksum?: string
  /** What fills the last block. */
  readonly padding?: number
}

/** A header and its content, byte by byte. */
export function tarEntry({name, content = '', type = '0', linkName = '', prefix = '', ...entry}: TarEntry): Buffer {
  const bytes = Buffer.from(content)
  const header = Buffer.alloc(512)
  Buffer.from(name).copy(header, 0, 0, 100)
  header.write('0000644\0', 100)
  header.write('0000000\0', 108)
  header.write('0000000\0', 116)
  Buffer.from(entry.size ?? `${bytes.length.toString(8).padStart(11, '0')}\0`).copy(header, 124)
  header.write('00000000000\0', 136)
  header.write(type, 156)
  header.write(linkName, 157)
  header.write(entry.magic ?? 'ustar\x0000', 257, 'latin1')
  header.write(prefix, 345)
  header.fill(' ', 148, 156)
  const sum = header.reduce((total, byte) => total + byte, 0)
  header.write(entry.checksum ?? `${sum.toString(8).padStart(6, '0')}\0 `, 148)
  return Buffer.concat([header, bytes, Buffer.alloc((512 - (bytes.length % 512)) % 512, entry.padding ?? 0)])
}

export const tarEnd = Buffer.alloc(1024)

export function tarOf(...entries: readonly (TarEntry | Buffer)[]): Buffer {
  return Buffer.concat([...entries.map(entry => (Buffer.isBuffer(entry) ? entry : tarEntry(entry))), tarEnd])
}

export interface Content {
  readonly name: string
  readonly content: string
}

/** A manifest that is right about these files, in which `change` may put what is wrong. */
export function manifestOf(files: readonly Content[], change: Partial<Manifest> = {}): Manifest {
  return {
    schemaVersion: '1',
    tool: {name: 'openvidu-doctor', version: '0.1.0'},
    case: null,
    startedAt: '2026-11-22T10:00:00.000Z',
    sealedAt: '2026-11-22T10:05:00.000Z',
    target: {stackName: 'video', region: 'eu-west-1', accountId: null, generation: null},
    window: {since: null, until: null},
    partial: null,
    schemas: {},
    redaction: {tokens: null, searchedFor: 0, stackSecret: {read: false, why: 'not asked for'}},
    files: files.map(({name, content}) => ({
      path: name,
      bytes: Buffer.byteLength(content),
      sha256: createHash('sha256').update(content).digest('hex'),
      source: 'test',
      node: null,
      seen: null,
      truncated: null,
      redactions: {},
    })),
    notCollected: [],
    ...change,
  }
}

export function manifestEntry(files: readonly Content[], change: Partial<Manifest> = {}): TarEntry {
  return {name: 'manifest.json', content: JSON.stringify(manifestOf(files, change))}
}

/** As sealing compresses it: nothing of a time or a name in its header. */
export function packed(tar: Buffer): Buffer {
  return gzipSync(tar)
}
