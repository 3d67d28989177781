import type {Report} from '../src/model/report.ts'
import type {ReportFormat} from './format.ts'
import {byArea} from './story/tally.ts'
import {areaSection} from './terminal/area.ts'
import {broken, unseen} from './terminal/gaps.ts'
import {head} from './terminal/head.ts'
import {type Page, pageOf} from './terminal/page.ts'
import {summary} from './terminal/summary.ts'
import {waivers} from './terminal/waivers.ts'

/** The report that a person reads in a terminal, from what was examined down to the verdict. */
export const table: ReportFormat = {
  id: 'table',
  extension: 'txt',
  render: (report, options) => {
    const page = pageOf(options)
    const sections = sectionsOf(report, page).filter(section => section.length > 0)
    return `${sections.map(section => section.join('\n')).join('\n\n')}\n`
  },
}

function sectionsOf(report: Report, page: Page): readonly string[][] {
  return [
    head(report, page),
    ...[...byArea(report.results)].map(([area, results]) => areaSection(area, results, page)),
    broken(report, page),
    unseen(report, page),
    waivers(report, page),
    summary(report, page),
  ]
}
