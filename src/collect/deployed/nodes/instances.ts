import type {Filter} from '@aws-sdk/client-ec2'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import type {FactMap} from '../../../model/facts.ts'
import {downStates, runningStates} from '../../../openvidu/instance-states.ts'
import {ask} from '../../ask.ts'
import {filterValues, inBatches} from '../../batches.ts'
import type {ReadInstance} from '../../instance-pages.ts'
import {firstRunning, instancesWith} from '../../running-instances.ts'
import {scalingGroup, scalingGroupAction} from '../scaling-group.ts'
import {groupTag} from './node-of.ts'

/**
 * Every instance that may be a node, with others; one may come more than once. Asked by filters, since a list of ids fails as a whole
 * for the one that has vanished. What EC2 tells of an instance is long, and no fleet is listed twice: those that run are on the list
 * from which the quota is counted too, unless so much runs in the account that it takes more pages.
 */
export async function instancesOf(session: AwsSession, parts: FactMap['parts']): Promise<readonly ReadInstance[]> {
  const {masters, masterGroup, mediaGroup} = parts
  const groups = idsOf([masterGroup, mediaGroup])
  const started = {Name: `tag:${groupTag}`, Values: groups.map(literal)}
  const [members, running, down, lost] = await Promise.all([
    ask(scalingGroupAction, () => membersOf(session, groups)),
    runningOf(session, parts),
    declared(session, parts, downStates),
    // What has ended has lost its security groups, and its group has forgotten it.
    instancesWith(session, [started, inStates(downStates)]),
  ])
  const found = [...running.instances, ...down, ...lost]
  // Nobody tells who is in the groups, or one is gone, and what it started may still be there.
  if (!running.whole && (members.state === 'unknown' || members.value === null))
    return [...found, ...(await instancesWith(session, [started]))]
  // With other security groups than they should have, or in another state for each of the calls.
  const known = members.state === 'known' ? (members.value ?? []) : []
  const told = new Set(found.map(({InstanceId}) => InstanceId))
  const missing = [...idsOf(masters), ...known].filter(id => !told.has(id))
  const others = await inBatches(missing, filterValues, ids =>
    instancesWith(session, [{Name: 'instance-id', Values: ids}]),
  )
  return [...found, ...others]
}

interface Running {
  readonly instances: readonly ReadInstance[]
  /** Whether nothing else runs in the account. */
  readonly whole: boolean
}

async function runningOf(session: AwsSession, parts: FactMap['parts']): Promise<Running> {
  const {instances, nextToken} = await firstRunning(session)
  if (nextToken === null) return {instances, whole: true}
  return {instances: await declared(session, parts, runningStates), whole: false}
}

/** Those with a security group of the stack, among them what nobody declared, and the declared masters. */
async function declared(
  session: AwsSession,
  {masters, securityGroups}: FactMap['parts'],
  states: readonly string[],
): Promise<readonly ReadInstance[]> {
  const ofNodes = securityGroups.filter(({groups}) => groups.includes('master') || groups.includes('media'))
  const found = await Promise.all([
    instancesWith(session, [{Name: 'instance.group-id', Values: idsOf(ofNodes)}, inStates(states)]),
    instancesWith(session, [{Name: 'instance-id', Values: idsOf(masters)}, inStates(states)]),
  ])
  return found.flat()
}

function inStates(states: readonly string[]): Filter {
  return {Name: 'instance-state-name', Values: [...states]}
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
