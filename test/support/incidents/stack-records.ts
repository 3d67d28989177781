import type {ScalingActivityRecord, StackEventRecord, TargetHealthRecord} from '../../../src/model/evidence.ts'
import {groupName, masterIds, mediaIds, stackId} from '../healthy-stack/names.ts'
import {after} from './clock.ts'

const stackType = 'AWS::CloudFormation::Stack'

export function stackEvent(
  seconds: number,
  logicalId: string,
  type: string,
  status: string,
  reason: string | null = null,
): StackEventRecord {
  const ofStack = logicalId === 'video'
  return {
    at: after(seconds),
    stack: 'video',
    logicalId,
    type: ofStack ? stackType : type,
    physicalId: ofStack ? stackId : `${logicalId}-0123456789ab`,
    status,
    reason,
  }
}

const early = [
  ['OpenViduSharedInfo', 'AWS::SecretsManager::Secret'],
  ['S3AppDataBucketResource', 'AWS::S3::Bucket'],
  ['S3ClusterDataBucketResource', 'AWS::S3::Bucket'],
  ['LambdaExecutionRole', 'AWS::IAM::Role'],
  ['SubnetProcessorFunction', 'AWS::Lambda::Function'],
  ['SubnetProcessor', 'Custom::SubnetProcessor'],
  ['OpenViduMasterNodeRole', 'AWS::IAM::Role'],
  ['OpenViduMasterNodeSG', 'AWS::EC2::SecurityGroup'],
  ['OpenViduMediaNodeSG', 'AWS::EC2::SecurityGroup'],
  ['OpenViduMasterLaunchTemplate', 'AWS::EC2::LaunchTemplate'],
] as const

/** Made once all masters have signalled. */
export const late = [
  ['LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer'],
  ['OpenViduMasterNodeWithTurnTLSListener', 'AWS::ElasticLoadBalancingV2::Listener'],
  ['OpenViduMediaNodeASG', 'AWS::AutoScaling::AutoScalingGroup'],
] as const

/** When a master is begun, seconds after the creation: one after the other. */
export const masterStart = (slot: number): number => 120 + (slot - 1) * 180

/** The events of a creation that went well. */
export function creationEvents(): readonly StackEventRecord[] {
  return [
    stackEvent(0, 'video', stackType, 'CREATE_IN_PROGRESS', 'User Initiated'),
    ...[1, 2, 3, 4].map(slot =>
      stackEvent(5, `MasterNodesWaitCondition${slot}`, 'AWS::CloudFormation::WaitCondition', 'CREATE_IN_PROGRESS'),
    ),
    ...early.flatMap(([id, type], index) => [
      stackEvent(6 + index, id, type, 'CREATE_IN_PROGRESS'),
      stackEvent(30 + index, id, type, 'CREATE_COMPLETE'),
    ]),
    ...[1, 2, 3, 4].flatMap(slot => masterEvents(slot)),
    ...late.flatMap(([id, type], index) => [
      stackEvent(840 + index, id, type, 'CREATE_IN_PROGRESS'),
      stackEvent(900 + index, id, type, 'CREATE_COMPLETE'),
    ]),
    stackEvent(960, 'video', stackType, 'CREATE_COMPLETE'),
  ]
}

export function masterEvents(slot: number): readonly StackEventRecord[] {
  const start = masterStart(slot)
  return [
    stackEvent(start, `OpenViduMasterNode${slot}`, 'AWS::EC2::Instance', 'CREATE_IN_PROGRESS'),
    stackEvent(start + 15, `OpenViduMasterNode${slot}`, 'AWS::EC2::Instance', 'CREATE_COMPLETE'),
    stackEvent(start + 150, `MasterNodesWaitCondition${slot}`, 'AWS::CloudFormation::WaitCondition', 'CREATE_COMPLETE'),
  ]
}

/** A creation that fails with one resource, as far as it had come by then; its siblings are cancelled. */
export function failedCreation(
  seconds: number,
  [logicalId, type]: readonly [string, string],
  reason: string,
  cancelled: readonly (readonly [string, string])[] = [],
): readonly StackEventRecord[] {
  const before = creationEvents().filter(
    ({at, logicalId: id, status}) =>
      at < after(seconds) && !((id === logicalId || id === 'video') && status === 'CREATE_COMPLETE'),
  )
  return [
    ...before,
    ...(before.some(one => one.logicalId === logicalId)
      ? []
      : [stackEvent(seconds - 2, logicalId, type, 'CREATE_IN_PROGRESS')]),
    stackEvent(seconds, logicalId, type, 'CREATE_FAILED', reason),
    ...cancelled.map(([id, kind]) => stackEvent(seconds, id, kind, 'CREATE_FAILED', 'Resource creation cancelled')),
    stackEvent(
      seconds + 1,
      'video',
      stackType,
      'CREATE_FAILED',
      `The following resource(s) failed to create: [${[logicalId, ...cancelled.map(([id]) => id)].join(', ')}].`,
    ),
  ]
}

export function launches(): readonly ScalingActivityRecord[] {
  return mediaIds.map((id, index) =>
    activity(
      845 + index,
      'Successful',
      `Launching a new EC2 instance: ${id}`,
      'At 2026-11-12T10:14:00Z a user request created an AutoScalingGroup changing the desired capacity from 0 to 2.',
    ),
  )
}

export function activity(
  seconds: number,
  status: string,
  description: string,
  cause: string,
  statusMessage: string | null = null,
): ScalingActivityRecord {
  return {at: after(seconds), endedAt: after(seconds + 30), group: groupName, status, statusMessage, description, cause}
}

export function healthyTargets(seconds: number): readonly TargetHealthRecord[] {
  return [
    ...masterIds.map(id => target(seconds, 'masters-443', id, 443)),
    ...masterIds.map(id => target(seconds, 'masters-80', id, 80)),
    ...mediaIds.map(id => target(seconds, 'media-rtmp', id, 1945)),
  ]
}

export function target(seconds: number, targetGroup: string, id: string, port: number): TargetHealthRecord {
  return {at: after(seconds), targetGroup, target: id, port, state: 'healthy', reason: null, description: null}
}
