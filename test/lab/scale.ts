import type {LabAccount} from './account/account.ts'
import {ec2Id} from './account/ids.ts'
import {found} from './scenarios/find.ts'

/** The parameters of a stack with so many media nodes. */
export function fleetParameters(nodes: number): Readonly<Record<string, string>> {
  return {
    InitialNumberOfMediaNodes: String(nodes),
    MinNumberOfMediaNodes: '2',
    MaxNumberOfMediaNodes: String(nodes + 100),
  }
}

/** The account with so many instances, disks, snapshots and the rest that have nothing to do with the stack. */
export function crowded(account: LabAccount, count: number): LabAccount {
  const instance = found(account.instances[0], 'instance')
  const volume = found(account.volumes[0], 'volume')
  const snapshot = found(account.snapshots[0], 'snapshot')
  const group = found(account.autoScalingGroups[0], 'group')
  const rule = found(account.securityGroupRules[0], 'rule')
  for (let index = 0; index < count; index += 1) {
    const [instanceId, volumeId] = [ec2Id('i', `crowd ${index}`), ec2Id('vol', `crowd ${index}`)]
    const groupId = ec2Id('sg', `crowd ${index}`)
    account.instances.push({...instance, InstanceId: instanceId, SecurityGroups: [{GroupId: groupId}], Tags: []})
    account.volumes.push({...volume, VolumeId: volumeId, Attachments: [{InstanceId: instanceId, VolumeId: volumeId}]})
    account.snapshots.push({...snapshot, SnapshotId: ec2Id('snap', `crowd ${index}`), VolumeId: volumeId})
    account.autoScalingGroups.push({...group, AutoScalingGroupName: `crowd-${index}`, Instances: []})
    account.securityGroupRules.push({...rule, SecurityGroupRuleId: ec2Id('sgr', `crowd ${index}`), GroupId: groupId})
    account.managedInstances.push({InstanceId: instanceId, PingStatus: 'Online'})
  }
  return account
}
