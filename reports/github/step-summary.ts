import type {Report} from '../../src/model/report.ts'
import {markdownSections} from '../markdown.ts'

/** GitHub takes 1 MiB a step and shows nothing of a larger summary. Other tools of the step may need some of it. */
const largestBytes = 900 * 2 ** 10

/** The report in Markdown, as GitHub shows it on the page of a run. Sections that would not fit are left out, and told. */
export function stepSummary(report: Report, limit = largestBytes): string {
  const sections = markdownSections(report)
  const kept: string[] = []
  let room = limit - 200
  for (const section of sections) {
    const size = Buffer.byteLength(section) + 2
    if (size > room) continue
    kept.push(section)
    room -= size
  }
  const left = sections.length - kept.length
  const note =
    left === 0
      ? []
      : [`**${left} of ${sections.length} sections did not fit into a summary of GitHub and are left out here.**`]
  return `${[...kept, ...note].join('\n\n')}\n`
}
