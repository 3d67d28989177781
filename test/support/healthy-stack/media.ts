import {zones} from '../snapshots.ts'
import type {StackFacts} from './index.ts'
import {groupName, mediaIds, mediaTargetGroupArn} from './names.ts'

export function mediaFacts(): StackFacts {
  return {
    mediaFleet: {
      subject: {
        type: 'AWS::AutoScaling::AutoScalingGroup',
        id: groupName,
        logicalId: 'OpenViduMediaNodeASG',
        location: null,
      },
      name: groupName,
      desired: 2,
      max: 4,
      members: mediaIds.map((id, index) => ({
        id,
        zone: zones[index] ?? '',
        lifecycleState: 'InService',
        healthy: true,
        templateVersion: '1',
      })),
      suspended: [],
      targetGroups: [mediaTargetGroupArn],
    },
  }
}
