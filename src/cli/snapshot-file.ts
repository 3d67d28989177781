import {readFileSync} from 'node:fs'
import {jsonDocument} from '../../reports/escape/json.ts'
import {UnusableInput} from '../model/errors.ts'
import type {Snapshot} from '../model/snapshot.ts'
import {writeOut} from './render.ts'

export function saveSnapshot(file: string, snapshot: Snapshot): void {
  writeOut(file, jsonDocument(snapshot))
}

/** Reads a saved snapshot. Throws UnusableInput where the file is none, naming what is wrong in it. */
export async function loadSnapshot(file: string): Promise<Snapshot> {
  const next = 'Give a file that --save-snapshot wrote.'
  const refuse = (messages: readonly string[]) =>
    new UnusableInput(
      messages.map(message => ({message, location: {file}})),
      next,
    )
  let json: unknown
  try {
    json = JSON.parse(readFileSync(file, 'utf8'))
  } catch (error) {
    const code = (error as NodeJS.ErrnoException).code
    throw refuse([code === undefined ? 'is not JSON' : `the snapshot could not be read (${code})`])
  }
  // Loaded only here: checking a plan needs no schema, and it costs 40 ms.
  const {parseSnapshot} = await import('../model/snapshot-schema.ts')
  const {ZodError} = await import('zod')
  try {
    return parseSnapshot(json)
  } catch (error) {
    if (!(error instanceof ZodError)) throw error
    throw refuse(
      error.issues.slice(0, 10).map(issue => `not a snapshot: ${issue.path.join('.') || 'the file'}: ${issue.message}`),
    )
  }
}
