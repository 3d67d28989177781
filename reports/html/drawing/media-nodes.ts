import type {StatusNode} from '../../../src/model/status.ts'
import {html, type Markup} from '../../escape/html.ts'
import {counted} from '../../story/plural.ts'
import {marks} from '../../story/status.ts'
import {type Failing, label, linked} from './shapes.ts'

const size = 14
const step = 20

/** More than these in one place are counted instead of drawn, but for those with something to tell. */
const drawnNodes = 24

interface Dot {
  readonly node: StatusNode
  readonly kind: 'failed' | 'unseen' | 'well'
}

/** The media nodes of one place: a square each, or a number where they are many. */
export interface MediaNodes {
  readonly height: number
  readonly draw: (x: number, y: number, width: number) => Markup
}

export function mediaNodes(nodes: readonly StatusNode[], width: number, failing: Failing): MediaNodes {
  const dots = nodes.map((node): Dot => ({node, kind: kindOf(node, failing)}))
  const many = dots.length > drawnNodes
  const worst = [...dots.filter(({kind}) => kind === 'failed'), ...dots.filter(({kind}) => kind === 'unseen')]
  const drawn = many ? worst.slice(0, drawnNodes) : dots
  const perRow = Math.max(1, Math.floor(width / step))
  const rows = Math.ceil(drawn.length / perRow)
  return {
    height: 20 + rows * step,
    draw: (x, y, room) =>
      html`${label(words(dots), x, y + 12, room, 'quiet')}${drawn.map((dot, index) =>
        square(dot, x + (index % perRow) * step, y + 20 + Math.floor(index / perRow) * step, failing),
      )}`,
  }
}

function words(dots: readonly Dot[]): string {
  const of = (kind: Dot['kind']) => dots.filter(dot => dot.kind === kind).length
  const parts = [
    dots.length === 0 ? 'no media node' : counted(dots.length, 'media node'),
    ...(of('failed') > 0 ? [`${of('failed')} failed`] : []),
    ...(of('unseen') > 0 ? [`${of('unseen')} not seen`] : []),
  ]
  return parts.join(', ')
}

function kindOf({id, name, unseen}: StatusNode, {names}: Failing): Dot['kind'] {
  if (names.has(id) || names.has(name)) return 'failed'
  return unseen === null ? 'well' : 'unseen'
}

function square({node, kind}: Dot, x: number, y: number, failing: Failing): Markup {
  const mark = kind === 'failed' ? marks.fail : kind === 'unseen' ? marks.unknown : null
  const sign = mark === null ? null : html`<text class="sign" x="${x + size / 2}" y="${y + size - 3}">${mark}</text>`
  return linked([node.id, node.name], failing, () => {
    return html`<g class="dot ${kind}"><title>${node.name} ${node.id}</title><rect x="${x}" y="${y}" width="${size}" height="${size}" rx="3"/>${sign}</g>`
  })
}
