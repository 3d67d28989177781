import type {ReportFinding, Result} from '../../src/model/report.ts'
import {html, type Markup} from '../escape/html.ts'
import {evidenceRows} from '../story/evidence.ts'
import {shownFindings} from '../story/failures.ts'
import {causeWords, cureOf} from '../story/gaps.ts'
import {documentationOf} from '../story/packs.ts'
import {counted, firstOf} from '../story/plural.ts'
import {marks} from '../story/status.ts'
import {place, subjectWords} from '../story/subject.ts'
import {sharedWaiver, waiverWords} from '../story/waivers.ts'
import {webLink} from './words.ts'

/** What is inside a failed or waived check: its findings, what else could not be seen, and who answers for it or how to mend it. */
export function findingsOf(result: Result): Markup {
  const {findings, status} = result
  const more = findings.length - shownFindings
  const shared = sharedWaiver(result)
  return html`<ul class="findings">${findings.slice(0, shownFindings).map(each => finding(each, result))}</ul>
${more > 0 ? html`<p class="note">And ${counted(more, 'more finding')}, which the JSON report lists.</p>` : null}
${partlySeen(result)}
${shared === null ? null : html`<p class="waiver">${waiverWords(shared)}</p>`}
${status === 'waived' ? null : remedy(result)}`
}

function finding({severity, message, subject, defect, waiver, ...evidence}: ReportFinding, result: Result): Markup {
  const {names, kind} = subjectWords(subject)
  const where = subject.location === null ? null : html` at <code>${place(subject.location)}</code>`
  const weight = severity === result.severity ? null : html`<span class="severity ${severity}">${severity}</span> `
  return html`<li>
<p class="message">${weight}${message}</p>
<p class="subject">${names.map(name => html`<code>${name}</code> `)}${kind}${where}${
    defect === null ? null : html` · the template’s own defect ${defect}`
  }</p>
${waiver === null || sharedWaiver(result) !== null ? null : html`<p class="waiver">${waiverWords(waiver)}</p>`}
${evidenceTable(evidence)}
</li>`
}

function evidenceTable(evidence: Pick<ReportFinding, 'observed' | 'expected'>): Markup | null {
  const {rows, more} = evidenceRows(evidence)
  if (rows.length === 0) return null
  return html`<table class="evidence">
<thead><tr><th scope="col">Evidence</th><th scope="col">Observed</th><th scope="col">Expected</th></tr></thead>
<tbody>${rows.map(
    ({name, observed, expected}) =>
      html`<tr><th scope="row">${name}</th><td>${observed ?? '–'}</td><td>${expected ?? '–'}</td></tr>`,
  )}</tbody>
</table>
${more > 0 ? html`<p class="note">And ${counted(more, 'more value')}, which the JSON report has.</p>` : null}`
}

function partlySeen({unknown}: Result): Markup | null {
  if (unknown === null) return null
  const {cause, facts, detail, actions} = unknown
  const what = facts.length === 0 ? '' : ` (${firstOf(facts, 5)})`
  const cure = cureOf({cause, detail}, actions)
  return html`<p class="partly"><span aria-hidden="true">${marks.unknown}</span> <b>Not all was seen${what}.</b> ${
    causeWords[cause]
  }: ${detail}${cure === null ? null : html` <span class="cure">${cure}</span>`}</p>`
}

function remedy(result: Result): Markup {
  const {text, commands, url} = result.remediation
  return html`<div class="remedy">
<p><b>To fix it:</b> ${text}</p>
${commands.length === 0 ? null : html`<pre>${commands.map(command => html`<code>${command}</code>`)}</pre>`}
<p>${webLink(documentationOf(result), url)}</p>
</div>`
}
