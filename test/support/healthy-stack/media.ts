import {known} from '../../../src/model/fact.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {factOf, zones} from '../snapshots.ts'
import type {StackFacts} from './index.ts'
import {groupName, mediaIds, mediaTargetGroupArn} from './names.ts'

const group = {
  type: 'AWS::AutoScaling::AutoScalingGroup',
  id: groupName,
  logicalId: 'OpenViduMediaNodeASG',
  location: null,
}
const templateId = 'lt-0123456789abcdef0'
const documentArn = 'arn:aws:ssm:eu-west-1:123456789012:document/drain'

export function mediaFacts(plan: Snapshot): StackFacts {
  const policies = factOf(plan, 'scalingPolicies').map(policy => ({
    ...policy,
    subject: {...policy.subject, id: 'arn:aws:autoscaling:eu-west-1:123456789012:scalingPolicy:1', location: null},
  }))
  const drain = factOf(plan, 'mediaDrain')
  return {
    mediaGroup: {...factOf(plan, 'mediaGroup'), subject: group},
    scalingPolicies: policies,
    policyStates: policies.map(({subject}) => ({subject, enabled: true, alarms: 2, scaleInDisabled: false})),
    mediaDrain: {
      ...drain,
      subject: group,
      document: drain.document && {...drain.document, subject: {...drain.document.subject, id: 'drain'}},
      starter: drain.starter && {...drain.starter, resources: known([documentArn])},
    },
    mediaTemplate: {
      subject: {
        type: 'AWS::EC2::LaunchTemplate',
        id: templateId,
        logicalId: 'OpenViduMediaNodeLaunchTemplate',
        location: null,
      },
      id: templateId,
      asked: '1',
      version: '1',
      newest: '1',
      image: {id: 'ami-0123456789abcdef0', exists: known(true)},
    },
    scalingActivities: {
      subject: group,
      failed: [],
      successful: mediaIds.map(id => ({
        at: '2026-11-12T10:27:00.000Z',
        description: `Launching a new EC2 instance: ${id}`,
        cause: 'a user request created an AutoScalingGroup changing the desired capacity from 0 to 2',
      })),
    },
    mediaFleet: {
      subject: group,
      name: groupName,
      desired: 2,
      max: 4,
      deleting: false,
      members: mediaIds.map((id, index) => ({
        id,
        zone: zones[index] ?? '',
        lifecycleState: 'InService',
        healthy: true,
        templateId,
        templateVersion: '1',
      })),
      suspended: [],
      targetGroups: [mediaTargetGroupArn],
    },
  }
}
