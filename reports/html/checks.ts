import {areas} from '../../src/model/areas.ts'
import type {Report, Result, Status} from '../../src/model/report.ts'
import {severities} from '../../src/model/severity.ts'
import {html, type Markup} from '../escape/html.ts'
import {heaviestFirst} from '../story/failures.ts'
import {causeWords, cureOf, gapsOf} from '../story/gaps.ts'
import {packFault} from '../story/packs.ts'
import {marks, statusWords} from '../story/status.ts'
import type {Anchors} from './anchors.ts'
import {findingsOf} from './findings.ts'
import {groupId} from './head.ts'

/** Every check of the run, what needs attention first. What is well is folded; what could not be seen never is. */
export function checks(report: Report, anchors: Anchors): Markup {
  const of = (status: Status) => report.results.filter(result => result.status === status)
  const detailed = (result: Result) => foldable(result, anchors, findingsOf(result))
  return html`<section id="checks" aria-labelledby="checks-title">
<h2 id="checks-title">Checks</h2>
${filter()}
${group('fail', heaviestFirst(report.results).map(detailed))}
${group('waived', of('waived').map(detailed))}
${group(
  'error',
  of('error').map(result => foldable(result, anchors, brokenCheck(result, report))),
)}
${gaps(report, anchors)}
${folded(
  'pass',
  of('pass').map(result => row(result, anchors, null)),
)}
${folded(
  'not-applicable',
  of('not-applicable').map(result => row(result, anchors, result.notApplicable?.why ?? null)),
)}
<p id="nothing" class="note" hidden>No check is like that.</p>
</section>`
}

/** Shown by the script, without which it could do nothing. */
function filter(): Markup {
  const statuses: readonly Status[] = ['fail', 'waived', 'error', 'unknown', 'pass', 'not-applicable']
  return html`<form id="filter" role="search" aria-label="Filter the checks" hidden>
<label class="wide">Search <input type="search" name="text" autocomplete="off" spellcheck="false"></label>
<label>Status <select name="status"><option value="">all</option>${statuses.map(
    status => html`<option value="${status}">${statusWords[status]}</option>`,
  )}</select></label>
<label>Severity <select name="severity"><option value="">all</option>${severities.map(
    severity => html`<option value="${severity}">${severity}</option>`,
  )}</select></label>
<label>Area <select name="area"><option value="">all</option>${areas.map(
    area => html`<option value="${area}">${area}</option>`,
  )}</select></label>
<button type="reset">Clear</button>
<p id="shown" role="status"></p>
</form>`
}

function group(status: Status, items: readonly Markup[]): Markup | null {
  if (items.length === 0) return null
  return html`<section class="group" id="${groupId(status)}">${groupTitle(status, items.length)}${items}</section>`
}

function folded(status: Status, items: readonly Markup[]): Markup | null {
  if (items.length === 0) return null
  return html`<details class="group" id="${groupId(status)}"><summary>${groupTitle(status, items.length)}</summary>${items}</details>`
}

const groupWords = {
  fail: 'Failed',
  waived: 'Waived',
  error: 'Broke',
  unknown: 'Could not look',
  pass: 'Passed',
  'not-applicable': 'Not applicable',
} as const satisfies Record<Status, string>

function groupTitle(status: Status, count: number): Markup {
  return html`<h3>${groupWords[status]} <span class="count">${count}</span></h3>`
}

/** Each cause once, with its checks under it. */
function gaps({results}: Report, anchors: Anchors): Markup | null {
  const byCheck = new Map(results.map(result => [result.check, result]))
  const items = gapsOf(results).map(({cause, detail, actions, checks: sharers}) => {
    const cure = cureOf({cause, detail}, actions)
    return html`<section class="gap"><p><b>${causeWords[cause]}:</b> ${detail}${
      cure === null ? null : html` <span class="cure">${cure}</span>`
    }</p>${sharers.map(check => {
      const result = byCheck.get(check)
      return result === undefined ? null : row(result, anchors, null)
    })}</section>`
  })
  if (items.length === 0) return null
  const count = results.filter(({status}) => status === 'unknown').length
  return html`<section class="group" id="${groupId('unknown')}">${groupTitle('unknown', count)}${items}</section>`
}

function foldable(result: Result, anchors: Anchors, inside: Markup): Markup {
  const {check, status, severity, area, title, requirements} = result
  const lead =
    status === 'error'
      ? html`<span class="severity error">broke</span>`
      : html`<span class="severity ${severity}">${severity}</span>`
  return html`<details class="check ${status}" id="${anchors.get(check) ?? ''}" data-status="${status}" data-severity="${severity}" data-area="${area}" open>
<summary>${lead}<span class="title">${title}</span><span class="meta">${[check, area, ...requirements].join(' · ')}</span></summary>
<div class="body">${inside}</div>
</details>`
}

function row({check, status, severity, area, title}: Result, anchors: Anchors, why: string | null): Markup {
  return html`<p class="check row ${status}" id="${anchors.get(check) ?? ''}" data-status="${status}" data-severity="${severity}" data-area="${area}"><span class="mark" aria-hidden="true">${marks[status]}</span><span class="title">${title}${
    why === null ? null : html` <span class="why">${why}</span>`
  }</span><span class="meta">${check} · ${area}</span></p>`
}

function brokenCheck({error, pack}: Result, {tool}: Report): Markup {
  const whose =
    pack === undefined
      ? `A fault in ${tool.name}, not in the deployment. Please report it with this line and the version, ${tool.version}.`
      : packFault(pack)
  return html`<pre><code>${error?.message ?? 'no message was recorded'}</code></pre>
<p>${whose}</p>`
}
