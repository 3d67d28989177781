import {createHash} from 'node:crypto'
import {createWriteStream} from 'node:fs'
import {join} from 'node:path'
import {Readable, Transform} from 'node:stream'
import {pipeline} from 'node:stream/promises'
import {createGzip} from 'node:zlib'
import {packTar, type TarSource} from 'modern-tar/fs'
import type {ManifestFile} from '../model/manifest.ts'
import {NotSealed} from './errors.ts'
import {blocksOf} from './regular-file.ts'

/** Level 6 takes a third longer for logs that are a tenth smaller. */
const gzipLevel = 5

/** The same for each file of each bundle, so that the same content gives the same bytes. */
const sameOfAll = {mtime: new Date(0), uid: 0, gid: 0, mode: 0o644} as const

export interface ArchiveRequest {
  readonly folder: string
  /** Comes first: whoever reads the archive knows then what else to expect. */
  readonly first: {readonly path: string; readonly content: Buffer}
  /** In their order, each with the hash that it still must have. */
  readonly files: readonly Pick<ManifestFile, 'path' | 'bytes' | 'sha256'>[]
  /** Of age; none for an archive that is not encrypted. */
  readonly recipients: readonly string[]
  /** Made new, for this user alone. Left as it is where writing fails. */
  readonly to: string
  readonly signal: AbortSignal
}

/** Streams a case into a tar archive, compressed and encrypted on its way, and to the disk itself. Its size and SHA-256. */
export async function writeArchive(request: ArchiveRequest): Promise<{bytes: number; sha256: string}> {
  const {folder, first, files, recipients, to, signal} = request
  const sources: readonly TarSource[] = [
    {type: 'content', target: first.path, content: first.content, ...sameOfAll},
    ...files.map(file => sourceOf(folder, file)),
  ]
  const tar = packTar(sources, {concurrency: 1})
  const gzip = createGzip({level: gzipLevel, chunkSize: 65_536})
  const hash = createHash('sha256')
  let bytes = 0
  const counted = new Transform({
    transform(block: Buffer, _encoding, done) {
      hash.update(block)
      bytes += block.length
      done(null, block)
    },
  })
  const written = () => createWriteStream(to, {flags: 'wx', mode: 0o600, flush: true})
  if (recipients.length === 0) await pipeline(tar, gzip, counted, written(), {signal})
  else {
    await together(signal, [
      ending => pipeline(tar, gzip, {signal: ending}),
      async ending => pipeline(await encrypted(gzip, recipients), counted, written(), {signal: ending}),
    ])
  }
  return {bytes, sha256: hash.digest('hex')}
}

/** Two halves of one stream: the first that fails ends the other and is told, once neither does anything any more. */
async function together(
  signal: AbortSignal,
  halves: readonly ((ending: AbortSignal) => Promise<void>)[],
): Promise<void> {
  const ending = new AbortController()
  const failures: unknown[] = []
  const both = AbortSignal.any([signal, ending.signal])
  await Promise.all(
    halves.map(async half => {
      try {
        await half(both)
      } catch (error) {
        failures.push(error)
        ending.abort()
      }
    }),
  )
  if (failures.length > 0) throw failures[0]
}

async function encrypted(plain: Readable, recipients: readonly string[]): Promise<Readable> {
  const {Encrypter} = await import('age-encryption')
  const encrypter = new Encrypter()
  for (const recipient of recipients) encrypter.addRecipient(recipient)
  return Readable.fromWeb(await encrypter.encrypt(Readable.toWeb(plain)))
}

function sourceOf(folder: string, {path, bytes, sha256}: ArchiveRequest['files'][number]): TarSource {
  if (bytes === 0) return {type: 'content', target: path, content: Buffer.alloc(0), ...sameOfAll}
  // Opened when its turn comes: there may be thousands.
  const content = Readable.from(unchangedBlocks(join(folder, path), sha256), {objectMode: false})
  return {type: 'stream', target: path, content, size: bytes, ...sameOfAll}
}

/** What is sealed is what was searched. */
async function* unchangedBlocks(path: string, sha256: string): AsyncGenerator<Buffer> {
  const hash = createHash('sha256')
  for await (const block of blocksOf(path)) {
    hash.update(block)
    yield block
  }
  if (hash.digest('hex') !== sha256) throw changed(path)
}

export function changed(path: string): NotSealed {
  return new NotSealed(`${path} was changed while the case was sealed`, 'Let nothing write there; --resume continues.')
}
