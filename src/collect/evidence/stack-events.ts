import type {StackEvent} from '@aws-sdk/client-cloudformation'
import {required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {casePaths, type StackEventRecord} from '../../model/evidence.ts'
import {ask} from '../ask.ts'
import {eventsNewestFirst, nestedStackType} from '../deployed/stack/stack-events.ts'
import {awsCommand} from './aws-command.ts'
import {defineEvidence, fileOf, gapFor, oldestFirst} from './evidence.ts'

const action = 'cloudformation:DescribeStackEvents'

/** Of one stack: sixty pages of a hundred. */
const mostEvents = 6_000
/** Stacks in stacks; the official template has none. */
const mostStacks = 20
const reasonCharacters = 8_000

const title = 'stack events'

/** All that the stack and those nested in it went through, as far back as CloudFormation tells: the newest where it is too much. */
export const stackEvents = defineEvidence({
  id: 'stack-events',
  title,
  iam: [action],
  follows: ['stack'],
  paths: () => [casePaths.events],
  async *look({session, known: {stack}}) {
    const found: StackEventRecord[] = []
    const left: string[] = []
    const waiting = [stack.id]
    const seen = new Set(waiting)
    for (let id = waiting.shift(); id !== undefined; id = waiting.shift()) {
      const read = await ask(action, () => newestOf(session, id))
      if (read.state === 'unknown') {
        const command = awsCommand('cloudformation describe-stack-events', session.region, {'stack-name': id})
        yield gapFor(id === stack.id ? title : `stack events of ${nameOf(id)}`, read, command)
        continue
      }
      const {events, more} = read.value
      if (more) left.push(`of ${nameOf(id)} only the newest ${mostEvents} events are kept`)
      found.push(...events.map(recordOf))
      for (const inner of nestedIn(events)) {
        if (seen.has(inner)) continue
        seen.add(inner)
        if (seen.size > mostStacks) left.push(`events of ${nameOf(inner)}, one nested stack too many, are left out`)
        else waiting.push(inner)
      }
    }
    if (found.length === 0) return
    const records = oldestFirst(found.toReversed())
    yield fileOf(casePaths.events, action, {records}, left.join('; ') || null)
  },
})

async function newestOf(session: AwsSession, stackId: string) {
  const events: StackEvent[] = []
  for await (const event of eventsNewestFirst(session, stackId)) {
    if (events.length === mostEvents) return {events, more: true}
    events.push(event)
  }
  return {events, more: false}
}

/** ARNs of the stacks that these events tell of as resources. */
function nestedIn(events: readonly StackEvent[]): ReadonlySet<string> {
  return new Set(
    events.flatMap(({ResourceType, PhysicalResourceId, StackId}) =>
      ResourceType === nestedStackType && PhysicalResourceId && PhysicalResourceId !== StackId
        ? [PhysicalResourceId]
        : [],
    ),
  )
}

function recordOf(event: StackEvent): StackEventRecord {
  return {
    at: required(event.Timestamp, 'time of an event').toISOString(),
    stack: required(event.StackName, 'stack name in an event'),
    logicalId: required(event.LogicalResourceId, 'logical id in an event'),
    type: required(event.ResourceType, 'type in an event'),
    physicalId: event.PhysicalResourceId || null,
    status: required(event.ResourceStatus, 'status in an event'),
    // It may quote whole requests.
    reason: event.ResourceStatusReason?.slice(0, reasonCharacters) || null,
  }
}

/** The name in the ARN of a stack. */
function nameOf(id: string): string {
  return /:stack\/([^/]+)\//.exec(id)?.[1] ?? id
}
