import {required} from '../../aws/errors.ts'
import {casePaths, type TargetHealthRecord} from '../../model/evidence.ts'
import {lookFor} from '../ask.ts'
import {targetGroupName} from '../deployed/balancers/target-group-name.ts'
import {describeTargetHealth, describeTargets, targetGroupsOf} from '../deployed/balancers/target-health.ts'
import {awsCommand} from './aws-command.ts'
import {defineEvidence, fileOf, gapFor} from './evidence.ts'

const title = 'target health'

/** Every target of every target group of the stack, with what the balancer says of it. */
export const targetHealthNow = defineEvidence({
  id: 'target-health',
  title,
  iam: [describeTargetHealth],
  follows: ['resources'],
  paths: () => [casePaths.targetHealth],
  async *look({session, known: {resources}, facts: {balancerStates}}) {
    const states = balancerStates?.state === 'known' ? balancerStates.value : []
    const {arns} = targetGroupsOf(resources, states)
    const found: TargetHealthRecord[] = []
    let seen = false
    for (const arn of arns) {
      const at = new Date().toISOString()
      const read = await lookFor(describeTargetHealth, async () =>
        (await describeTargets(session, arn)).map(({Target, TargetHealth}): TargetHealthRecord => {
          return {
            at,
            targetGroup: targetGroupName(resources, arn),
            target: required(Target?.Id, 'id of a target'),
            port: Target?.Port ?? null,
            state: required(TargetHealth?.State, 'state of a target'),
            reason: TargetHealth?.Reason ?? null,
            description: TargetHealth?.Description ?? null,
          }
        }),
      )
      if (read?.state === 'unknown') {
        const command = awsCommand('elbv2 describe-target-health', session.region, {'target-group-arn': arn})
        yield gapFor(`${title} of ${targetGroupName(resources, arn)}`, read, command)
      } else if (read !== null) {
        seen = true
        found.push(...read.value)
      }
    }
    if (seen) yield fileOf(casePaths.targetHealth, describeTargetHealth, {records: found})
  },
})
