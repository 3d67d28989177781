import type {Report} from '../../src/model/report.ts'
import {text} from '../escape/markdown.ts'
import {marks} from '../story/status.ts'
import {waiverCounts, waiverStories} from '../story/waivers.ts'

/** Every waiver for this stack and what became of it: one that is over, or no longer needed, should go. */
export function waivers(report: Report): string[] {
  if (report.waivers.length === 0) return []
  const items = waiverStories(report).map(
    ({about, sentence}) => `- ${marks.waived} **${text(about)}:** ${text(sentence)}.`,
  )
  return [`## Waivers (${waiverCounts(report)})`, '', ...items]
}
