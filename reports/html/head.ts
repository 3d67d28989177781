import type {Report, Status} from '../../src/model/report.ts'
import {html, type Markup} from '../escape/html.ts'
import {minute} from '../story/minute.ts'
import {replayNote} from '../story/replay.ts'
import {settingsWords} from '../story/settings.ts'
import {marks, statusWords} from '../story/status.ts'
import {coverageOf, verdictOf} from '../story/verdict.ts'

/** What was examined, the verdict, and how much of it was seen. */
export function head(report: Report): Markup {
  const {tool, target, generatedAt} = report
  const replay = replayNote(target)
  const settings = settingsWords(report)
  return html`<header>
<p class="tool">${tool.name} ${tool.version} · ${minute(generatedAt)}</p>
<h1>${target.stackName ?? 'Stack without a name'}</h1>
<p class="facts">${factsOf(target).join(' · ')}</p>
${replay === null ? null : html`<p class="note">${replay}.</p>`}
${settings === null ? null : html`<p class="note">${settings}</p>`}
</header>
${verdict(report)}`
}

function factsOf({kind, region, accountId, generation}: Report['target']): readonly string[] {
  return [
    kind === 'planned' ? 'Planned stack' : 'Deployed stack',
    region ?? 'region not known',
    ...(accountId === null ? [] : [`account ${accountId}`]),
    generation === null ? 'template generation not known' : `template generation ${generation}`,
  ]
}

function verdict(report: Report): Markup {
  const {status, sentence} = verdictOf(report)
  return html`<section class="verdict ${status}" aria-label="Verdict">
<p class="word"><span aria-hidden="true">${marks[status]}</span> ${status}</p>
<p class="sentence">${upperFirst(sentence)}.</p>
${coverageBar(report)}
<p class="coverage">${coverageOf(report)}.</p>
${tally(report)}
</section>`
}

/** What needs attention first; what does not apply is not a part of the whole. */
const order = ['fail', 'waived', 'error', 'unknown', 'pass'] as const satisfies readonly Status[]

/** All checks that apply as one line, in parts. The numbers below say the same in words. */
function coverageBar({summary: {counts, coverage}}: Report): Markup | null {
  if (coverage.total === 0) return null
  let from = 0
  const parts = order.map(status => {
    const width = (counts[status] / coverage.total) * 1000
    const part = html`<rect class="${status}" x="${from}" width="${width}" height="10"/>`
    from += width
    return counts[status] === 0 ? null : part
  })
  return html`<svg class="bar" viewBox="0 0 1000 10" preserveAspectRatio="none" aria-hidden="true">${parts}</svg>`
}

function tally({summary: {counts}}: Report): Markup {
  const numbers = [
    ...order.map(status => [status, counts[status]] as const),
    ['not-applicable', counts.notApplicable] as const,
  ]
  return html`<ul class="tally">${numbers
    .filter(([status, count]) => count > 0 || status === 'fail' || status === 'unknown')
    .map(([status, count]) => {
      const words = html`<b>${count}</b> ${statusWords[status]}`
      // What is not there has no place to lead to.
      return count === 0
        ? html`<li>${words}</li>`
        : html`<li class="${status}"><a href="#${groupId(status)}">${words}</a></li>`
    })}</ul>`
}

/** Of the checks with one status. */
export function groupId(status: Status): string {
  return `checks-${status}`
}

function upperFirst(text: string): string {
  return text.slice(0, 1).toUpperCase() + text.slice(1)
}
