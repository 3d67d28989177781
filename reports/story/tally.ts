import {type Area, areas} from '../../src/model/areas.ts'
import type {Report, Result, Status} from '../../src/model/report.ts'
import {statusWords} from './status.ts'

/** Results by area, in the order of every report; areas without results are left out. */
export function byArea(results: readonly Result[]): ReadonlyMap<Area, readonly Result[]> {
  const groups = areas.map(area => [area, results.filter(result => result.area === area)] as const)
  return new Map(groups.filter(([, own]) => own.length > 0))
}

/** What needs attention first. */
const order: readonly Status[] = ['fail', 'waived', 'error', 'unknown', 'pass', 'not-applicable']

/** `1 failed, 14 unknown, 2 passed`. */
export function countsOf(results: readonly Result[]): string {
  return order
    .map(status => [count(results, status), statusWords[status]] as const)
    .filter(([number]) => number > 0)
    .map(([number, word]) => `${number} ${word}`)
    .join(', ')
}

export interface Tally {
  readonly columns: readonly Status[]
  readonly rows: readonly {readonly area: Area; readonly counts: readonly number[]}[]
  readonly total: readonly number[]
}

/** Areas by status. The columns for what is rare are there only when something is in them. */
export function tallyOf({results, summary}: Report): Tally {
  const totals: Record<Status, number> = {...summary.counts, 'not-applicable': summary.counts.notApplicable}
  const rare: readonly Status[] = ['waived', 'error']
  const columns = order.filter(status => !rare.includes(status) || totals[status] > 0)
  return {
    columns,
    rows: [...byArea(results)].map(([area, own]) => ({area, counts: columns.map(status => count(own, status))})),
    total: columns.map(status => totals[status]),
  }
}

function count(results: readonly Result[], status: Status): number {
  return results.filter(result => result.status === status).length
}
