import type {StackEvent} from '@aws-sdk/client-cloudformation'
import type {AwsSession} from '../../../aws/session.ts'
import {absent, type Unknown, unknown} from '../../../model/fact.ts'
import {lastOperationFailed} from '../../../openvidu/stack-statuses.ts'
import {defineCollector, type Gathered, gapOf, seen} from '../../collector.ts'
import {functionLog} from './function-log.ts'
import {
  type FailedResource,
  failedResource,
  isCancelled,
  isOfStack,
  lastOperation,
  nestedStackType,
  TooManyEvents,
} from './stack-events.ts'

const eventsAction = 'cloudformation:DescribeStackEvents'
/** How deep stacks in stacks are followed; nobody nests OpenVidu deeper. */
const deepest = 5

/**
 * Why the last operation on the stack failed. DescribeStackEvents and not the newer DescribeEvents, which not every region
 * has and which would be one more permission: the events of one operation are two or three pages.
 */
export const stackFailure = defineCollector({
  id: 'stack-failure',
  title: 'Stack events',
  tier: 'check',
  provides: ['stackFailure'],
  follows: ['stack'],
  iam: [eventsAction, 'logs:FilterLogEvents'],
  async collect({session, known: {stack}, facts: {resources}}) {
    if (!lastOperationFailed(stack.status))
      return {stackFailure: absent(`the last operation on the stack did not fail: it is ${stack.status}`)}
    const gathered = await explained(() => failureIn(session, stack.id))
    if (gathered.state !== 'seen') return {stackFailure: gathered}
    const {value: failure, by} = gathered
    const log = await functionLog(session, failure, resources)
    return {stackFailure: {state: 'seen', by, value: {subject: stack.subject, ...failure, log}}}
  },
})

interface Failure {
  readonly startedAt: string | null
  readonly first: FailedResource | null
  readonly notDescended: Unknown | null
  readonly others: number
  readonly cancelled: number
  readonly undoing: FailedResource | null
}

async function failureIn(session: AwsSession, stackId: string): Promise<Failure> {
  const {startedAt, events} = await lastOperation(session, stackId)
  const {cause, others, cancelled} = causeOf(events)
  const descended = cause === undefined ? null : await descend(session, cause)
  const undone = events.findIndex(event => isOfStack(event) && /ROLLBACK_IN_PROGRESS$/.test(event.ResourceStatus ?? ''))
  const blocking = undone < 0 ? undefined : causeOf(events.slice(undone)).cause
  return {
    startedAt,
    first: descended?.first ?? null,
    notDescended: descended?.gap ?? null,
    others,
    cancelled,
    undoing: blocking === undefined || blocking === cause ? null : failedResource(blocking),
  }
}

/** The first event of a resource that failed for a reason of its own: what comes after it is mostly its consequence. */
function causeOf(events: readonly StackEvent[]) {
  const failed = events.filter(event => !isOfStack(event) && event.ResourceStatus?.endsWith('_FAILED') === true)
  const own = failed.filter(event => !isCancelled(event))
  return {cause: own[0], others: Math.max(own.length - 1, 0), cancelled: failed.length - own.length}
}

/** From a nested stack that failed to what failed in it, as deep as that goes. */
async function descend(
  session: AwsSession,
  failed: StackEvent,
): Promise<{readonly first: FailedResource; readonly gap: Unknown | null}> {
  let found = failed
  for (let depth = 0; depth < deepest; depth += 1) {
    const {PhysicalResourceId: inner, Timestamp: at} = found
    // Without an id the nested stack was never made: then what CloudFormation says of it is the cause.
    if (found.ResourceType !== nestedStackType || !inner) break
    // Its own rollback and deletion come after the time at which it failed.
    const operation = await explained(() => lastOperation(session, inner, at))
    if (operation.state === 'unknown') return {first: failedResource(found), gap: operation}
    if (operation.state === 'absent') break
    const {cause} = causeOf(operation.value.events)
    if (cause === undefined) break
    found = cause
  }
  return {first: failedResource(found), gap: null}
}

/** The same as `observe`, for a history that may be too long to read. */
async function explained<T>(look: () => Promise<T>): Promise<Gathered<T>> {
  try {
    return seen(await look(), eventsAction)
  } catch (error) {
    if (error instanceof TooManyEvents)
      return unknown('truncated', 'the operation has more events than are read: see them in the CloudFormation console')
    return gapOf(error, eventsAction)
  }
}
