import type {Report} from '../../src/model/report.ts'
import {plain} from '../escape/terminal.ts'
import {marks} from '../story/status.ts'
import {waiverCounts, waiverStories} from '../story/waivers.ts'
import type {Page} from './page.ts'

/** Every waiver for this stack and what became of it: one that is over, or no longer needed, should go. */
export function waivers(report: Report, page: Page): string[] {
  if (report.waivers.length === 0) return []
  const heading = `${page.paint('heading', 'WAIVERS')}  ${page.paint('quiet', waiverCounts(report))}`
  const items = waiverStories(report).flatMap(({due, about, sentence}) =>
    page.hanging(
      `${page.paint(due ? 'unknown' : 'waived', marks.waived)} `,
      `${page.paint('heading', `${plain(about)}:`)} ${plain(sentence)}.`,
      2,
    ),
  )
  return [...page.prose(heading, 0), '', ...items]
}
