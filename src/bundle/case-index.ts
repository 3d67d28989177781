import {appendFileSync, readFileSync, renameSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import * as z from 'zod'
import {manifestSchema} from '../model/manifest.ts'

/*
 * `.index.jsonl` of a working folder: what the case is of, then a line for each file as it is completed. A run that is killed
 * leaves it behind, and what has no line in it is half a file.
 */

const indexName = '.index.jsonl'

/** What a case is of: the same in each run that works on it. */
export const caseStart = manifestSchema.pick({case: true, startedAt: true, target: true, window: true}).extend({
  toolVersion: z.string(),
  /** As in the manifest: null where no tokens stand for addresses. */
  tokens: manifestSchema.shape.redaction.shape.tokens,
})

/** A file of the case as the manifest will have it, but for its hash. */
const caseEntry = manifestSchema.shape.files.element.omit({sha256: true})

const indexLine = z.union([
  z.strictObject({file: caseEntry}),
  /** A file that is to be made anew. */
  z.strictObject({dropped: z.string()}),
])

export type CaseStart = z.infer<typeof caseStart>
export type CaseEntry = z.infer<typeof caseEntry>

export interface CaseIndex {
  readonly start: CaseStart
  /** By path. */
  readonly entries: Map<string, CaseEntry>
}

/** Begins the index of a new folder. */
export function beginIndex(folder: string, start: CaseStart): void {
  writeFileSync(join(folder, indexName), `${JSON.stringify({start})}\n`, {mode: 0o600, flag: 'wx'})
}

export function addToIndex(folder: string, line: z.infer<typeof indexLine>): void {
  appendFileSync(join(folder, indexName), `${JSON.stringify(line)}\n`)
}

/** Null where there is none that can be read: the folder is not one of ours. */
export function readIndex(folder: string): CaseIndex | null {
  let lines: readonly unknown[]
  try {
    lines = readFileSync(join(folder, indexName), 'utf8').split('\n').map(parsed)
  } catch {
    return null
  }
  const first = z.strictObject({start: caseStart}).safeParse(lines[0])
  if (!first.success) return null
  const entries = new Map<string, CaseEntry>()
  for (const line of lines.slice(1)) {
    // The last one may be half a line: its file is as good as not written.
    const {success, data} = indexLine.safeParse(line)
    if (!success) continue
    if ('file' in data) entries.set(data.file.path, data.file)
    else entries.delete(data.dropped)
  }
  return {start: first.data.start, entries}
}

/** Writes the index anew, without what no longer holds. */
export function writeIndex(folder: string, {start, entries}: CaseIndex): void {
  const lines = [{start}, ...[...entries.values()].map(file => ({file}))].map(line => `${JSON.stringify(line)}\n`)
  const fresh = join(folder, `${indexName}.new`)
  writeFileSync(fresh, lines.join(''), {mode: 0o600})
  renameSync(fresh, join(folder, indexName))
}

function parsed(line: string): unknown {
  try {
    return JSON.parse(line)
  } catch {
    return null
  }
}
