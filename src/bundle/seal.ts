import {link, lstat, open, rename, rm, unlink} from 'node:fs/promises'
import {dirname, resolve} from 'node:path'
import {casePaths} from '../model/evidence.ts'
import {jsonDocument} from '../model/json-document.ts'
import {type Manifest, manifestSchema} from '../model/manifest.ts'
import {writeArchive} from './archive.ts'
import {bundleName} from './bundle-name.ts'
import {byPath} from './case-path.ts'
import type {CaseWriter} from './case-writer.ts'
import {asNoRoom, LeakFound, NoRoom, NotSealed} from './errors.ts'
import {examineFiles, type LastSearch, leaksInText} from './examined.ts'
import {bundleReadme} from './readme.ts'

export interface SealRequest {
  readonly writer: CaseWriter
  /** The bundle that is wanted; a partial one gets a name that says so. */
  readonly output: string
  /** The partial bundle that was gone on with, all of which is in the working folder: the next partial one may take its place. */
  readonly resumed: string | null
  readonly toolVersion: string
  readonly sealedAt: string
  /** Why the run ended before all was collected; null where it did not. */
  readonly partial: string | null
  /** As far as it became known since the case was begun. */
  readonly target: Manifest['target']
  /** Versions of the documents inside, by their names. */
  readonly schemas: Manifest['schemas']
  /** Every value that this run knows to be secret. */
  readonly search: LastSearch
  readonly stackSecret: Manifest['redaction']['stackSecret']
  /** Of age, as readRecipients gave them; none for no encryption. */
  readonly recipients: readonly string[]
  /** Whether the working folder is kept where a secret is found in it. */
  readonly keepLeaking: boolean
  /** Ends the sealing itself; the working folder stays for --resume. */
  readonly signal: AbortSignal
}

export interface Sealed {
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly files: number
  /** Of all files together, by rule. */
  readonly redactions: Readonly<Record<string, number>>
  /** The working folder, where it could not be removed. */
  readonly left: string | null
}

/**
 * Makes a bundle of a working folder and removes the folder: searches everything for secrets, hashes it, writes the manifest, and
 * only then an archive, which gets its final name once it is whole and on the disk.
 *
 * Throws LeakFound where a secret is found, and removes the folder, since what holds a secret must not lie about. Throws NoRoom where
 * the disk is full and NotSealed where it was ended or can't be done; both leave the folder, and --resume continues. Encryption
 * fails closed: where it was asked for and something else goes wrong, the folder is removed too.
 */
export async function seal(request: SealRequest): Promise<Sealed> {
  const {writer, output, partial, recipients, signal} = request
  const path = bundleName(output, {partial: partial !== null, encrypted: recipients.length > 0})
  const sealing = `${path}.sealing`
  const replaces = request.resumed !== null && resolve(request.resumed) === resolve(path)
  try {
    if (!replaces && (await lstat(path).catch(() => null)) !== null) throw taken(path)
    const manifest = await manifestOf(request)
    const first = {path: casePaths.manifest, content: Buffer.from(`${jsonDocument(manifest)}\n`, 'utf8')}
    const leaks = leaksInText(first.path, first.content.toString('utf8'), request.search)
    if (leaks.length > 0) throw new LeakFound(leaks, request.keepLeaking ? writer.folder : null)
    // Of a sealing that was killed.
    await rm(sealing, {force: true})
    const {folder} = writer
    const {bytes, sha256} = await writeArchive({folder, first, files: manifest.files, recipients, to: sealing, signal})
    await toFinalName(sealing, path, replaces)
    const left = await rm(folder, {recursive: true}).then(
      () => null,
      () => folder,
    )
    return {path, bytes, sha256, files: manifest.files.length, redactions: allRedactions(manifest), left}
  } catch (error) {
    await rm(sealing, {force: true})
    throw await settled(error, request)
  }
}

async function manifestOf(request: SealRequest): Promise<Manifest> {
  const {writer, search, signal} = request
  const {start} = writer
  await writer.text(casePaths.readme, bundleReadme(), {source: 'openvidu-doctor'})
  const {files, leaks} = await examineFiles(writer.folder, writer.entries.toSorted(byPath), search, signal)
  if (leaks.length > 0) throw new LeakFound(leaks, request.keepLeaking ? writer.folder : null)
  return manifestSchema.parse({
    schemaVersion: '1',
    tool: {name: 'openvidu-doctor', version: request.toolVersion},
    case: start.case,
    startedAt: start.startedAt,
    sealedAt: request.sealedAt,
    target: request.target,
    window: start.window,
    partial: request.partial,
    schemas: request.schemas,
    redaction: {tokens: start.tokens, searchedFor: search.size, stackSecret: request.stackSecret},
    files: [...files],
    notCollected: [...writer.gaps],
  } satisfies Manifest)
}

/** The archive under its own name. What is there already is not written over, but for the one that it replaces, in one step. */
async function toFinalName(sealing: string, path: string, replaces: boolean): Promise<void> {
  try {
    if (replaces) await rename(sealing, path)
    else {
      await link(sealing, path)
      await unlink(sealing)
    }
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code === 'EEXIST') throw taken(path)
    // A file system without links, such as that of a memory stick.
    if (code !== 'EPERM' && code !== 'ENOTSUP' && code !== 'ENOSYS') throw error
    await rename(sealing, path)
  }
  const parent = await open(dirname(path), 'r').catch(() => null)
  // Not every file system can; the archive itself is on the disk.
  await parent?.sync().catch(() => {})
  await parent?.close()
}

/** What is thrown in the end, and what becomes of the working folder. */
async function settled(
  thrown: unknown,
  {writer: {folder}, recipients, keepLeaking, signal}: SealRequest,
): Promise<unknown> {
  const error = asNoRoom(thrown, folder)
  if (error instanceof NoRoom) return error
  if (error instanceof LeakFound) {
    if (!keepLeaking) await rm(folder, {recursive: true, force: true})
    return error
  }
  if (signal.aborted) return new NotSealed(`sealing was interrupted; ${folder} is kept`, '--resume continues.')
  if (error instanceof NotSealed) return error
  if (recipients.length > 0) {
    await rm(folder, {recursive: true, force: true})
    const next = 'Run again; without --encrypt-to, where you can do without.'
    return new NotSealed(
      `encrypting failed (${reasonOf(error)}); no archive was written, and nothing is left of the case`,
      next,
    )
  }
  return new NotSealed(`the bundle could not be written (${reasonOf(error)}); ${folder} is kept`, '--resume continues.')
}

function reasonOf(error: unknown): string {
  if (error instanceof Error && 'code' in error) return String(error.code)
  return error instanceof Error ? error.name : 'unknown reason'
}

function taken(path: string): NotSealed {
  return new NotSealed(`${path} is there already, and is not written over`, 'Move it away; --resume continues.')
}

function allRedactions({files}: Manifest): Record<string, number> {
  const counts: Record<string, number> = {}
  for (const {redactions} of files) {
    for (const [rule, count] of Object.entries(redactions)) counts[rule] = (counts[rule] ?? 0) + count
  }
  return counts
}
