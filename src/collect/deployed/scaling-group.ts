import {AutoScalingClient, type AutoScalingGroup, paginateDescribeAutoScalingGroups} from '@aws-sdk/client-auto-scaling'
import {askedOnce} from '../../aws/asked-once.ts'
import {required} from '../../aws/errors.ts'

export const scalingGroupAction = 'autoscaling:DescribeAutoScalingGroups'

export const scalingGroupType = 'AWS::AutoScaling::AutoScalingGroup'

/** The Auto Scaling group of a name; null where there is none: it is merely not in the list then. */
export const scalingGroup = askedOnce(async (session, name): Promise<AutoScalingGroup | null> => {
  const pages = paginateDescribeAutoScalingGroups(
    {client: session.client(AutoScalingClient), pageSize: 100},
    {AutoScalingGroupNames: [name]},
    session.options,
  )
  for await (const page of pages) {
    const found = required(page.AutoScalingGroups, 'list of groups').find(one => one.AutoScalingGroupName === name)
    if (found !== undefined) return found
  }
  return null
})
