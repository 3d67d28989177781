import type {FactMap} from '../../../model/facts.ts'
import {liveSubject} from '../live.ts'

type Resources = FactMap['resources']

export const targetGroupType = 'AWS::ElasticLoadBalancingV2::TargetGroup'

/**
 * The name by which listeners and target groups know each other: the logical id of one that the stack declares, the name in
 * the ARN of another. Where that is a logical id of the stack, too, only the ARN is its own.
 */
export function targetGroupName(resources: Resources, arn: string): string {
  const {logicalId} = liveSubject(resources, targetGroupType, arn)
  if (logicalId !== null) return logicalId
  const name = arn.split('/')[1] ?? arn
  return resources.some(resource => resource.logicalId === name) ? arn : name
}
