import {absent, known} from '../../../src/model/fact.ts'
import {type FactMap, intendedKeys} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {factOf} from '../snapshots.ts'
import type {StackFacts} from './index.ts'
import {balancerArn, groupName, masterIds, stackId, targetGroupArn} from './names.ts'

export function stackFacts(plan: Snapshot): StackFacts {
  const parts = {
    masters: masterIds.map((id, index) => ({logicalId: `OpenViduMasterNode${index + 1}`, id})),
    masterGroup: null,
    mediaGroup: {logicalId: 'OpenViduMediaNodeASG', id: groupName},
    mainBalancer: {logicalId: 'LoadBalancer', id: balancerArn},
    turnBalancer: null,
    securityGroups: (['master', 'media', 'load-balancer'] as const).map((group, index) => ({
      logicalId: ['OpenViduMasterNodeSG', 'OpenViduMediaNodeSG', 'OpenViduLoadBalancerSG'][index] ?? '',
      id: `sg-0cccccccccccccc0${index}`,
      groups: [group],
    })),
    targetGroups: factOf(plan, 'targetGroups').map(group => ({
      logicalId: group.name,
      id: targetGroupArn(group),
      nodes:
        group.members.state === 'known' && group.members.value === 'media' ? ('media' as const) : ('masters' as const),
    })),
  }
  const resource = (type: string, {logicalId, id}: {logicalId: string; id: string}) => ({
    subject: {type, id, logicalId, location: null},
    logicalId,
    type,
    id,
    status: 'CREATE_COMPLETE',
    statusReason: null,
    drift: 'IN_SYNC',
  })
  const subject = {type: 'Stack', id: 'video', logicalId: null, location: null}
  const change = (type: string, logicalId: string, replacement: string) => ({
    subject: {type, id: null, logicalId, location: null},
    logicalId,
    type,
    action: 'Modify',
    replacement,
    properties: ['TargetTrackingConfiguration'],
  })
  return {
    safeguards: {subject, keepsFailures: true, terminationProtection: true},
    drift: {subject, status: 'IN_SYNC', checkedAt: '2026-11-21T08:00:00.000Z', outdated: false},
    stackFailure: absent('the last operation on the stack did not fail'),
    changeSet: {
      subject: {type: 'AWS::CloudFormation::ChangeSet', id: 'scale', logicalId: null, location: null},
      name: 'scale',
      status: 'CREATE_COMPLETE',
      executionStatus: 'AVAILABLE',
      statusReason: null,
      changes: known([change('AWS::AutoScaling::ScalingPolicy', 'OpenViduMediaNodeASGScalingPolicy', 'False')]),
    },
    stack: {
      subject,
      id: stackId,
      name: 'video',
      status: 'CREATE_COMPLETE',
      statusReason: null,
      createdAt: '2026-11-12T10:00:00.000Z',
      updatedAt: null,
      parentId: null,
      outputs: ['ServicesAndCredentials'],
    },
    parts,
    resources: [
      ...parts.masters.map(master => resource('AWS::EC2::Instance', master)),
      resource('AWS::AutoScaling::AutoScalingGroup', parts.mediaGroup),
      resource('AWS::ElasticLoadBalancingV2::LoadBalancer', parts.mainBalancer),
      ...parts.securityGroups.map(group => resource('AWS::EC2::SecurityGroup', group)),
    ],
    // Made of the schemas of these facts, so that each fits.
    intended: Object.fromEntries(intendedKeys.map(key => [key, factOf(plan, key)])) as unknown as FactMap['intended'],
  }
}
