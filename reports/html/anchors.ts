import type {Result} from '../../src/model/report.ts'

/** The id of each check's place in the page, by the check: what links lead to. */
export type Anchors = ReadonlyMap<string, string>

/** Ids of ours are readable and stable; any other text, which a saved report may hold, is numbered. */
export function anchorsOf(results: readonly Result[]): Anchors {
  return new Map(
    results.map(({check}, index) => [check, /^[a-z][a-z0-9-]*$/.test(check) ? `check-${check}` : `check-${index}`]),
  )
}
