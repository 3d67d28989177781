import type {AutoScalingGroup, TargetTrackingConfiguration} from '@aws-sdk/client-auto-scaling'
import type {Instance} from '@aws-sdk/client-ec2'
import {type Deploying, stackTags} from './deploy.ts'
import {launch} from './deploy-nodes.ts'
import {ec2Id, uuid} from './ids.ts'
import {mapAt, mapsAt, numberAt, textAt, textsAt, truthAt} from './json-value.ts'
import {arn, hoursAgo} from './setting.ts'
import type {StackResource} from './stack-evaluator.ts'

/** Auto Scaling groups with their nodes, policies, hooks and history. */
export function deployScaling(deploying: Deploying): void {
  for (const resource of deploying.ofType('AWS::AutoScaling::AutoScalingGroup')) deployGroup(deploying, resource)
  for (const resource of deploying.ofType('AWS::AutoScaling::ScalingPolicy')) deployPolicy(deploying, resource)
  for (const {logicalId, properties} of deploying.ofType('AWS::AutoScaling::LifecycleHook')) {
    const heartbeat = numberAt(properties, 'HeartbeatTimeout') ?? 3600
    deploying.account.lifecycleHooks.push({
      LifecycleHookName: deploying.evaluator.identity(logicalId).id,
      AutoScalingGroupName: textAt(properties, 'AutoScalingGroupName'),
      LifecycleTransition: textAt(properties, 'LifecycleTransition'),
      HeartbeatTimeout: heartbeat,
      // 48 hours or a hundred heartbeats, whichever is less.
      GlobalTimeout: Math.min(172_800, 100 * heartbeat),
      DefaultResult: textAt(properties, 'DefaultResult') ?? 'ABANDON',
    })
  }
}

function deployGroup(deploying: Deploying, {logicalId, properties}: StackResource): void {
  const {account, evaluator, setting, ageHours} = deploying
  const name = evaluator.identity(logicalId).id
  const subnets = textsAt(properties, 'VPCZoneIdentifier')
  const zones = account.subnets
    .filter(({SubnetId = ''}) => subnets.includes(SubnetId))
    .flatMap(({AvailabilityZone}) => AvailabilityZone ?? [])
  const launchTemplateId = textAt(mapAt(properties, 'LaunchTemplate'), 'LaunchTemplateId') ?? ''
  const launchTemplate = {
    LaunchTemplateId: launchTemplateId,
    LaunchTemplateName: account.launchTemplates.find(one => one.LaunchTemplateId === launchTemplateId)
      ?.LaunchTemplateName,
    Version: textAt(mapAt(properties, 'LaunchTemplate'), 'Version') ?? '$Default',
  }
  const least = numberAt(properties, 'MinSize') ?? 0
  const desired = numberAt(properties, 'DesiredCapacity') ?? least
  // The group's tags come to its nodes, those of CloudFormation too.
  const tags = [
    ...mapsAt(properties, 'Tags').map(tag => ({Key: textAt(tag, 'Key') ?? '', Value: textAt(tag, 'Value') ?? ''})),
    ...stackTags(deploying, logicalId),
  ]
  const nodes = Array.from({length: desired}, (_, index) =>
    launch(deploying, {
      instanceId: ec2Id('i', `${name} ${index}`),
      launchTemplateId,
      subnetId: subnets[index % subnets.length] ?? '',
      tags: [...tags, {Key: 'aws:autoscaling:groupName', Value: name}],
      hoursAgo: ageHours - 0.45,
    }),
  )
  const groupArn = arn(setting, 'autoscaling', `autoScalingGroup:${uuid(name)}:autoScalingGroupName/${name}`)
  const group: AutoScalingGroup = {
    AutoScalingGroupName: name,
    AutoScalingGroupARN: groupArn,
    LaunchTemplate: launchTemplate,
    MinSize: least,
    MaxSize: numberAt(properties, 'MaxSize'),
    DesiredCapacity: desired,
    DefaultCooldown: 300,
    AvailabilityZones: [...new Set(zones)],
    LoadBalancerNames: [],
    TargetGroupARNs: [...textsAt(properties, 'TargetGroupARNs')],
    HealthCheckType: textAt(properties, 'HealthCheckType') ?? 'EC2',
    HealthCheckGracePeriod: numberAt(properties, 'HealthCheckGracePeriod') ?? 0,
    Instances: nodes.map(node => ({
      InstanceId: node.InstanceId,
      InstanceType: node.InstanceType,
      AvailabilityZone: node.Placement?.AvailabilityZone,
      LifecycleState: 'InService',
      HealthStatus: 'Healthy',
      LaunchTemplate: {...launchTemplate, Version: '1'},
      ProtectedFromScaleIn: false,
    })),
    CreatedTime: hoursAgo(setting, ageHours - 0.45),
    SuspendedProcesses: [],
    VPCZoneIdentifier: subnets.join(','),
    EnabledMetrics: [],
    Tags: tags.map(tag => ({
      ...tag,
      ResourceId: name,
      ResourceType: 'auto-scaling-group',
      PropagateAtLaunch: true,
    })),
    TerminationPolicies: ['Default'],
    NewInstancesProtectedFromScaleIn: false,
  }
  account.autoScalingGroups.push(group)
  for (const node of nodes) recordLaunch(deploying, group, node)
}

