import {table} from 'table'
import type {Report} from '../../src/model/report.ts'
import {statusWords} from '../story/status.ts'
import {tallyOf} from '../story/tally.ts'
import {coverageOf, verdictOf} from '../story/verdict.ts'
import type {Page} from './page.ts'

/** The end of the report, which is what stands on the screen when the run is over: the verdict is its last line. */
export function summary(report: Report, page: Page): string[] {
  const {status, sentence} = verdictOf(report)
  const lead = `${page.paint(status, status.toUpperCase())}  `
  return [
    ...tallyTable(report, page),
    '',
    ...page.prose(`${coverageOf(report)}.`, 0),
    '',
    ...page.hanging(lead, page.paint('heading', sentence), 0),
  ]
}

/** Areas by status. Nothing is a dot, so that the numbers stand out; the total says its zeros. */
function tallyTable(report: Report, page: Page): string[] {
  const {columns, rows, total} = tallyOf(report)
  // The long word would not leave room for all columns on a narrow terminal.
  const words = columns.map(status => (status === 'not-applicable' ? 'n/a' : statusWords[status]))
  const number = (count: number, column: number) => {
    const status = columns[column]
    if (count === 0 || status === undefined) return page.paint('quiet', '·')
    return status === 'not-applicable' ? String(count) : page.paint(status, String(count))
  }
  const lines = table(
    [['', ...words], ...rows.map(({area, counts}) => [area, ...counts.map(number)]), ['total', ...total.map(String)]],
    {
      columnDefault: {alignment: 'right', paddingLeft: 1, paddingRight: 1},
      columns: [{alignment: 'left', paddingLeft: 0}],
      border: {bodyLeft: '', bodyRight: '', bodyJoin: '', joinLeft: '', joinRight: '', joinJoin: '', joinBody: '─'},
      drawHorizontalLine: (line, size) => line === 1 || line === size - 1,
    },
  )
  return lines
    .trimEnd()
    .split('\n')
    .map(line => line.trimEnd())
}
