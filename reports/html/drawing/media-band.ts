import type {Topology} from '../../../src/model/report.ts'
import {html, type Markup} from '../../escape/html.ts'
import {boundsOf} from '../../story/topology.ts'
import type {Column} from './columns.ts'
import {mediaNodes} from './media-nodes.ts'
import {type Box, type Failing, label, linked, marked, rectangle} from './shapes.ts'

const inset = 10
const headHeight = 48

/** The autoscaling group: its bounds, and under them what was seen of it in each zone. */
export interface MediaBand {
  readonly height: number
  /** `leftOf` a column is where its boxes begin. */
  readonly draw: (box: Box, leftOf: (column: number) => number) => Markup
}

export function mediaBand(
  {name, size}: NonNullable<Topology['media']>,
  columns: readonly Column[],
  failing: Failing,
  boxWidth: number,
): MediaBand {
  const room = boxWidth - 2 * inset
  const inZones = columns.map(column => zoneOf(column, room, failing))
  const below = Math.max(...inZones.map(({height}) => height))
  return {
    height: headHeight + below + inset,
    draw: (box, leftOf) => {
      const [x, wide] = [box.x + inset, box.width - 2 * inset]
      const title = linked([name], failing, failed => {
        const border = rectangle(box, failed ? 'box failed' : 'box')
        return html`${border}${label(marked(name, failed), x, box.y + 19, wide, 'name')}`
      })
      const bounds = label(`media nodes: ${boundsOf(size)}`, x, box.y + 36, wide, 'quiet')
      const zones = inZones.map(({draw}, index) => draw(leftOf(index) + inset, box.y + headHeight))
      return html`${title}${bounds}${zones}`
    },
  }
}

export function isMediaPlace({mediaSubnets, mediaNodes: seen}: Column): boolean {
  return mediaSubnets.length > 0 || (seen !== null && seen.length > 0)
}

/** The media nodes that were seen there; the subnets that they may be launched in where no node was. */
function zoneOf(
  column: Column,
  room: number,
  failing: Failing,
): {readonly height: number; readonly draw: (x: number, y: number) => Markup} {
  if (!isMediaPlace(column)) return {height: 0, draw: () => html``}
  if (column.mediaNodes !== null) {
    const {height, draw} = mediaNodes(column.mediaNodes, room, failing)
    return {height, draw: (x, y) => draw(x, y, room)}
  }
  const subnets = column.mediaSubnets
  const line = 16
  return {
    height: subnets.length * line,
    draw: (x, y) =>
      html`${subnets.map((subnet, index) =>
        linked([subnet], failing, failed => label(marked(subnet, failed), x, y + 12 + index * line, room, 'quiet')),
      )}`,
  }
}
