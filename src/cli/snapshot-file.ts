import {jsonDocument} from '../../reports/escape/json.ts'
import type {Snapshot} from '../model/snapshot.ts'
import {writeOut} from './render.ts'
import {readSaved} from './saved-file.ts'

export function saveSnapshot(file: string, snapshot: Snapshot): void {
  writeOut(file, jsonDocument(snapshot))
}

/** Reads a saved snapshot. Throws UnusableInput where the file is none. */
export async function loadSnapshot(file: string): Promise<Snapshot> {
  const saved = await readSaved(
    file,
    'snapshot',
    // Loaded only here: checking a plan needs no schema, and it costs 40 ms.
    async () => (await import('../model/snapshot-schema.ts')).snapshotSchema,
    'Give a file that --save-snapshot wrote.',
  )
  // Per key the schema and FactMap are one definition; the schema is made by fromEntries, which loses that relation.
  return saved as unknown as Snapshot
}
