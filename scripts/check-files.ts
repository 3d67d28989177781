import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {areas} from '../src/model/areas.ts'

export const root = join(import.meta.dirname, '..')

export interface CheckFile {
  readonly area: string
  readonly id: string
}

/** The checks by their files, in the order of reports: area, then id. */
export function checkFiles(): readonly CheckFile[] {
  return areas.flatMap(area =>
    namesIn(join(root, 'checks', area))
      .filter(name => name.endsWith('.ts'))
      .map(name => ({area, id: name.slice(0, -'.ts'.length)}))
      .toSorted((one, other) => (one.id < other.id ? -1 : 1)),
  )
}

function namesIn(folder: string): readonly string[] {
  try {
    return readdirSync(folder)
  } catch {
    return []
  }
}
