import {createHash} from 'node:crypto'
import {join} from 'node:path'
import type {ManifestFile} from '../model/manifest.ts'
import {changed} from './archive.ts'
import type {CaseEntry} from './case-index.ts'
import type {Leak} from './errors.ts'
import {blocksOf} from './regular-file.ts'
import type {SecretSearch} from './secret-search.ts'

/** A leak in a hundred files is told as well by the first ones. */
const mostLeaks = 20

export interface Examined {
  readonly files: readonly ManifestFile[]
  readonly leaks: readonly Leak[]
}

/** Reads every file once: its hash, and the first secret in it and in its path. */
export async function examineFiles(
  folder: string,
  entries: readonly CaseEntry[],
  search: SecretSearch,
  signal: AbortSignal,
): Promise<Examined> {
  const files: ManifestFile[] = []
  const leaks: Leak[] = []
  for (const entry of entries) {
    if (leaks.length >= mostLeaks) break
    leaks.push(...leaksInText(entry.path, entry.path, search).map(leak => ({...leak, line: null})))
    const hash = createHash('sha256')
    const searching = search.begin()
    let bytes = 0
    let found = null
    for await (const block of blocksOf(join(folder, entry.path))) {
      signal.throwIfAborted()
      hash.update(block)
      bytes += block.length
      found ??= searching.take(block)
    }
    if (found !== null) leaks.push({...found, file: entry.path})
    if (bytes !== entry.bytes) throw changed(entry.path)
    files.push({...entry, sha256: hash.digest('hex')})
  }
  return {files, leaks}
}

export function leaksInText(file: string, text: string, search: SecretSearch): readonly Leak[] {
  const found = search.begin().take(Buffer.from(text, 'utf8'))
  return found === null ? [] : [{...found, file}]
}
