import type {Report} from '../src/model/report.ts'
import type {ReportFormat} from './format.ts'
import {compliance, fine} from './markdown/compliance.ts'
import {failure, waived} from './markdown/failure.ts'
import {broken, unseen} from './markdown/gaps.ts'
import {head} from './markdown/head.ts'
import {topology} from './markdown/topology.ts'
import {waivers as waiverList} from './markdown/waivers.ts'
import {heaviestFirst} from './story/failures.ts'

/** The report as GitHub shows it: a comment on a pull request, a summary of a job, a file in a bundle. */
export const markdown: ReportFormat = {
  id: 'markdown',
  extension: 'md',
  render: report => `${markdownSections(report).join('\n\n')}\n`,
}

/** From the verdict down, each complete in itself; a failed check is a section. */
export function markdownSections(report: Report): readonly string[] {
  return sectionsOf(report)
    .filter(section => section.length > 0)
    .map(section => section.join('\n'))
}

function sectionsOf(report: Report): readonly (readonly string[])[] {
  const failures = heaviestFirst(report.results)
  const waivers = report.results.filter(result => result.status === 'waived')
  return [
    head(report),
    failures.length + waivers.length > 0 ? ['## Findings'] : [],
    ...failures.map(failure),
    ...waivers.map(waived),
    broken(report),
    unseen(report),
    waiverList(report),
    topology(report),
    compliance(report),
    fine(report),
  ]
}
