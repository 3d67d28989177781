import {zones} from '../snapshots.ts'
import type {StackFacts} from './index.ts'
import {groupName, mediaIds} from './names.ts'

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
      deleting: false,
      members: mediaIds.map((id, index) => ({
        id,
        zone: zones[index] ?? '',
        lifecycleState: 'InService',
        healthy: true,
        templateId: 'lt-0123456789abcdef0',
        templateVersion: '1',
      })),
      suspended: [],
      targetGroups: ['arn:aws:elasticloadbalancing:eu-west-1:123456789012:targetgroup/media-rtmp/0123456789abcdef'],
    },
  }
}
