import type {Report, Topology} from '../../../src/model/report.ts'
import type {StatusNode} from '../../../src/model/status.ts'
import {placeOf, zonesOf} from '../../story/topology.ts'

/** A zone, or a subnet whose zone is not known, with who stands there. */
export interface Column {
  readonly place: string
  readonly masters: Topology['masters']
  /** Subnets of media nodes here. */
  readonly mediaSubnets: readonly string[]
  /** Media nodes that were seen here; null where no node was seen at all. */
  readonly mediaNodes: readonly StatusNode[] | null
  readonly hasBalancer: boolean
}

/** What the drawing is made of, from left to right. */
export function columnsOf(topology: Topology, nodes: Report['nodes']): readonly Column[] {
  const zones = zonesOf(topology)
  const at = (subnet: string | null) => placeOf(subnet, zones)
  const media = nodes?.filter(({role}) => role === 'media') ?? null
  const balanced = topology.balancers.flatMap(({subnets}) => subnets.map(at))
  const mediaSubnets = topology.media?.subnets ?? []
  const places = new Set([
    ...topology.masters.map(({subnet}) => at(subnet)),
    ...mediaSubnets.map(at),
    ...(media ?? []).map(standsIn),
    ...balanced,
  ])
  return [...places].toSorted().map(place => ({
    place,
    masters: topology.masters.filter(({subnet}) => at(subnet) === place),
    mediaSubnets: mediaSubnets.filter(subnet => at(subnet) === place),
    mediaNodes: media === null ? null : media.filter(node => standsIn(node) === place),
    hasBalancer: balanced.includes(place),
  }))
}

function standsIn({zone}: StatusNode): string {
  return zone ?? 'zone not known'
}
