import type {NodeProbe, Part, PartName} from '../../src/derive/node-answers.ts'
import {known, type Seen, unknown} from '../../src/model/fact.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {healthyStack} from './healthy-stack/index.ts'
import {withChanged} from './snapshots.ts'

/** The healthy stack with one part of some nodes' answers changed. */
export function withPart<P extends PartName>(
  part: P,
  ids: readonly string[],
  change: (value: Part<P>) => Part<P>,
  snapshot: Snapshot = healthyStack(),
): Snapshot {
  return withSeenPart(part, ids, seen => (seen.state === 'known' ? known(change(seen.value)) : seen), snapshot)
}

/** The same with that part not seen. */
export function withoutPart(part: PartName, ids: readonly string[], snapshot: Snapshot = healthyStack()): Snapshot {
  return withSeenPart(part, ids, () => unknown('timed-out', `${part} took too long`), snapshot)
}

/** The healthy stack with nodes that gave no answer at all. */
export function withoutAnswer(ids: readonly string[], snapshot: Snapshot = healthyStack()): Snapshot {
  const gap = unknown('denied', 'Run Command may not be used', 'ssm:SendCommand')
  return withProbes(node => (ids.includes(node.id) ? {...node, answer: gap} : node), snapshot)
}

/** The healthy stack with nodes changed, or dropped (null). */
export function withProbes(
  change: (node: NodeProbe) => NodeProbe | null,
  snapshot: Snapshot = healthyStack(),
): Snapshot {
  return withChanged(snapshot, 'nodeProbes', nodes =>
    nodes.flatMap(node => {
      const changed = change(node)
      return changed === null ? [] : [changed]
    }),
  )
}

function withSeenPart<P extends PartName>(
  part: P,
  ids: readonly string[],
  change: (seen: Seen<Part<P>>) => Seen<Part<P>>,
  snapshot: Snapshot,
): Snapshot {
  return withProbes(node => {
    if (!ids.includes(node.id) || node.answer.state === 'unknown') return node
    const {value} = node.answer
    return {...node, answer: known({...value, [part]: change(value[part] as Seen<Part<P>>)})}
  }, snapshot)
}