function recordLaunch({account, setting, ageHours}: Deploying, group: AutoScalingGroup, node: Instance): void {
  const start = hoursAgo(setting, ageHours - 0.45)
  account.scalingActivities.unshift({
    ActivityId: uuid(`launch ${node.InstanceId}`),
    AutoScalingGroupName: group.AutoScalingGroupName,
    AutoScalingGroupARN: group.AutoScalingGroupARN,
    Description: `Launching a new EC2 instance: ${node.InstanceId}`,
    Cause: `At ${start.toISOString()} a user request created an AutoScalingGroup changing the desired capacity from 0 to ${group.DesiredCapacity}.`,
    StartTime: start,
    EndTime: hoursAgo(setting, ageHours - 0.46),
    StatusCode: 'Successful',
    Progress: 100,
    Details: JSON.stringify({'Subnet ID': node.SubnetId, 'Availability Zone': node.Placement?.AvailabilityZone}),
  })
}

function deployPolicy({account, evaluator, setting}: Deploying, {logicalId, properties}: StackResource): void {
  const policyArn = evaluator.identity(logicalId).id
  const group = textAt(properties, 'AutoScalingGroupName') ?? ''
  const tracking = mapAt(properties, 'TargetTrackingConfiguration')
  const metric = textAt(mapAt(tracking, 'PredefinedMetricSpecification'), 'PredefinedMetricType')
  const configuration: TargetTrackingConfiguration = {
    PredefinedMetricSpecification: {
      PredefinedMetricType: metric as 'ASGAverageCPUUtilization',
    },
    TargetValue: numberAt(tracking, 'TargetValue'),
    DisableScaleIn: truthAt(tracking, 'DisableScaleIn') ?? false,
  }
  account.scalingPolicies.push({
    AutoScalingGroupName: group,
    PolicyName: policyArn.split('policyName/')[1],
    PolicyARN: policyArn,
    PolicyType: textAt(properties, 'PolicyType'),
    StepAdjustments: [],
    EstimatedInstanceWarmup: numberAt(properties, 'EstimatedInstanceWarmup'),
    // Target tracking lives by two alarms: a policy without them is dead.
    Alarms: ['AlarmHigh', 'AlarmLow'].map(side => {
      const AlarmName = `TargetTracking-${group}-${side}-${uuid(`${policyArn} ${side}`)}`
      return {AlarmName, AlarmARN: arn(setting, 'cloudwatch', `alarm:${AlarmName}`)}
    }),
    TargetTrackingConfiguration: configuration,
    Enabled: true,
  })
}
