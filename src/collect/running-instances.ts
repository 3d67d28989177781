import {EC2Client, type Filter, type Instance, paginateDescribeInstances} from '@aws-sdk/client-ec2'
import {askedOnce} from '../aws/asked-once.ts'
import {required} from '../aws/errors.ts'
import type {AwsSession} from '../aws/session.ts'
import {runningStates} from '../openvidu/instance-states.ts'

export const instancesAction = 'ec2:DescribeInstances'

/** What EC2 tells of an instance is long: the more of them an answer holds, the fewer calls, but one of them is read in one go. */
const pageSize = 1_000

export interface InstancePage {
  readonly instances: readonly Instance[]
  /** Of the page after it; null where this was the last. */
  readonly nextToken: string | null
}

const running: Filter[] = [{Name: 'instance-state-name', Values: [...runningStates]}]

/**
 * The first page of all that runs in the account, or is about to. Most accounts have no second one: the quota is counted by it, and
 * every node that runs is on it.
 */
export const firstRunning = askedOnce(async (session): Promise<InstancePage> => {
  for await (const page of pagesOf(session, running)) return page
  return {instances: [], nextToken: null}
})

/** The pages after one. */
export async function* runningAfter(session: AwsSession, {nextToken}: InstancePage): AsyncGenerator<InstancePage> {
  if (nextToken !== null) yield* pagesOf(session, running, nextToken)
}

/** All instances that the filters let through; none where a filter has no values, which EC2 would refuse. */
export async function instancesWith(session: AwsSession, filters: Filter[]): Promise<readonly Instance[]> {
  if (filters.some(({Values = []}) => Values.length === 0)) return []
  const found: Instance[] = []
  for await (const {instances} of pagesOf(session, filters)) found.push(...instances)
  return found
}

async function* pagesOf(session: AwsSession, filters: Filter[], token = ''): AsyncGenerator<InstancePage> {
  const pages = paginateDescribeInstances(
    {client: session.client(EC2Client), pageSize, ...(token === '' ? {} : {startingToken: token})},
    {Filters: filters},
    session.options,
  )
  for await (const {Reservations, NextToken} of pages) {
    // Nothing found is an empty list; no list at all would read as instances that nobody saw to be gone.
    const instances = required(Reservations, 'reservations').flatMap(({Instances}) => required(Instances, 'instances'))
    yield {instances, nextToken: NextToken || null}
  }
}
