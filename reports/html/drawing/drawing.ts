import type {Topology} from '../../../src/model/report.ts'
import {html, type Markup} from '../../escape/html.ts'
import {portsIn} from '../../story/topology.ts'
import type {Column} from './columns.ts'
import {isMediaPlace, mediaBand} from './media-band.ts'
import {type Box, type Failing, label, linked, marked, rectangle} from './shapes.ts'

/** Of the page's text, in CSS pixels: a drawing of one to four zones fills it at its natural size. */
const pageWidth = 976
const gap = 16
const inset = 14
const balancerHeight = 52
const headHeight = 40
const masterHeight = 46

/** Zones side by side: balancers above, masters in their zones, and the group of media nodes across those it spans. */
export function drawing(topology: Topology, columns: readonly Column[], failing: Failing): Markup {
  const columnWidth = Math.min(480, Math.max(220, (pageWidth + gap) / columns.length - gap))
  const width = columns.length * (columnWidth + gap) - gap
  const xOf = (index: number) => index * (columnWidth + gap)
  const inner = columnWidth - 2 * inset
  const balancersEnd = topology.balancers.length * (balancerHeight + 10)
  const top = topology.balancers.length === 0 ? 0 : balancersEnd + 18
  const mastersEnd = top + headHeight + Math.max(1, ...columns.map(({masters}) => masters.length)) * (masterHeight + 8)
  const media = topology.media === null ? null : mediaBand(topology.media, columns, failing, inner)
  const mediaTop = mastersEnd + 6
  const bottom = media === null ? mastersEnd + 4 : mediaTop + media.height + inset
  return html`<svg class="topology" viewBox="-1 -1 ${width + 2} ${bottom + 2}" width="${width}" role="group" aria-label="Zones with masters, media nodes and load balancers">
${columns.map((column, index) => zone(column, {x: xOf(index), y: top, width: columnWidth, height: bottom - top}, failing))}
${topology.balancers.map((balancer, index) =>
  balancerBox(
    balancer,
    {
      ...spanOf(columns, ({hasBalancer}) => hasBalancer, xOf, columnWidth),
      y: index * (balancerHeight + 10),
      height: balancerHeight,
    },
    failing,
  ),
)}
${top === 0 ? null : columns.map((column, index) => (column.hasBalancer ? arrow(xOf(index) + columnWidth / 2, balancersEnd - 10, top) : null))}
${
  media === null
    ? null
    : media.draw(
        {...within(spanOf(columns, isMediaPlace, xOf, columnWidth)), y: mediaTop, height: media.height},
        index => xOf(index) + inset,
      )
}
</svg>`
}

/** From the first column that belongs to it to the last; all of them where none is known to. */
function spanOf(
  columns: readonly Column[],
  belongs: (column: Column) => boolean,
  xOf: (index: number) => number,
  columnWidth: number,
): Pick<Box, 'x' | 'width'> {
  const own = columns.flatMap((column, index) => (belongs(column) ? [index] : []))
  const first = own[0] ?? 0
  const last = own.at(-1) ?? columns.length - 1
  return {x: xOf(first), width: xOf(last) + columnWidth - xOf(first)}
}

function within({x, width}: Pick<Box, 'x' | 'width'>): Pick<Box, 'x' | 'width'> {
  return {x: x + inset, width: width - 2 * inset}
}

function balancerBox({name, ports}: Topology['balancers'][number], box: Box, failing: Failing): Markup {
  const behind = (['masters', 'media'] as const).flatMap(to => {
    const own = ports.filter(port => port.to === to).map(({port}) => port)
    return own.length === 0 ? [] : [`${portsIn(own)} to ${to === 'media' ? 'media nodes' : to}`]
  })
  const other = ports.filter(({to}) => to === null).map(({port}) => port)
  const words = [...behind, ...(other.length > 0 || ports.length === 0 ? [portsIn(other)] : [])].join(' · ')
  const room = box.width - 2 * inset
  return linked(
    [name],
    failing,
    failed =>
      html`${rectangle(box, failed ? 'box failed' : 'box')}${label(
        marked(name, failed),
        box.x + inset,
        box.y + 22,
        room,
        'name',
      )}${label(words, box.x + inset, box.y + 40, room, 'quiet')}`,
  )
}

function arrow(x: number, from: number, to: number): Markup {
  return html`<path class="arrow" d="M${x} ${from}V${to - 2}m-4 -6l4 6l4 -6"/>`
}

function zone({place, masters}: Column, box: Box, failing: Failing): Markup {
  const {x, y, width} = box
  const inner = width - 2 * inset
  return html`${rectangle(box, 'zone', 8)}${linked([place], failing, failed =>
    label(marked(place, failed), x + inset, y + 25, inner, 'place'),
  )}${masters.length === 0 ? label('no master', x + inset, y + headHeight + 24, inner, 'quiet') : null}${masters.map(
    (master, index) =>
      masterBox(
        master,
        {x: x + inset, y: y + headHeight + index * (masterHeight + 8), width: inner, height: masterHeight},
        failing,
      ),
  )}`
}

function masterBox({name, subnet}: Topology['masters'][number], box: Box, failing: Failing): Markup {
  const room = box.width - 20
  const about = subnet ?? 'subnet not known yet'
  return html`${linked(
    [name],
    failing,
    failed =>
      html`${rectangle(box, failed ? 'box failed' : 'box')}${label(marked(name, failed), box.x + 10, box.y + 19, room, 'name')}`,
  )}${linked([about], failing, failed => label(marked(about, failed), box.x + 10, box.y + 36, room, 'quiet'))}`
}
