import {leastAhead} from '../../derive/clock-skew.ts'
import {type NodeAnswer, partOf} from '../../derive/node-answers.ts'
import {nodeStatus} from '../../engine/node-status.ts'
import type {CaseNode} from '../../model/evidence.ts'
import type {Seen} from '../../model/fact.ts'
import type {Snapshot} from '../../model/snapshot.ts'

/** A node of a case with what it answered to the probe. */
export interface AskedNode {
  readonly node: CaseNode
  /** Whether Systems Manager knows it; null where nobody could tell. */
  readonly managed: boolean | null
  readonly answer: Seen<NodeAnswer> | null
}

/** The nodes of a snapshot as a case has them, masters first; null where they were not seen. */
export function caseNodes(snapshot: Snapshot): readonly AskedNode[] | null {
  const {nodes, nodeProbes, managedNodes} = snapshot.facts
  const status = nodeStatus(snapshot)
  if (status === null || nodes?.state !== 'known') return null
  const live = new Map(nodes.value.map(node => [node.id, node]))
  const probes = new Map(nodeProbes?.state === 'known' ? nodeProbes.value.map(probe => [probe.id, probe]) : [])
  const managed = managedNodes?.state === 'known' ? new Set(managedNodes.value.map(({id}) => id)) : null
  return status.nodes.flatMap(({id, name, role, state, unseen}): readonly AskedNode[] => {
    const node = live.get(id)
    if (node === undefined) return []
    const probe = probes.get(id)
    const {zone, slot, privateAddress, publicAddress, launchedAt} = node
    const seen = {name, id, role, slot, zone, privateAddress, publicAddress, launchedAt, state}
    return [
      {
        node: {...seen, clockAhead: probe === undefined ? null : aheadIn(probe), unseen},
        managed: managed === null ? null : managed.has(id),
        answer: probe?.answer ?? null,
      },
    ]
  })
}

function aheadIn(probe: {readonly answer: Seen<NodeAnswer>}): number | null {
  const clock = partOf(probe, 'clock')
  if (clock.state === 'unknown') return null
  const [sent, received] = clock.value.between
  return leastAhead(Date.parse(clock.value.now), [Date.parse(sent), Date.parse(received)])
}
