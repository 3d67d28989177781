import type {Report, Result} from '../../src/model/report.ts'
import {code, link, text} from '../escape/markdown.ts'
import {marks, statusWords} from '../story/status.ts'
import {row, rule} from './row.ts'

/** Every requirement of the official guides, with what became of it. */
export function compliance({requirements}: Report): string[] {
  if (requirements.length === 0) return []
  return [
    '## Requirements of the official guides',
    '',
    row(['id', 'requirement', 'status', 'checks']),
    rule(4),
    ...requirements.map(({id, text: words, source, status, checks}) =>
      row([link(id, source), text(words), `${marks[status]} ${statusWords[status]}`, checks.map(code).join(', ')]),
    ),
  ]
}

/** What is well or does not apply, out of the way but not out of the report. */
export function fine({results}: Report): string[] {
  const own = [...withStatus(results, 'pass'), ...withStatus(results, 'not-applicable')]
  if (own.length === 0) return []
  return [
    `<details><summary>Passed and not applicable (${own.length})</summary>`,
    '',
    row(['status', 'check', 'condition', 'why']),
    rule(4),
    ...own.map(({status, check, title, notApplicable}) =>
      row([
        `${marks[status]} ${statusWords[status]}`,
        code(check),
        text(title),
        notApplicable === null ? '' : text(notApplicable.why),
      ]),
    ),
    '',
    '</details>',
  ]
}

function withStatus(results: readonly Result[], status: Result['status']): readonly Result[] {
  return results.filter(result => result.status === status)
}
