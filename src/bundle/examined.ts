import {createHash} from 'node:crypto'
import {join} from 'node:path'
import type {ManifestFile} from '../model/manifest.ts'
import type {SecretHit, SecretSearch} from '../redact/secret-search.ts'
import {changed} from './archive.ts'
import type {CaseEntry} from './case-index.ts'
import type {Leak} from './errors.ts'
import {eachBlock} from './regular-file.ts'

/** A leak in a hundred files is told as well by the first ones. */
const mostLeaks = 20

/** The third ring: what knows every value that is known to be secret, and finds it in each of its forms. */
export type LastSearch = Pick<SecretSearch, 'size' | 'scan'>

export interface Examined {
  readonly files: readonly ManifestFile[]
  readonly leaks: readonly Leak[]
}

/** Reads every file once: its hash, and the first secret in it and in its path. */
export async function examineFiles(
  folder: string,
  entries: readonly CaseEntry[],
  search: LastSearch,
  signal: AbortSignal,
): Promise<Examined> {
  const files: ManifestFile[] = []
  const leaks: Leak[] = []
  for (const entry of entries) {
    if (leaks.length >= mostLeaks) break
    const path = join(folder, entry.path)
    leaks.push(...leaksInText('a path', entry.path, search).map(leak => ({...leak, line: null})))
    const hash = createHash('sha256')
    const scan = search.scan()
    let bytes = 0
    const hits: SecretHit[] = []
    await eachBlock(path, block => {
      signal.throwIfAborted()
      hash.update(block)
      bytes += block.length
      // The first one says enough.
      if (hits.length === 0) hits.push(...scan.take(block))
    })
    const [found] = hits
    if (found !== undefined) leaks.push(leakOf(found, entry.path, await lineAt(path, found.offset)))
    if (bytes !== entry.bytes) throw changed(entry.path)
    files.push({...entry, sha256: hash.digest('hex')})
  }
  return {files, leaks}
}

export function leaksInText(file: string, text: string, search: LastSearch): readonly Leak[] {
  const bytes = Buffer.from(text, 'utf8')
  const [found] = search.scan().take(bytes)
  return found === undefined ? [] : [leakOf(found, file, newLines(bytes.subarray(0, found.offset)) + 1)]
}

function leakOf({from, form}: SecretHit, file: string, line: number): Leak {
  return {file, line, rule: from, form}
}

/** Read again only for a file that has a leak: counting lines costs as much as searching. */
async function lineAt(path: string, offset: number): Promise<number> {
  let line = 1
  let position = 0
  await eachBlock(path, block => {
    line += newLines(block.subarray(0, Math.max(0, offset - position)))
    position += block.length
  })
  return line
}

function newLines(bytes: Uint8Array): number {
  let count = 0
  for (let at = bytes.indexOf(10); at !== -1; at = bytes.indexOf(10, at + 1)) count += 1
  return count
}
