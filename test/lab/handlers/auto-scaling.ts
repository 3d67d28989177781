import type {AutoScalingGroup} from '@aws-sdk/client-auto-scaling'
import type {LabAccount} from '../account/account.ts'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers} from './answers.ts'

export const autoScaling: Answers<typeof import('@aws-sdk/client-auto-scaling')> = {
  // A name that there is not is merely not in the answer.
  DescribeAutoScalingGroups: ({AutoScalingGroupNames, Filters}, {account}) => ({
    AutoScalingGroups: account.autoScalingGroups
      .filter(group => wanted(AutoScalingGroupNames, group.AutoScalingGroupName))
      .filter(group => (Filters ?? []).every(filter => tagMatches(group, filter))),
  }),

  DescribePolicies: ({AutoScalingGroupName, PolicyNames, PolicyTypes}, {account}) => ({
    ScalingPolicies: account.scalingPolicies
      .filter(policy => AutoScalingGroupName === undefined || policy.AutoScalingGroupName === AutoScalingGroupName)
      .filter(policy => wanted(PolicyNames, policy.PolicyName) && wanted(PolicyTypes, policy.PolicyType)),
  }),

  DescribeLifecycleHooks: ({AutoScalingGroupName, LifecycleHookNames}, {account}) => {
    mustExist(account, AutoScalingGroupName)
    return {
      LifecycleHooks: account.lifecycleHooks
        .filter(hook => hook.AutoScalingGroupName === AutoScalingGroupName)
        .filter(hook => wanted(LifecycleHookNames, hook.LifecycleHookName)),
    }
  },

  DescribeScalingActivities: ({AutoScalingGroupName, Filters}, {account}) => {
    mustExist(account, AutoScalingGroupName)
    return {
      Activities: account.scalingActivities
        .filter(one => AutoScalingGroupName === undefined || one.AutoScalingGroupName === AutoScalingGroupName)
        .filter(one => (Filters ?? []).every(({Name, Values}) => Name !== 'Status' || wanted(Values, one.StatusCode))),
    }
  },
}

function mustExist(account: LabAccount, name: string | undefined): void {
  if (name === undefined || account.autoScalingGroups.some(group => group.AutoScalingGroupName === name)) return
  throw new AwsError('ValidationError', `AutoScalingGroup name not found - AutoScalingGroup '${name}' not found`)
}

function wanted(names: readonly string[] | undefined, name: string | undefined): boolean {
  return names === undefined || names.length === 0 || names.includes(name ?? '')
}

function tagMatches(
  {Tags = []}: AutoScalingGroup,
  {Name = '', Values}: {Name?: string | undefined; Values?: string[] | undefined},
): boolean {
  if (Name === 'tag-key') return Tags.some(({Key}) => wanted(Values, Key))
  if (Name === 'tag-value') return Tags.some(({Value}) => wanted(Values, Value))
  if (Name.startsWith('tag:')) return Tags.some(({Key, Value}) => Key === Name.slice(4) && wanted(Values, Value))
  throw new AwsError('ValidationError', `Filter name ${Name} is not supported`)
}
