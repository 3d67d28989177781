import {CloudFormationClient, paginateDescribeStackEvents, type StackEvent} from '@aws-sdk/client-cloudformation'
import {MalformedAnswer, required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import type {FactMap} from '../../../model/facts.ts'

export type FailedResource = NonNullable<FactMap['stackFailure']['first']>

export const nestedStackType = 'AWS::CloudFormation::Stack'

/** How much of a reason is kept: it says what is wrong at its beginning, and may quote whole requests after it. */
const reasonCharacters = 600
/** A hundred events a page: more than any operation on a stack of five hundred resources makes, with its rollback. */
const mostEvents = 6_000

/** The history of one operation is longer than is read. */
export class TooManyEvents extends Error {}

/** What one operation on a stack went through, oldest first. */
export interface Operation {
  readonly startedAt: string | null
  readonly events: readonly StackEvent[]
}

/** Every operation begins with one of these on the stack itself; those of a rollback belong to what they undo. */
const beginnings = new Set(['CREATE_IN_PROGRESS', 'UPDATE_IN_PROGRESS', 'DELETE_IN_PROGRESS', 'IMPORT_IN_PROGRESS'])

/**
 * The last operation on a stack; of one that was at work at a given time, the operation of that time. CloudFormation tells the
 * whole history, newest first, so it is read no further than that beginning.
 */
export async function lastOperation(session: AwsSession, stackId: string, until?: Date): Promise<Operation> {
  const newestFirst: StackEvent[] = []
  let read = 0
  for await (const event of eventsNewestFirst(session, stackId)) {
    read += 1
    if (read > mostEvents) throw new TooManyEvents()
    const at = required(event.Timestamp, 'time of an event')
    if (until !== undefined && at > until) continue
    newestFirst.push(event)
    if (isOfStack(event) && beginnings.has(event.ResourceStatus ?? ''))
      return {startedAt: at.toISOString(), events: newestFirst.reverse()}
  }
  // CloudFormation forgets after a while: what is left may still tell.
  return {startedAt: null, events: newestFirst.reverse()}
}

/** The history of a stack as CloudFormation tells it, read no further than it is asked for. */
export async function* eventsNewestFirst(session: AwsSession, stackId: string): AsyncGenerator<StackEvent> {
  const pages = paginateDescribeStackEvents(
    {client: session.client(CloudFormationClient)},
    {StackName: stackId},
    session.options,
  )
  let listed = false
  for await (const {StackEvents} of pages) {
    listed ||= StackEvents !== undefined
    yield* StackEvents ?? []
  }
  if (!listed) throw new MalformedAnswer('list of events')
}

/** Whether it tells of the stack as a whole, and not of one of its resources. */
export function isOfStack({PhysicalResourceId, StackId}: StackEvent): boolean {
  return PhysicalResourceId === StackId
}

/** Whether it failed only because something else did. */
export function isCancelled({ResourceStatusReason = ''}: StackEvent): boolean {
  return /^\s*Resource (creation|update|deletion|import) cancell?ed/i.test(ResourceStatusReason)
}

export function failedResource(event: StackEvent): FailedResource {
  const logicalId = required(event.LogicalResourceId, 'logical id in an event')
  const type = required(event.ResourceType, 'type in an event')
  const reason = event.ResourceStatusReason ?? ''
  return {
    subject: {type, id: event.PhysicalResourceId || null, logicalId, location: null},
    stackName: required(event.StackName, 'stack name in an event'),
    logicalId,
    type,
    status: required(event.ResourceStatus, 'status in an event'),
    reason: reason === '' ? null : bounded(reason, reasonCharacters),
    at: required(event.Timestamp, 'time of an event').toISOString(),
  }
}

/** One line of so many characters at most. */
export function bounded(text: string, characters: number): string {
  const line = text
    .slice(0, characters * 4)
    .replace(/\s+/g, ' ')
    .trim()
  return line.length <= characters ? line : `${line.slice(0, characters - 1)}…`
}
