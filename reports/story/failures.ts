import type {Result} from '../../src/model/report.ts'
import {severities} from '../../src/model/severity.ts'

/** How many findings of one check a person is shown; the JSON report has them all. */
export const shownFindings = 20

/** The failed results, the heaviest first; otherwise in the order of the report. */
export function heaviestFirst(results: readonly Result[]): readonly Result[] {
  return results
    .filter(result => result.status === 'fail')
    .toSorted((a, b) => severities.indexOf(a.severity) - severities.indexOf(b.severity))
}
