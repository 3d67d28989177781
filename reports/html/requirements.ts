import type {Report} from '../../src/model/report.ts'
import {html, type Markup} from '../escape/html.ts'
import type {Anchors} from './anchors.ts'
import {checkLink, joined, statusBadge, webLink} from './words.ts'

/** Every requirement of the official guides, with what became of it. */
export function requirements({requirements: all}: Report, anchors: Anchors): Markup | null {
  if (all.length === 0) return null
  return html`<section id="requirements" aria-labelledby="requirements-title">
<h2 id="requirements-title">Requirements of the official guides</h2>
<table class="requirements">
<thead><tr><th scope="col">Id</th><th scope="col">Requirement</th><th scope="col">Status</th></tr></thead>
<tbody>${all.map(
    ({id, text, source, status, checks}) =>
      html`<tr><th scope="row">${webLink(id, source)}</th><td>${text}${
        checks.length === 0
          ? null
          : html`<span class="checks">${joined(
              checks.map(check => checkLink(check, anchors)),
              ', ',
            )}</span>`
      }</td><td>${statusBadge(status)}</td></tr>`,
  )}</tbody>
</table>
</section>`
}
