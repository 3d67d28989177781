import {createHash} from 'node:crypto'
import {statSync} from 'node:fs'
import {readBounded} from '../../files/bounded-read.ts'
import {UnusableInput} from '../../model/errors.ts'
import {casePaths} from '../../model/evidence.ts'
import type {Manifest, ManifestFile} from '../../model/manifest.ts'
import {archiveKind} from './archive-kind.ts'
import {BadArchive, quoted} from './bad-archive.ts'
import {ByteFlow} from './byte-flow.ts'
import {gunzipped, plainBlocks, type ReadThrough} from './gunzip.ts'
import {manifestFrom, mostManifestBytes, refuseBomb} from './read-manifest.ts'
import {blockBytes, type TarFile, tarHeader} from './tar-header.ts'

/** Takes the content of one file, in order. */
export interface Taker {
  take(block: Buffer): Promise<void> | void
  end(): Promise<void> | void
}

export interface ReadRequest {
  readonly file: string
  /** How much it may unpack to; null for the usual bounds. */
  readonly maxBytes: number | null
  /** What is to be done with the content of a file besides comparing it; null for nothing. */
  readonly taker: (file: ManifestFile) => Promise<Taker | null> | Taker | null
  readonly signal: AbortSignal
}

/** A bundle that was read from its first byte to its last, and is what its manifest says. */
export interface ReadBundle extends ReadThrough {
  readonly manifest: Manifest
}

/** Of zeros, at the end of an archive. */
const tarEndBlocks = 2

/**
 * Reads an archive of any origin. Nothing in it is believed: its entries must be regular files with plain names, in number, size and
 * SHA-256 exactly those of its manifest, which comes first, so that a bomb is known before it is unpacked. Throws UnusableInput
 * where anything differs; takers have then seen what came before.
 */
export async function readBundle(request: ReadRequest): Promise<ReadBundle> {
  const {file} = request
  const reads: ReadThrough[] = []
  const flow = new ByteFlow(blocksIn(file, read => void reads.push(read)))
  try {
    const manifest = await manifestIn(flow)
    refuseBomb(manifest, statSync(file).size, request.maxBytes)
    await compareFiles(flow, manifest, request)
    await flow.end()
    const [through] = reads
    if (through === undefined) throw new BadArchive('is cut short')
    return {manifest, ...through}
  } catch (error) {
    throw error instanceof BadArchive ? refusal(file, error.message) : error
  } finally {
    await flow.close()
  }
}

async function manifestIn(flow: ByteFlow): Promise<Manifest> {
  const first = await entryIn(flow)
  if (first?.path !== casePaths.manifest) throw new BadArchive(`does not begin with ${casePaths.manifest}`)
  if (first.bytes > mostManifestBytes) throw new BadArchive(`has a ${casePaths.manifest} that is far too large`)
  const content = await flow.exactly(first.bytes)
  await skipPadding(flow, first)
  return manifestFrom(content)
}

async function compareFiles(flow: ByteFlow, {files}: Manifest, {taker, signal}: ReadRequest): Promise<void> {
  const expected = new Map(files.map(file => [file.path, file]))
  const seen = new Set<string>([casePaths.manifest])
  for (let entry = await entryIn(flow); entry !== null; entry = await entryIn(flow)) {
    signal.throwIfAborted()
    const {path, bytes} = entry
    const listed = expected.get(path)
    if (seen.has(path)) throw new BadArchive(`holds ${quoted(path)} twice`)
    if (listed === undefined) throw new BadArchive(`holds ${quoted(path)}, which is not in its manifest`)
    if (listed.bytes !== bytes) throw new BadArchive(`holds ${quoted(path)} in another size than its manifest says`)
    seen.add(path)
    const taking = await taker(listed)
    const hash = createHash('sha256')
    try {
      for await (const piece of flow.pieces(bytes)) {
        signal.throwIfAborted()
        hash.update(piece)
        await taking?.take(piece)
      }
    } finally {
      await taking?.end()
    }
    if (hash.digest('hex') !== listed.sha256)
      throw new BadArchive(`holds ${quoted(path)} with another content than its manifest says`)
    await skipPadding(flow, entry)
  }
  const lacking = files.find(({path}) => !seen.has(path))
  if (lacking !== undefined) throw new BadArchive(`lacks ${quoted(lacking.path)}, which is in its manifest`)
}

/** The next header; null at the end, which is two blocks of zeros. */
async function entryIn(flow: ByteFlow): Promise<TarFile | null> {
  const entry = tarHeader(await flow.exactly(blockBytes))
  if (entry !== null) return entry
  const more = await flow.exactly(blockBytes * (tarEndBlocks - 1))
  if (more.some(byte => byte !== 0)) throw new BadArchive('has something behind its end')
  return null
}

async function skipPadding(flow: ByteFlow, {path, bytes}: TarFile): Promise<void> {
  const padding = await flow.exactly((blockBytes - (bytes % blockBytes)) % blockBytes)
  if (padding.some(byte => byte !== 0)) throw new BadArchive(`has something behind the end of ${quoted(path)}`)
}

function blocksIn(file: string, atEnd: (read: ReadThrough) => void): AsyncGenerator<Buffer, void> {
  const kind = archiveKind(file)
  if (kind === 'gzip') return gunzipped(file, atEnd)
  if (kind === 'tar') return plainBlocks(file, atEnd)
  if (kind === 'age') {
    throw refusal(file, 'is encrypted', 'Decrypt it first: age -d -i KEY -o bundle.tar.gz FILE.')
  }
  if (kind === 'folder') throw refusal(file, 'is a folder', 'Give the archive: only --from takes an unpacked bundle.')
  const read = readBounded(file, 0)
  throw refusal(file, 'failure' in read ? `the bundle ${read.failure}` : 'is no bundle: neither gzip nor tar')
}

function refusal(
  file: string,
  message: string,
  next = 'Give a bundle as it was sealed, and get it once more where it came from.',
): UnusableInput {
  return new UnusableInput([{message, location: {file}}], next)
}
