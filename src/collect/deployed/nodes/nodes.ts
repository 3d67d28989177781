import {EC2Client, type Filter, paginateDescribeInstances} from '@aws-sdk/client-ec2'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {hasEnded} from '../../../openvidu/instance-states.ts'
import {defineCollector, type Gathered, observe, seen} from '../../collector.ts'
import {askedIn} from '../live.ts'
import {scalingGroup, scalingGroupAction, scalingGroupType} from '../scaling-group.ts'
import {countOf, mastersOf} from './live-masters.ts'
import {groupTag, type Node, nodeOf} from './node-of.ts'

const action = 'ec2:DescribeInstances'

/** Every instance that is a node: of the stack, of its groups, or put beside them by hand. */
export const nodes = defineCollector({
  id: 'nodes',
  title: 'Nodes',
  tier: 'check',
  provides: ['nodes', 'masters', 'masterCount'],
  follows: ['stack', 'parts'],
  iam: [action, scalingGroupAction],
  async collect({session, known: {stack, parts}, facts}) {
    const [found, group] = await Promise.all([
      observe(action, () => nodesOf(session, parts)),
      parts.masterGroup === null ? null : groupCount(session, parts.masterGroup),
    ])
    if (found.state !== 'seen') return {nodes: found, masters: found, masterCount: group ?? found}
    return {
      nodes: found,
      masters: seen(mastersOf(found.value, askedIn(facts).masters ?? null), action),
      masterCount: group ?? seen(countOf(found.value, stack), action),
    }
  },
})

/** Declared masters first and in their order, then by age. */
async function nodesOf(session: AwsSession, parts: FactMap['parts']): Promise<readonly Node[]> {
  const found = new Map<string, Node>()
  for (const instances of await Promise.all(filtersOf(parts).map(filter => instancesWith(session, filter)))) {
    for (const instance of instances) {
      const node = nodeOf(instance, parts)
      if (node !== null) found.set(node.id, settled(node, found.get(node.id)))
    }
  }
  return [...found.values()].toSorted(byOrder)
}

/**
 * Filters, since a list of ids fails as a whole for the one that has vanished. By security group come those that nobody
 * declared; by tag those whose groups were changed; by id the declared ones that have ended, and lost their groups with it.
 */
function filtersOf({masters, masterGroup, mediaGroup, securityGroups}: FactMap['parts']): readonly Filter[] {
  const ids = (parts: readonly ({readonly id: string | null} | null)[]) => parts.flatMap(part => part?.id ?? [])
  const ofNodes = securityGroups.filter(({groups}) => groups.includes('master') || groups.includes('media'))
  return [
    {Name: 'instance.group-id', Values: ids(ofNodes)},
    {Name: `tag:${groupTag}`, Values: ids([masterGroup, mediaGroup]).map(literal)},
    {Name: 'instance-id', Values: ids(masters)},
  ].filter(({Values}) => Values.length > 0)
}

/** EC2 takes `*` and `?` in a filter for wildcards, and both may stand in the name of a group. */
function literal(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&')
}

async function instancesWith(session: AwsSession, filter: Filter) {
  const pages = paginateDescribeInstances(
    {client: session.client(EC2Client), pageSize: 1_000},
    {Filters: [filter]},
    session.options,
  )
  const found = []
  for await (const {Reservations} of pages) {
    // Nothing found is an empty list; no list at all would read as nodes that nobody saw to be gone.
    for (const {Instances} of required(Reservations, 'reservations')) found.push(...required(Instances, 'instances'))
  }
  return found
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
