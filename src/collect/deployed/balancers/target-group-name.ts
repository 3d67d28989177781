import type {FactMap} from '../../../model/facts.ts'
import type {Subject} from '../../../model/subject.ts'

type Resources = FactMap['resources']

export const targetGroupType = 'AWS::ElasticLoadBalancingV2::TargetGroup'

/** The subject of a thing that is there, with the logical id of the resource that it is; null where the stack declares none such. */
export function subjectIn(resources: Resources, type: string, id: string): Subject {
  const own = resources.find(resource => resource.type === type && resource.id === id)
  return {type, id, logicalId: own?.logicalId ?? null, location: null}
}

/**
 * The name by which listeners and target groups know each other: the logical id of one that the stack declares, the name in
 * the ARN of another. Where that is a logical id of the stack, too, only the ARN is its own.
 */
export function targetGroupName(resources: Resources, arn: string): string {
  const {logicalId} = subjectIn(resources, targetGroupType, arn)
  if (logicalId !== null) return logicalId
  const name = arn.split('/')[1] ?? arn
  return resources.some(resource => resource.logicalId === name) ? arn : name
}
