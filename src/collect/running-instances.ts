import type {Filter} from '@aws-sdk/client-ec2'
import {askedOnce} from '../aws/asked-once.ts'
import type {AwsSession} from '../aws/session.ts'
import {runningStates} from '../openvidu/instance-states.ts'
import {type InstancePage, instancePage, instancePages, type ReadInstance} from './instance-pages.ts'

export const instancesAction = 'ec2:DescribeInstances'

const running: Filter[] = [{Name: 'instance-state-name', Values: [...runningStates]}]

/**
 * The first page of all that runs in the account, or is about to. Most accounts have no second one: the quota is counted by it, and
 * every node that runs is on it.
 */
export const firstRunning = askedOnce(session => instancePage(session, {filters: running, token: null}))

/** The pages after one. */
export async function* runningAfter(session: AwsSession, {nextToken}: InstancePage): AsyncGenerator<InstancePage> {
  if (nextToken !== null) yield* instancePages(session, {filters: running, token: nextToken})
}

/** All instances that the filters let through; none where a filter has no values, which EC2 would refuse. */
export async function instancesWith(session: AwsSession, filters: Filter[]): Promise<readonly ReadInstance[]> {
  if (filters.some(({Values = []}) => Values.length === 0)) return []
  const found: ReadInstance[] = []
  for await (const {instances} of instancePages(session, {filters, token: null})) found.push(...instances)
  return found
}
