import {EC2Client, type Filter, type Instance, paginateDescribeInstances} from '@aws-sdk/client-ec2'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import type {FactMap} from '../../../model/facts.ts'
import {endedStates} from '../../../openvidu/instance-states.ts'
import {ask} from '../../ask.ts'
import {filterValues, inBatches} from '../../batches.ts'
import {scalingGroup, scalingGroupAction} from '../scaling-group.ts'
import {groupTag} from './node-of.ts'

/**
 * Every instance that may be a node; one may come more than once. Asked by filters, since a list of ids fails as a whole for the one
 * that has vanished. By security group come those that nobody declared; by id the declared masters, and by the tag of their Auto
 * Scaling group the others, that have ended and lost their security groups with it. Who has other security groups than it should is
 * known to its group, and asked for by id: what EC2 tells of an instance is long, and no fleet is listed twice.
 */
export async function instancesOf(session: AwsSession, parts: FactMap['parts']): Promise<readonly Instance[]> {
  const {masters, masterGroup, mediaGroup, securityGroups} = parts
  const ofNodes = securityGroups.filter(({groups}) => groups.includes('master') || groups.includes('media'))
  const groups = idsOf([masterGroup, mediaGroup])
  const started = {Name: `tag:${groupTag}`, Values: groups.map(literal)}
  const [members, ...found] = await Promise.all([
    ask(scalingGroupAction, () => membersOf(session, groups)),
    instancesWith(session, [{Name: 'instance.group-id', Values: idsOf(ofNodes)}]),
    instancesWith(session, [{Name: 'instance-id', Values: idsOf(masters)}]),
    instancesWith(session, [started, {Name: 'instance-state-name', Values: [...endedStates]}]),
  ])
  // Nobody tells who is in the groups, or one is gone, and what it started may still be there.
  if (members.state === 'unknown' || members.value === null)
    return [...found.flat(), ...(await instancesWith(session, [started]))]
  const told = new Set(found.flat().map(({InstanceId}) => InstanceId))
  const missing = members.value.filter(id => !told.has(id))
  const others = await inBatches(missing, filterValues, ids =>
    instancesWith(session, [{Name: 'instance-id', Values: ids}]),
  )
  return [...found.flat(), ...others]
}

/** Who is in the groups; null where one of them is gone. */
async function membersOf(session: AwsSession, names: readonly string[]): Promise<readonly string[] | null> {
  const groups = await Promise.all(names.map(name => scalingGroup(session, name)))
  const members: string[] = []
  for (const group of groups) {
    if (group === null) return null
    for (const {InstanceId} of required(group.Instances, 'nodes of the group'))
      members.push(required(InstanceId, 'id of a node'))
  }
  return members
}

function idsOf(parts: readonly ({readonly id: string | null} | null)[]): string[] {
  return parts.flatMap(part => part?.id ?? [])
}

/** EC2 takes `*` and `?` in a filter for wildcards, and both may stand in the name of a group. */
function literal(text: string): string {
  return text.replace(/[\\*?]/g, '\\$&')
}

/** None where a filter has no values, which EC2 would refuse. */
async function instancesWith(session: AwsSession, filters: Filter[]): Promise<readonly Instance[]> {
  if (filters.some(({Values = []}) => Values.length === 0)) return []
  const pages = paginateDescribeInstances(
    {client: session.client(EC2Client), pageSize: 1_000},
    {Filters: filters},
    session.options,
  )
  const found: Instance[] = []
  for await (const {Reservations} of pages) {
    // Nothing found is an empty list; no list at all would read as nodes that nobody saw to be gone.
    for (const {Instances} of required(Reservations, 'reservations')) found.push(...required(Instances, 'instances'))
  }
  return found
}
