import type {Report} from '../../src/model/report.ts'
import {html, type Markup} from '../escape/html.ts'
import {marks} from '../story/status.ts'
import {waiverStories} from '../story/waivers.ts'

/** Every waiver for this stack and what became of it: one that is over, or no longer needed, should go. */
export function waivers(report: Report): Markup | null {
  if (report.waivers.length === 0) return null
  return html`<section class="waivers" aria-labelledby="waivers-title">
<h2 id="waivers-title">Waivers <span class="count">${report.waivers.length}</span></h2>
<ul>${waiverStories(report).map(
    ({about, sentence, due}) =>
      html`<li class="${due ? 'due' : 'kept'}"><span aria-hidden="true">${marks.waived}</span> <b>${about}:</b> ${sentence}.</li>`,
  )}</ul>
</section>`
}
