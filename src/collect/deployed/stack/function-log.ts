import {CloudWatchLogsClient, type FilteredLogEvent, paginateFilterLogEvents} from '@aws-sdk/client-cloudwatch-logs'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import type {Snapshot} from '../../../model/snapshot.ts'
import {lookFor} from '../../ask.ts'
import {bounded} from './stack-events.ts'

export const logAction = 'logs:FilterLogEvents'
/** Of a function that runs once or twice an operation and prints a dozen lines. */
const mostPages = 5
const mostLines = 5
const lineCharacters = 300
/** How far around the failure its log is read, in milliseconds: the function may run two minutes, CloudFormation waits longer. */
const before = 15 * 60_000
const after = 2 * 60_000

/**
 * What the function behind a custom resource said when it failed. The official template has one: it spreads the masters over
 * the subnets. Null where something else failed, or no log group of a function belongs to the stack.
 */
export async function functionLog(
  session: AwsSession,
  {first}: Pick<FactMap['stackFailure'], 'first'>,
  resources: Snapshot['facts']['resources'],
): Promise<FactMap['stackFailure']['log']> {
  if (first === null || !/^(Custom::|AWS::CloudFormation::CustomResource$)/.test(first.type)) return null
  if (resources?.state === 'unknown') return resources
  if (resources?.state !== 'known') return null
  const group = functionLogGroup(resources.value)
  if (group === null) return null
  const failedAt = Date.parse(first.at)
  const times = {startTime: failedAt - before, endTime: failedAt + after}
  const found = await lookFor(logAction, async () => {
    const {events} = await functionLogEvents(session, group, times, mostPages)
    return {group, lines: errorsIn(events)}
  })
  // The template lets the group go with the stack: then that is what there is to know.
  return found ?? known({group, lines: null})
}

/** The log group of the stack's function; null where it has none. */
export function functionLogGroup(resources: FactMap['resources']): string | null {
  const functions = resources.flatMap(({type, id}) =>
    type === 'AWS::Lambda::Function' && id !== null ? [`/aws/lambda/${id}`] : [],
  )
  const groups = resources.flatMap(({type, id}) => (type === 'AWS::Logs::LogGroup' && id !== null ? [id] : []))
  // A function whose resource was rolled back still has its name in that of its group.
  return groups.find(id => functions.includes(id)) ?? groups.find(id => lambdaGroup.test(id)) ?? null
}

const lambdaGroup = /^\/aws\/lambda\//

export interface LogEvents {
  readonly events: readonly FilteredLogEvent[]
  /** Whether there are more than were read. */
  readonly more: boolean
}

/** What a log group has between two times, milliseconds, oldest first; no more than so many pages. */
export async function functionLogEvents(
  session: AwsSession,
  logGroupName: string,
  times: {readonly startTime: number; readonly endTime: number},
  pagesAtMost: number,
): Promise<LogEvents> {
  const found: FilteredLogEvent[] = []
  let pages = 0
  const read = paginateFilterLogEvents(
    {client: session.client(CloudWatchLogsClient)},
    {logGroupName, ...times, limit: 1_000},
    session.options,
  )
  for await (const {events, nextToken} of read) {
    found.push(...required(events, 'list of log events'))
    pages += 1
    if (pages === pagesAtMost) return {events: found, more: nextToken !== undefined}
  }
  return {events: found, more: false}
}

/** The last lines that tell of an error, without what a signed address carries. */
function errorsIn(events: readonly FilteredLogEvent[]): string[] {
  return events
    .flatMap(({message = ''}) =>
      bounded(message.slice(0, 4_000).replace(/(https:\/\/[^\s?"']+)\?[^\s"']*/g, '$1?…'), lineCharacters),
    )
    .filter(line => /error|exception|traceback|timed out|fail/i.test(line))
    .slice(-mostLines)
}
