import {ago, balancerIn, found, mediaGroupIn} from './find.ts'
import type {Scenario} from './index.ts'

export const mediaScenarios: readonly Scenario[] = [
  {
    name: 'the media group at its maximum',
    fails: ['media-capacity'],
    change: account => {
      const group = mediaGroupIn(account)
      group.MaxSize = group.DesiredCapacity
    },
  },
  {
    name: 'media nodes that can not be launched',
    fails: ['media-nodes-in-service'],
    change: account => {
      const group = mediaGroupIn(account)
      group.DesiredCapacity = 3
      account.scalingActivities.unshift({
        ActivityId: '0f0e0d0c-0000-4000-8000-000000000001',
        AutoScalingGroupName: group.AutoScalingGroupName,
        Description: 'Launching a new EC2 instance.  Status Reason: We currently do not have sufficient capacity.',
        Cause: 'At 2026-11-22T09:40:00Z a monitor alarm changed the desired capacity from 2 to 3.',
        StartTime: ago(account, 0.3),
        EndTime: ago(account, 0.29),
        StatusCode: 'Failed',
        StatusMessage:
          'We currently do not have sufficient c6a.2xlarge capacity in the Availability Zone you requested (us-east-1a). Launching EC2 instance failed.',
        Progress: 100,
      })
    },
  },
  {
    name: 'scaling suspended during maintenance and forgotten',
    fails: ['media-scale-target'],
    change: account => {
      mediaGroupIn(account).SuspendedProcesses = [
        {ProcessName: 'Launch', SuspensionReason: 'User suspended at 2026-11-01T08:00:00Z'},
      ]
    },
  },
  {
    name: 'the lifecycle hook of the media group deleted',
    fails: ['media-drain'],
    change: account => {
      account.lifecycleHooks = []
    },
  },
  {
    name: 'media nodes of an old launch template version',
    fails: ['media-template-version'],
    change: account => {
      const {LaunchTemplate} = mediaGroupIn(account)
      const id = LaunchTemplate?.LaunchTemplateId
      const template = found(
        account.launchTemplates.find(({LaunchTemplateId}) => LaunchTemplateId === id),
        'launch template',
      )
      const version = found(
        account.launchTemplateVersions.find(({LaunchTemplateId}) => LaunchTemplateId === id),
        'launch template version',
      )
      template.LatestVersionNumber = 2
      account.launchTemplateVersions.push({...version, VersionNumber: 2, DefaultVersion: false})
    },
  },
  {
    name: 'a zone of the balancer without a healthy media node',
    fails: ['media-zone-coverage'],
    change: account => {
      // Two media nodes cover two zones of four, which only balancing across zones makes up for.
      const across = balancerIn(account).attributes.find(({Key}) => Key === 'load_balancing.cross_zone.enabled')
      found(across, 'attribute').Value = 'false'
    },
  },
]
