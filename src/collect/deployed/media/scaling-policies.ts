import {
  AutoScalingClient,
  paginateDescribePolicies,
  type ScalingPolicy,
  type TargetTrackingConfiguration,
} from '@aws-sdk/client-auto-scaling'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known, type Seen, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import type {Subject} from '../../../model/subject.ts'
import {customizedMetric} from '../../../openvidu/scaling-metrics.ts'
import {lookFor} from '../../ask.ts'
import {type Gathered, seen} from '../../collector.ts'
import {type Asked, liveSetting, liveSubject} from '../live.ts'
import {lacksGroup} from './group.ts'

export const scalingPoliciesAction = 'autoscaling:DescribePolicies'

export interface GroupPolicies {
  readonly scalingPolicies: Gathered<FactMap['scalingPolicies']>
  readonly policyStates: Gathered<FactMap['policyStates']>
}

/** The scaling policies that stand on a group. */
export async function scalingPoliciesOf(
  session: AwsSession,
  group: string,
  {resources, asked}: Pick<FactMap, 'resources'> & {readonly asked: Asked},
): Promise<GroupPolicies> {
  const subjectOf = (policy: ScalingPolicy) =>
    liveSubject(resources, 'AWS::AutoScaling::ScalingPolicy', required(policy.PolicyARN, 'ARN of a policy'))
  const found = await lookFor(
    scalingPoliciesAction,
    async () => {
      const policies: ScalingPolicy[] = []
      const pages = paginateDescribePolicies(
        {client: session.client(AutoScalingClient), pageSize: 100},
        {AutoScalingGroupName: group},
        session.options,
      )
      for await (const page of pages) policies.push(...required(page.ScalingPolicies, 'list of policies'))
      return {
        scalingPolicies: policies.map(policy => policyFact(policy, subjectOf(policy), asked)),
        policyStates: policies.map(policy => ({
          subject: subjectOf(policy),
          enabled: required(policy.Enabled, 'state of a policy'),
          alarms: required(policy.Alarms, 'alarms of a policy').length,
          scaleInDisabled: policy.TargetTrackingConfiguration?.DisableScaleIn === true,
        })),
      }
    },
    lacksGroup,
  )
  if (found?.state === 'unknown') return {scalingPolicies: found, policyStates: found}
  const {scalingPolicies, policyStates} = found?.value ?? {scalingPolicies: [], policyStates: []}
  return {
    scalingPolicies: seen(scalingPolicies, scalingPoliciesAction),
    policyStates: seen(policyStates, scalingPoliciesAction),
  }
}

function policyFact(
  {PolicyType, PolicyName, TargetTrackingConfiguration: tracking}: ScalingPolicy,
  subject: Subject,
  {scalingPolicies}: Asked,
): FactMap['scalingPolicies'][number] {
  const asked = scalingPolicies?.find(({subject: {id}}) => id === subject.id)
  const target = tracking?.TargetValue
  return {
    subject,
    policyType: known(required(PolicyType, 'type of a policy')),
    metric: metricOf(tracking),
    target:
      target === undefined
        ? {subject, value: unknown('unresolved', `${PolicyName ?? subject.id} has no target value`)}
        : liveSetting(asked?.target, target, subject),
  }
}

function metricOf(tracking: TargetTrackingConfiguration | undefined): Seen<string> {
  const {PredefinedMetricSpecification: predefined, CustomizedMetricSpecification: own} = tracking ?? {}
  if (predefined !== undefined) return known(required<string>(predefined.PredefinedMetricType, 'metric of a policy'))
  if (own === undefined) return known('none')
  const {Namespace, MetricName} = own
  return Namespace === undefined || MetricName === undefined
    ? unknown('unresolved', 'the metric is computed of others')
    : known(customizedMetric(Namespace, MetricName))
}
