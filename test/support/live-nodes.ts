import type {FactMap} from '../../src/model/facts.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {healthyStack} from './healthy-stack/index.ts'
import {withChanged} from './snapshots.ts'

export type Node = FactMap['nodes'][number]

/** The healthy stack with some of its nodes changed, dropped (null) or left as they are. */
export function withNodes(change: (node: Node) => Node | null, snapshot: Snapshot = healthyStack()): Snapshot {
  return withChanged(snapshot, 'nodes', nodes =>
    nodes.flatMap(node => {
      const changed = change(node)
      return changed === null ? [] : [changed]
    }),
  )
}

/** The same with the masters of these slots in this state. */
export function withMasters(state: string, slots: readonly number[], snapshot: Snapshot = healthyStack()): Snapshot {
  return withNodes(node => (node.slot !== null && slots.includes(node.slot) ? {...node, state} : node), snapshot)
}

/** The same with one more master, made by hand beside the first. */
export function withStranger(snapshot: Snapshot = healthyStack(), change: Partial<Node> = {}): Snapshot {
  return withChanged(snapshot, 'nodes', nodes => {
    const [first] = nodes
    if (first === undefined) throw new Error('the healthy stack has nodes')
    const id = 'i-0fffffffffffffff1'
    const subject = {type: 'AWS::EC2::Instance', id, logicalId: null, location: null}
    return [...nodes, {...first, id, subject, slot: null, ofStack: false, ...change}]
  })
}
