import type {Report} from '../../src/model/report.ts'
import type {StatusNode} from '../../src/model/status.ts'
import {html, type Markup} from '../escape/html.ts'
import {causeWords} from '../story/gaps.ts'
import {hasTrouble, troublesOf} from '../story/nodes.ts'
import {counted} from '../story/plural.ts'

/** Of more media nodes than these, only those with something to tell are listed. */
const shownNodes = 20

/** What runs on every node; nothing where no node was seen, since then a gap says why. */
export function nodes({nodes: all}: Report): Markup | null {
  if (all === undefined || all === null || all.length === 0) return null
  const media = all.filter(({role}) => role === 'media')
  const listed = all.filter(node => node.role === 'master' || media.length <= shownNodes || hasTrouble(node))
  const rest = all.length - listed.length
  return html`<section id="nodes" aria-labelledby="nodes-title">
<h2 id="nodes-title">Services of the nodes</h2>
<table class="nodes">
<thead><tr><th scope="col">Node</th><th scope="col">Services</th></tr></thead>
<tbody>${listed.map(row)}</tbody>
</table>
${rest > 0 ? html`<p class="note">${counted(rest, 'more media node')} with every service up.</p>` : null}
</section>`
}

function row(node: StatusNode): Markup {
  const {name, id, zone, privateAddress, version} = node
  const about = [id, zone, privateAddress, version].filter(text => text !== null).join(' · ')
  return html`<tr><th scope="row">${name}<span class="about">${about}</span></th><td>${services(node)}</td></tr>`
}

function services(node: StatusNode): Markup {
  const {unseen, services: all, state} = node
  if (unseen !== null) {
    return html`<p class="unseen">Not seen${state === 'running' ? null : ` (${state})`}: ${causeWords[unseen.cause]}, ${unseen.detail}</p>`
  }
  const expected = all.filter(({expected: wanted}) => wanted)
  const up = expected.filter(service => service.state === 'up').length
  const troubles = troublesOf(node)
  return html`<details><summary class="${troubles.length === 0 ? 'well' : 'ill'}">${up} of ${expected.length} services up</summary>
<ul class="services">${all.map(service => html`<li><span>${service.name}</span> ${service.state}</li>`)}</ul></details>
${troubles.length === 0 ? null : html`<ul class="troubles">${troubles.map(trouble => html`<li>${trouble}</li>`)}</ul>`}`
}
