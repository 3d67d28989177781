import {CloudWatchLogsClient, type FilteredLogEvent, paginateFilterLogEvents} from '@aws-sdk/client-cloudwatch-logs'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import type {Snapshot} from '../../../model/snapshot.ts'
import {lookFor} from '../../ask.ts'
import {bounded} from './stack-events.ts'

const logAction = 'logs:FilterLogEvents'
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
  const functions = resources.value.flatMap(({type, id}) =>
    type === 'AWS::Lambda::Function' && id !== null ? [`/aws/lambda/${id}`] : [],
  )
  const groups = resources.value.filter(({type, id}) => type === 'AWS::Logs::LogGroup' && id !== null)
  // A function whose resource was rolled back still has its name in that of its group.
  const group = groups.find(({id}) => functions.includes(id ?? '')) ?? groups.find(({id}) => lambdaGroup.test(id ?? ''))
  if (group === undefined || group.id === null) return null
  const failedAt = Date.parse(first.at)
  const name = group.id
  const found = await lookFor(logAction, async () => {
    const events = await eventsOf(session, name, {startTime: failedAt - before, endTime: failedAt + after})
    return {group: name, lines: errorsIn(events)}
  })
  // The template lets the group go with the stack: then that is what there is to know.
  return found ?? known({group: name, lines: null})
}

const lambdaGroup = /^\/aws\/lambda\//

async function eventsOf(
  session: AwsSession,
  logGroupName: string,
  times: {readonly startTime: number; readonly endTime: number},
): Promise<readonly FilteredLogEvent[]> {
  const found: FilteredLogEvent[] = []
  let pages = 0
  const read = paginateFilterLogEvents(
    {client: session.client(CloudWatchLogsClient)},
    {logGroupName, ...times, limit: 1_000},
    session.options,
  )
  for await (const {events} of read) {
    found.push(...required(events, 'list of log events'))
    pages += 1
    if (pages === mostPages) break
  }
  return found
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
