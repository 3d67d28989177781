import type {FilteredLogEvent, GetLogEventsCommandInput} from '@aws-sdk/client-cloudwatch-logs'
import type {LabAccount} from '../account/account.ts'
import type {Publish} from '../nodes/fleet.ts'
import {eventsOf} from '../nodes/log-output.ts'
import {AwsError} from '../protocol/aws-error.ts'
import type {LabCall} from './answers.ts'

/** The most that GetLogEvents answers at once. */
const pageBytes = 1_048_576
const pageEvents = 10_000
/** What each event counts besides its bytes. */
const eventOverhead = 26

/** Streams whose events are not to be read yet, and how many readings that stays so. */
const hidden = new WeakMap<LabAccount, Map<string, number>>()

/** Where agents write what a command prints: the group is made with the first of it. */
export function publishIn(account: LabAccount, name: string): Publish {
  return (stream, output, how) => {
    let group = account.logGroups.find(({group}) => group.logGroupName === name)
    if (group === undefined) {
      group = {group: {logGroupName: name, creationTime: account.now.getTime()}, events: []}
      account.logGroups.push(group)
    }
    group.events.push(...eventsOf(stream, output, account.now.getTime()))
    if (how.kind !== 'late') return
    const streams = hidden.get(account) ?? new Map<string, number>()
    hidden.set(account, streams.set(stream, how.readings))
  }
}

/**
 * A page of a stream, oldest first. Its tokens lead forward from an event; at the end the one that was given comes back, so that who
 * asks again later gets what came meanwhile.
 */
export function streamPage(input: GetLogEventsCommandInput, {account}: LabCall) {
  const {logGroupName, logStreamName = '', nextToken, startFromHead = false, limit = pageEvents} = input
  if (!startFromHead) throw new Error('the lab reads streams from their head only')
  const group = account.logGroups.find(one => one.group.logGroupName === logGroupName)
  if (group === undefined) throw new AwsError('ResourceNotFoundException', 'The specified log group does not exist.')
  const all = group.events.filter(event => event.logStreamName === logStreamName)
  if (all.length === 0) throw new AwsError('ResourceNotFoundException', 'The specified log stream does not exist.')
  const events = visible(account, logStreamName, all)
  const start = startOf(nextToken)
  const page: FilteredLogEvent[] = []
  let bytes = 0
  for (const event of events.slice(start, start + limit)) {
    bytes += Buffer.byteLength(event.message ?? '') + eventOverhead
    if (bytes > pageBytes && page.length > 0) break
    page.push(event)
  }
  return {
    events: page.map(({timestamp, ingestionTime, message}) => ({timestamp, ingestionTime, message})),
    nextForwardToken: `f/${start + page.length}/s`,
    nextBackwardToken: `b/${start}/s`,
  }
}

function visible(
  account: LabAccount,
  stream: string,
  events: readonly FilteredLogEvent[],
): readonly FilteredLogEvent[] {
  const left = hidden.get(account)?.get(stream) ?? 0
  if (left === 0) return events
  hidden.get(account)?.set(stream, left - 1)
  return events.slice(-1)
}

function startOf(token: string | undefined): number {
  if (token === undefined) return 0
  const [, start] = /^f\/(\d+)\/s$/.exec(token) ?? []
  if (start === undefined) throw new AwsError('InvalidParameterException', 'The specified nextToken is invalid.')
  return Number(start)
}
