import {
  AutoScalingClient,
  paginateDescribeScalingActivities,
  type Activity as ScalingActivity,
} from '@aws-sdk/client-auto-scaling'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {absent, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {lookFor} from '../../ask.ts'
import {defineCollector, seen} from '../../collector.ts'
import {goneGroup, groupOf, lacksGroup} from './group.ts'

export const activitiesAction = 'autoscaling:DescribeScalingActivities'
/** A group that can't start a node tries for ever; the newest of its failures tell why. */
const most = 100
/** A page that is filtered may be empty and still have a next one. */
const pagesAtMost = 5

/** What the group of media nodes did of late, and what failed. */
export const scalingFailures = defineCollector({
  id: 'scaling-failures',
  title: 'Scaling activities',
  tier: 'check',
  provides: ['scalingActivities'],
  follows: ['parts'],
  iam: [activitiesAction],
  async collect({session, known: {parts}}) {
    const part = groupOf(parts)
    if ('why' in part) return {scalingActivities: absent(part.why)}
    const look = (status: string) => lookFor(activitiesAction, () => activities(session, part.name, status), lacksGroup)
    const [failed, successful] = await Promise.all([look('Failed'), look('Successful')])
    if (failed?.state === 'unknown') return {scalingActivities: failed}
    if (successful?.state === 'unknown') return {scalingActivities: successful}
    if (failed === null || successful === null) return {scalingActivities: absent(goneGroup(part.name))}
    if (failed.value === 'endless' || successful.value === 'endless') {
      return {
        scalingActivities: unknown(
          'truncated',
          `the first ${pagesAtMost} pages of activities were empty`,
          activitiesAction,
        ),
      }
    }
    const successes = successful.value.map(({message: _, ...activity}) => activity)
    return {
      scalingActivities: seen({subject: part.subject, failed: failed.value, successful: successes}, activitiesAction),
    }
  },
})

/** Everything that a group did and failed to do, newest first, read no further than it is asked for. */
export async function* activitiesNewestFirst(session: AwsSession, group: string): AsyncGenerator<ScalingActivity> {
  const pages = paginateDescribeScalingActivities(
    {client: session.client(AutoScalingClient), pageSize: most},
    {AutoScalingGroupName: group},
    session.options,
  )
  for await (const page of pages) yield* required(page.Activities, 'list of activities')
}

type Activity = FactMap['scalingActivities']['failed'][number]

/** The newest activities of one status. AWS gives them newest first, of the last six weeks. */
async function activities(
  session: AwsSession,
  group: string,
  status: string,
): Promise<readonly Activity[] | 'endless'> {
  const found: Activity[] = []
  const pages = paginateDescribeScalingActivities(
    {client: session.client(AutoScalingClient), pageSize: most},
    {AutoScalingGroupName: group, Filters: [{Name: 'Status', Values: [status]}]},
    session.options,
  )
  let read = 0
  for await (const page of pages) {
    for (const one of required(page.Activities, 'list of activities')) {
      found.push({
        at: required(one.StartTime, 'time of an activity').toISOString(),
        description: one.Description ?? '',
        cause: required(one.Cause, 'cause of an activity'),
        message: one.StatusMessage ?? null,
      })
    }
    read += 1
    if (found.length >= most) break
    if (read === pagesAtMost && page.NextToken !== undefined) {
      if (found.length === 0) return 'endless'
      break
    }
  }
  return found.slice(0, most)
}
