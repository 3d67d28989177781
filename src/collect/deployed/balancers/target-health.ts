import {
  DescribeTargetHealthCommand,
  ElasticLoadBalancingV2Client,
  type TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import {classify, required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import type {Unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {defineCollector, observe} from '../../collector.ts'
import {liveSubject} from '../live.ts'
import {targetGroupName, targetGroupType} from './target-group-name.ts'

type Target = FactMap['targetHealth'][number]['targets'][number]

export const describeTargetHealth = 'elasticloadbalancing:DescribeTargetHealth'

/** The targets of the stack's target groups, and of all others that its balancers forward to. */
export const targetHealth = defineCollector({
  id: 'target-health',
  title: 'Target health',
  tier: 'check',
  provides: ['targetHealth'],
  follows: ['resources', 'balancerStates'],
  iam: [describeTargetHealth],
  async collect({session, known: {resources, balancerStates}}) {
    const {arns, gap} = targetGroupsOf(resources, balancerStates)
    if (gap !== null) return {targetHealth: gap}
    return {
      targetHealth: await observe(describeTargetHealth, async () => {
        const groups = await Promise.all(
          arns.map(async arn => {
            const targets = await targetsOf(session, arn)
            const subject = liveSubject(resources, targetGroupType, arn)
            return targets === null ? [] : [{subject, name: targetGroupName(resources, arn), targets}]
          }),
        )
        return groups.flat()
      }),
    }
  },
})

/** The target groups that the stack declares and those that its balancers forward to, with why not all may be among them. */
export function targetGroupsOf(
  resources: FactMap['resources'],
  balancerStates: FactMap['balancerStates'],
): {readonly arns: readonly string[]; readonly gap: Unknown | null} {
  const arns = new Set(resources.flatMap(({type, id}) => (type === targetGroupType && id !== null ? [id] : [])))
  let gap: Unknown | null = null
  for (const {details} of balancerStates) {
    if (details === null) continue
    if (details.targetGroups.state === 'unknown') gap ??= details.targetGroups
    else for (const arn of details.targetGroups.value) arns.add(arn)
  }
  return {arns: [...arns], gap}
}

/** All targets of a group, which AWS tells without pages. */
export async function describeTargets(session: AwsSession, arn: string): Promise<readonly TargetHealthDescription[]> {
  const {TargetHealthDescriptions} = await session
    .client(ElasticLoadBalancingV2Client)
    .send(new DescribeTargetHealthCommand({TargetGroupArn: arn}), session.options)
  const idOf = ({Target: target}: TargetHealthDescription) => required(target?.Id, 'id of a target')
  return required(TargetHealthDescriptions, 'list of targets').toSorted((a, b) => (idOf(a) < idOf(b) ? -1 : 1))
}

/** Null where AWS has no such group. */
async function targetsOf(session: AwsSession, arn: string): Promise<Target[] | null> {
  try {
    return (await describeTargets(session, arn)).map(targetOf)
  } catch (error) {
    if (classify(error).kind === 'not-found') return null
    throw error
  }
}

function targetOf({Target, TargetHealth}: TargetHealthDescription): Target {
  return {
    id: required(Target?.Id, 'id of a target'),
    port: required(Target?.Port, 'port of a target'),
    state: required(TargetHealth?.State, 'state of a target'),
    reason: TargetHealth?.Reason ?? null,
  }
}
