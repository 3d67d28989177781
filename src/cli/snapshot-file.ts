import {join} from 'node:path'
import {jsonDocument} from '../../reports/escape/json.ts'
import {archiveKind} from '../bundle/read/archive-kind.ts'
import {UnusableInput} from '../model/errors.ts'
import type {Snapshot} from '../model/snapshot.ts'
import {writeOut} from './render.ts'
import {largestSaved, readSaved, savedFrom} from './saved-file.ts'

export function saveSnapshot(file: string, snapshot: Snapshot): void {
  writeOut(file, jsonDocument(snapshot))
}

/**
 * Reads a saved snapshot: the file that was saved, or that of a bundle, sealed or unpacked. Of a sealed one all is compared with its
 * manifest first. Throws UnusableInput where there is none.
 */
export async function loadSnapshot(file: string): Promise<Snapshot> {
  const saved = await savedIn(file)
  // Per key the schema and FactMap are one definition; the schema is made by fromEntries, which loses that relation.
  return saved as unknown as Snapshot
}

async function savedIn(file: string): Promise<unknown> {
  const kind = archiveKind(file)
  if (kind === 'other') return readSaved(file, 'snapshot', snapshotSchema, next)
  const {casePaths} = await import('../model/evidence.ts')
  if (kind === 'folder') {
    const snapshot = join(file, casePaths.snapshot)
    return readSaved(snapshot, 'snapshot', snapshotSchema, 'Give the folder of an unpacked bundle, or a snapshot.')
  }
  const {fileInBundle} = await import('../bundle/read/open-bundle.ts')
  const request = {file, maxBytes: null, signal: new AbortController().signal}
  const bytes = await fileInBundle(request, casePaths.snapshot, largestSaved)
  if (bytes === null) {
    throw new UnusableInput(
      [{message: `has no ${casePaths.snapshot}`, location: {file}}],
      'Give a bundle of a stack that was seen.',
    )
  }
  return savedFrom(bytes, {file: `${file}:${casePaths.snapshot}`, what: 'snapshot', schema: snapshotSchema, next})
}

const next = 'Give a file that --save-snapshot wrote, or a bundle.'

/** Loaded only here: checking a plan needs no schema, and it costs 40 ms. */
async function snapshotSchema() {
  return (await import('../model/snapshot-schema.ts')).snapshotSchema
}
