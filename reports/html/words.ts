import type {Requirement} from '../../src/model/report.ts'
import {html, type Markup} from '../escape/html.ts'
import {webAddress} from '../story/remedy.ts'
import {marks, statusWords} from '../story/status.ts'
import type {Anchors} from './anchors.ts'

type AnyStatus = Requirement['status']

/** A link where `url` is an https one, otherwise the label with the address beside it. Nothing is told of where it was followed. */
export function webLink(label: string, url: string): Markup {
  const address = webAddress(url)
  if (address === null) return html`${label} (<code>${url}</code>)`
  return html`<a href="${address}" rel="noreferrer noopener">${label}</a>`
}

/** A link to a check of this page; just its id where the page has none. */
export function checkLink(check: string, anchors: Anchors): Markup {
  const anchor = anchors.get(check)
  return anchor === undefined ? html`<code>${check}</code>` : html`<a class="id" href="#${anchor}">${check}</a>`
}

/** The mark and the word: never told by colour alone. */
export function statusBadge(status: AnyStatus): Markup {
  return html`<span class="status ${status}"><span aria-hidden="true">${marks[status]}</span> ${statusWords[status]}</span>`
}

/** Items with something between them. */
export function joined(items: readonly Markup[], between: string): readonly (Markup | string)[] {
  return items.flatMap((item, index) => (index === 0 ? [item] : [between, item]))
}
