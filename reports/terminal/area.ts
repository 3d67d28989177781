import type {Area} from '../../src/model/areas.ts'
import type {Result} from '../../src/model/report.ts'
import {plain} from '../escape/terminal.ts'
import {heaviestFirst} from '../story/failures.ts'
import {marks} from '../story/status.ts'
import {countsOf} from '../story/tally.ts'
import {failure, waived} from './failure.ts'
import type {Page} from './page.ts'

/** One area: its failures first, what is waived, and, where asked for, what is well. Empty where nothing is to be told. */
export function areaSection(area: Area, results: readonly Result[], page: Page): string[] {
  const blocks = [
    ...heaviestFirst(results).map(result => failure(result, page)),
    ...results.filter(result => result.status === 'waived').map(result => waived(result, page)),
  ]
  if (page.verbose) {
    const fine = results.flatMap(result => fineLine(result, page))
    if (fine.length > 0) blocks.push(fine)
  }
  if (blocks.length === 0) return []
  const heading = `${page.paint('heading', area.toUpperCase())}  ${page.paint('quiet', countsOf(results))}`
  return [...page.prose(heading, 0), ...blocks.flatMap(block => ['', ...block])]
}

function fineLine({status, title, check, notApplicable}: Result, page: Page): string[] {
  if (status !== 'pass' && status !== 'not-applicable') return []
  const mark = page.paint(status === 'pass' ? 'pass' : 'quiet', marks[status])
  const why = notApplicable === null ? '' : `: not applicable, ${plain(notApplicable.why)}`
  return page.hanging(`${mark} `, `${plain(title)} ${page.paint('quiet', `(${plain(check)})`)}${why}`, 2)
}
