import type {Report, Topology} from '../../src/model/report.ts'
import {html, type Markup} from '../escape/html.ts'
import {heaviestFirst} from '../story/failures.ts'
import {marks} from '../story/status.ts'
import {failedNames, isEmpty} from '../story/topology.ts'
import type {Anchors} from './anchors.ts'
import {columnsOf} from './drawing/columns.ts'
import {drawing} from './drawing/drawing.ts'
import type {Failing} from './drawing/shapes.ts'

/** Who stands where, drawn; a sentence where nobody is known. */
export function topology({topology: known, results, nodes}: Report, anchors: Anchors): Markup {
  return html`<section id="topology" aria-labelledby="topology-title">
<h2 id="topology-title">Topology</h2>
${
  known === null || isEmpty(known)
    ? html`<p class="note">What stands where was not seen in this run.</p>`
    : drawn(known, nodes, {names: failedNames(heaviestFirst(results)), anchors})
}
</section>`
}

function drawn(known: Topology, nodes: Report['nodes'], failing: Failing): Markup {
  const svg = drawing(known, columnsOf(known, nodes), failing)
  const legend = html`<p class="note"><span aria-hidden="true">${marks.fail}</span> stands before what a finding names, and leads to it.</p>`
  return html`<div class="scroll" tabindex="0" role="region" aria-label="Drawing of the topology">
${svg}
</div>
${svg.toString().includes(marks.fail) ? legend : null}`
}
