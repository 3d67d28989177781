import type {Diagnosis, TimelineEntry} from '../../src/model/diagnosis.ts'
import {code, text} from '../escape/markdown.ts'
import {row, rule} from '../markdown/row.ts'
import {marks} from '../story/status.ts'

/** `reports/timeline.md`: what happened, from all sources, in the order of its times. */
export function timelinePage(diagnosis: Diagnosis): string {
  const {target, takenAt, timeline} = diagnosis
  const table = timelineTable(diagnosis)
  return `${[
    `# Timeline of ${text(target.stackName ?? 'a stack of unknown name')}`,
    '',
    `Times are UTC, those of nodes with the skew of their clocks taken out; the evidence was taken at ${text(takenAt)}.`,
    ...(timeline.length === 0 ? ['', 'Nothing in the evidence has a time.'] : ['', ...table.slice(2)]),
  ].join('\n')}\n`
}

/** The entries as a table under a heading; nothing where there are none. */
export function timelineTable({timeline, timelineLeft}: Diagnosis): string[] {
  if (timeline.length === 0) return []
  return [
    '## Timeline',
    '',
    row(['time', '', 'where', 'what', 'at']),
    rule(5),
    ...timeline.map(entryRow),
    ...(timelineLeft > 0
      ? ['', `${timelineLeft} more entries were left out: those that are farthest from the failure.`]
      : []),
  ]
}

function entryRow({at, source, text: words, file, line, skew, failure}: TimelineEntry): string {
  const off =
    skew === null
      ? ' (clock not known)'
      : Math.abs(skew) >= 1_000
        ? ` (clock ${skew > 0 ? '+' : ''}${Math.round(skew / 1_000)} s)`
        : ''
  return row([text(at), failure ? marks.fail : '', `${text(source)}${off}`, text(words), code(`${file}:${line}`)])
}
