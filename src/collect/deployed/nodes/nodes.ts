import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {hasEnded} from '../../../openvidu/instance-states.ts'
import {defineCollector, type Gathered, observe, seen} from '../../collector.ts'
import {instancesAction} from '../../running-instances.ts'
import {askedIn} from '../live.ts'
import {scalingGroup, scalingGroupAction, scalingGroupType} from '../scaling-group.ts'
import {instancesOf} from './instances.ts'
import {countOf, mastersOf} from './live-masters.ts'
import {type Node, nodeOf} from './node-of.ts'

/** Every instance that is a node: of the stack, of its groups, or put beside them by hand. */
export const nodes = defineCollector({
  id: 'nodes',
  title: 'Nodes',
  tier: 'check',
  provides: ['nodes', 'masters', 'masterCount'],
  follows: ['stack', 'parts'],
  iam: [instancesAction, scalingGroupAction],
  async collect({session, known: {stack, parts}, facts}) {
    const [found, group] = await Promise.all([
      observe(instancesAction, () => nodesOf(session, parts)),
      parts.masterGroup === null ? null : groupCount(session, parts.masterGroup),
    ])
    if (found.state !== 'seen') return {nodes: found, masters: found, masterCount: group ?? found}
    return {
      nodes: found,
      masters: seen(mastersOf(found.value, askedIn(facts).masters ?? null), instancesAction),
      masterCount: group ?? seen(countOf(found.value, stack), instancesAction),
    }
  },
})

/** Declared masters first and in their order, then by age. */
async function nodesOf(session: AwsSession, parts: FactMap['parts']): Promise<readonly Node[]> {
  const found = new Map<string, Node>()
  for (const instance of await instancesOf(session, parts)) {
    const node = nodeOf(instance, parts)
    if (node !== null) found.set(node.id, settled(node, found.get(node.id)))
  }
  return [...found.values()].toSorted(byOrder)
}

/** Of two answers about one instance, the one that saw it further on. */
function settled(node: Node, other: Node | undefined): Node {
  if (other === undefined) return node
  return hasEnded(other.state) && !hasEnded(node.state) ? other : node
}

function byOrder(a: Node, b: Node): number {
  const order = ({group, slot, ofStack, launchedAt, id}: Node) =>
    `${group} ${ofStack ? 0 : 1} ${slot ?? 9} ${launchedAt} ${id}`
  const [one, two] = [order(a), order(b)]
  return one < two ? -1 : one > two ? 1 : 0
}

/** The bounds of the master group, which only the first generation has. A group that is gone keeps no master. */
async function groupCount(
  session: AwsSession,
  {id, logicalId}: NonNullable<FactMap['parts']['masterGroup']>,
): Promise<Gathered<FactMap['masterCount']>> {
  const subject = {type: scalingGroupType, id, logicalId, location: null}
  const bounds = (min: number, desired: number, max: number) =>
    ({subject, arrangement: 'group', min: known(min), desired: known(desired), max: known(max)}) as const
  if (id === null) return seen(bounds(0, 0, 0), 'cloudformation:ListStackResources')
  return observe(scalingGroupAction, async () => {
    const group = await scalingGroup(session, id)
    if (group === null) return bounds(0, 0, 0)
    return bounds(
      required(group.MinSize, 'minimum of a group'),
      required(group.DesiredCapacity, 'desired capacity of a group'),
      required(group.MaxSize, 'maximum of a group'),
    )
  })
}
