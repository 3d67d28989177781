import type {Report} from '../../src/model/report.ts'
import {minute} from './minute.ts'

/** That the facts are old, and how old; null where they were gathered by this very run. */
export function replayNote({replayed, takenAt}: Report['target']): string | null {
  return replayed
    ? `Read from a saved file: this is what was seen at ${minute(takenAt)}, nothing was looked up now`
    : null
}
