import type {AutoScalingGroup} from '@aws-sdk/client-auto-scaling'
import type {Instance, SecurityGroupRule} from '@aws-sdk/client-ec2'
import type {LabAccount} from '../account/account.ts'
import type {LabBalancer, LabListener, LabStack, LabTargetGroup} from '../account/deployment.ts'

/*
 * The things of an account that a scenario changes. Each throws where there is none: a scenario that changes nothing would
 * prove nothing.
 */

export function found<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new Error(`The account of the scenario has no ${what}`)
  return value
}

export function stackIn({stacks}: LabAccount): LabStack {
  return found(stacks[0], 'stack')
}

/** A physical id by its logical id. */
export function idOf(account: LabAccount, logicalId: string): string {
  const resource = stackIn(account).resources.find(({LogicalResourceId}) => LogicalResourceId === logicalId)
  return found(resource?.PhysicalResourceId, logicalId)
}

/** Slots count from 1. */
export function masterIn(account: LabAccount, slot: number): Instance {
  const id = idOf(account, `OpenViduMasterNode${slot}`)
  return found(
    account.instances.find(({InstanceId}) => InstanceId === id),
    `master ${slot}`,
  )
}

export function mediaGroupIn(account: LabAccount): AutoScalingGroup {
  const name = idOf(account, 'OpenViduMediaNodeASG')
  return found(
    account.autoScalingGroups.find(({AutoScalingGroupName}) => AutoScalingGroupName === name),
    'media group',
  )
}

export function balancerIn({balancers}: LabAccount): LabBalancer {
  return found(balancers[0], 'load balancer')
}

export function listenerIn({listeners}: LabAccount, port: number): LabListener {
  return found(
    listeners.find(({listener}) => listener.Port === port),
    `listener on ${port}`,
  )
}

/** The target group behind the listener of a port. */
export function groupBehind(account: LabAccount, port: number): LabTargetGroup {
  const arn = listenerIn(account, port).listener.DefaultActions?.[0]?.TargetGroupArn
  return found(
    account.targetGroups.find(({group}) => group.TargetGroupArn === arn),
    `target group behind ${port}`,
  )
}

/** The rule of a security group that lets a port in. */
export function ingressIn(account: LabAccount, logicalId: string, port: number): SecurityGroupRule {
  const groupId = idOf(account, logicalId)
  return found(
    account.securityGroupRules.find(
      ({GroupId, IsEgress, FromPort}) => GroupId === groupId && IsEgress === false && FromPort === port,
    ),
    `rule of ${logicalId} for ${port}`,
  )
}

export function remove<T>(list: T[], item: T): void {
  list.splice(list.indexOf(item), 1)
}

/** So many hours before the account's present. */
export function ago({now}: LabAccount, hours: number): Date {
  return new Date(now.getTime() - hours * 3_600_000)
}
