import {chmod, lstat, mkdir, readdir, rm} from 'node:fs/promises'
import {join} from 'node:path'
import {UnusableInput} from '../model/errors.ts'
import {beginIndex, type CaseStart, readIndex, writeIndex} from './case-index.ts'
import {CaseWriter, type NewRedactor} from './case-writer.ts'
import {asNoRoom} from './errors.ts'
import {regularFileSize} from './regular-file.ts'

/** Beside the bundle that is to be, so that moving it there is one step. */
export function workingFolderOf(output: string): string {
  return `${output}.partial`
}

/** A new working folder for this user alone. Throws UnusableInput where it is there already, or can't be made. */
export async function createCase(folder: string, start: CaseStart, newRedactor: NewRedactor): Promise<CaseWriter> {
  try {
    await mkdir(folder, {mode: 0o700})
  } catch (error) {
    const code = error instanceof Error && 'code' in error ? String(error.code) : 'unknown reason'
    if (code === 'EEXIST') {
      throw refuse(folder, 'is there already', 'Continue that run with --resume, or remove the folder.')
    }
    const next = 'Give --output a file in a folder that exists and that this user may write to.'
    throw refuse(folder, `cannot be made (${code})`, next)
  }
  try {
    beginIndex(folder, start)
  } catch (error) {
    throw asNoRoom(error, folder)
  }
  return new CaseWriter(folder, {start, entries: new Map()}, newRedactor)
}

/** The working folder of a run that ended early, without what that run did not complete. Throws UnusableInput where it is none. */
export async function reopenCase(folder: string, newRedactor: NewRedactor): Promise<CaseWriter> {
  const found = await lstat(folder).catch(() => null)
  if (found === null) throw refuse(folder, 'does not exist', 'Run without --resume.')
  const own = found.uid === (process.getuid?.() ?? found.uid)
  const index = found.isDirectory() && own ? readIndex(folder) : null
  if (index === null) {
    throw refuse(folder, 'is no working folder of an earlier run of this user', 'Remove it, and run without --resume.')
  }
  await chmod(folder, 0o700)
  for (const [path, {bytes}] of index.entries) {
    if ((await regularFileSize(join(folder, path))) !== bytes) index.entries.delete(path)
  }
  for (const entry of await readdir(folder, {recursive: true, withFileTypes: true})) {
    const path = join(entry.parentPath, entry.name)
    const complete = index.entries.has(path.slice(folder.length + 1).replaceAll('\\', '/'))
    if (!entry.isDirectory() && !complete && !entry.name.startsWith('.index')) await rm(path, {force: true})
  }
  try {
    writeIndex(folder, index)
  } catch (error) {
    throw asNoRoom(error, folder)
  }
  return new CaseWriter(folder, index, newRedactor)
}

function refuse(folder: string, message: string, next: string): UnusableInput {
  return new UnusableInput([{message, location: {file: folder}}], next)
}
