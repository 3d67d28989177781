import {required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {casePaths, type ScalingActivityRecord} from '../../model/evidence.ts'
import {unknown} from '../../model/fact.ts'
import {lookFor} from '../ask.ts'
import {goneGroup, lacksGroup} from '../deployed/media/group.ts'
import {activitiesAction, activitiesNewestFirst} from '../deployed/media/scaling-failures.ts'
import {awsCommand} from './aws-command.ts'
import {defineEvidence, fileOf, gapFor, oldestFirst} from './evidence.ts'

/** Of each group; a group that can't start a node tries every few minutes for six weeks. */
const most = 3_000

const title = 'scaling activities'

/** What the groups of the nodes did and failed to do in the six weeks that AWS remembers. */
export const scalingActivities = defineEvidence({
  id: 'scaling-activities',
  title,
  iam: [activitiesAction],
  follows: ['parts'],
  paths: () => [casePaths.activities],
  async *look({session, known: {parts}}) {
    const groups = [parts.masterGroup, parts.mediaGroup].flatMap(part => part?.id ?? [])
    const found: ScalingActivityRecord[] = []
    const left: string[] = []
    let seen = false
    for (const group of groups) {
      const read = await lookFor(activitiesAction, () => newestOf(session, group), lacksGroup)
      const command = awsCommand('autoscaling describe-scaling-activities', session.region, {
        'auto-scaling-group-name': group,
      })
      if (read === null) yield gapFor(title, unknown('failed', goneGroup(group)), null)
      else if (read.state === 'unknown') yield gapFor(title, read, command)
      else {
        seen = true
        found.push(...read.value.records)
        if (read.value.more) left.push(`of ${group} only the newest ${most} activities are kept; ${command} has all`)
      }
    }
    if (!seen) return
    const records = oldestFirst(found.toReversed())
    yield fileOf(casePaths.activities, activitiesAction, {records}, left.join('; ') || null)
  },
})

async function newestOf(session: AwsSession, group: string) {
  const records: ScalingActivityRecord[] = []
  for await (const one of activitiesNewestFirst(session, group)) {
    if (records.length === most) return {records, more: true}
    records.push({
      at: required(one.StartTime, 'time of an activity').toISOString(),
      endedAt: one.EndTime?.toISOString() ?? null,
      group,
      status: required(one.StatusCode, 'status of an activity'),
      statusMessage: one.StatusMessage ?? null,
      description: one.Description ?? '',
      cause: required(one.Cause, 'cause of an activity'),
    })
  }
  return {records, more: false}
}
