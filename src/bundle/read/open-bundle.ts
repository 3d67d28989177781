import {closeSync, mkdirSync, openSync, writeSync} from 'node:fs'
import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {UnusableInput} from '../../model/errors.ts'
import type {ManifestFile} from '../../model/manifest.ts'
import {type CaseFiles, caseIn} from '../case-folder.ts'
import {type ReadBundle, type ReadRequest, readBundle, type Taker} from './read-bundle.ts'

/** An unpacked bundle. */
export interface OpenBundle extends ReadBundle {
  readonly files: CaseFiles
  /** Removes what was unpacked. */
  readonly close: () => Promise<void>
}

/**
 * Unpacks a bundle into a temporary folder of this user alone, which `close` removes. Throws UnusableInput, and leaves nothing, where
 * it is not what its manifest says.
 */
export async function openBundle(request: Omit<ReadRequest, 'taker'>): Promise<OpenBundle> {
  const root = await mkdtemp(join(tmpdir(), 'openvidu-doctor-'))
  const close = () => rm(root, {recursive: true, force: true})
  try {
    const read = await readBundle({...request, taker: ({path}) => fileTaker(join(root, path))})
    return {...read, files: await caseIn(root), close}
  } catch (error) {
    await close()
    const code = error instanceof Error && 'code' in error ? error.code : undefined
    if (code !== 'ENOSPC' && code !== 'EDQUOT') throw error
    throw new UnusableInput(
      [{message: `cannot be unpacked: the disk of ${tmpdir()} is full`, location: {file: request.file}}],
      'Make room there, or name another folder in TMPDIR.',
    )
  }
}

/** Its path is safe once it was found in a manifest: see PathSet. */
function fileTaker(path: string): Taker {
  mkdirSync(dirname(path), {recursive: true, mode: 0o700})
  const descriptor = openSync(path, 'wx', 0o600)
  return {
    take(block) {
      for (let done = 0; done < block.length; ) done += writeSync(descriptor, block, done)
    },
    end: () => closeSync(descriptor),
  }
}

/** One file of a bundle, in memory: null where the bundle has none. All of the bundle is compared with its manifest all the same. */
export async function fileInBundle(
  request: Omit<ReadRequest, 'taker'>,
  path: ManifestFile['path'],
  mostBytes: number,
): Promise<Buffer | null> {
  const blocks: Buffer[] = []
  const {manifest} = await readBundle({
    ...request,
    taker: file => {
      if (file.path !== path) return null
      if (file.bytes > mostBytes) {
        throw new UnusableInput(
          [{message: `its ${path} is far too large`, location: {file: request.file}}],
          'Give another bundle.',
        )
      }
      return {take: block => void blocks.push(Buffer.from(block)), end: () => {}}
    },
  })
  return manifest.files.some(file => file.path === path) ? Buffer.concat(blocks) : null
}
