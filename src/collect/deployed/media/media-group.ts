import type {AutoScalingGroup} from '@aws-sdk/client-auto-scaling'
import {required} from '../../../aws/errors.ts'
import {absent, known, type Seen, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import type {Subject} from '../../../model/subject.ts'
import {defineCollector, observe, seen} from '../../collector.ts'
import {askedIn, liveSetting} from '../live.ts'
import {scalingGroup, scalingGroupAction} from '../scaling-group.ts'
import {goneGroup, groupOf} from './group.ts'
import {type GroupTemplate, launchTemplateActions, launchTemplateOf} from './launch-template.ts'
import {scalingPoliciesAction, scalingPoliciesOf} from './scaling-policies.ts'

/** The Auto Scaling group of the media nodes as it is: bounds, nodes, launch template, policies. */
export const mediaGroup = defineCollector({
  id: 'media-group',
  title: 'Media nodes',
  tier: 'check',
  provides: ['mediaGroup', 'mediaFleet', 'mediaTemplate', 'scalingPolicies', 'policyStates'],
  follows: ['parts', 'resources'],
  iam: [scalingGroupAction, scalingPoliciesAction, ...launchTemplateActions],
  async collect({session, known: {parts, resources}, facts}) {
    const part = groupOf(parts)
    if ('why' in part) return nothing(part.why)
    const {name, subject} = part
    const asked = askedIn(facts)
    const [group, policies] = await Promise.all([
      observe(scalingGroupAction, () => scalingGroup(session, name)),
      scalingPoliciesOf(session, name, {resources, asked}),
    ])
    if (group.state !== 'seen') return {mediaGroup: group, mediaFleet: group, mediaTemplate: group, ...policies}
    if (group.value === null) return nothing(goneGroup(name))
    const described = group.value
    const template = await launchTemplateOf(session, described, resources)
    const live = await observe(scalingGroupAction, async () => ({
      group: groupFact(described, subject, template, asked.mediaGroup ?? null),
      fleet: fleetFact(described, subject),
    }))
    if (live.state !== 'seen')
      return {mediaGroup: live, mediaFleet: live, mediaTemplate: template.template, ...policies}
    return {
      mediaGroup: seen(live.value.group, scalingGroupAction),
      mediaFleet: seen(live.value.fleet, scalingGroupAction),
      mediaTemplate: template.template,
      ...policies,
    }
  },
})

function nothing(why: string) {
  const none = absent(why)
  return {mediaGroup: none, mediaFleet: none, mediaTemplate: none, scalingPolicies: none, policyStates: none}
}

function fleetFact(group: AutoScalingGroup, subject: Subject): FactMap['mediaFleet'] {
  return {
    subject,
    name: required(group.AutoScalingGroupName, 'name of the group'),
    desired: required(group.DesiredCapacity, 'desired capacity'),
    max: required(group.MaxSize, 'maximum size'),
    deleting: group.Status !== undefined,
    members: required(group.Instances, 'nodes of the group').map(node => ({
      id: required(node.InstanceId, 'id of a node'),
      zone: required(node.AvailabilityZone, 'zone of a node'),
      lifecycleState: required(node.LifecycleState, 'state of a node'),
      healthy: required(node.HealthStatus, 'health of a node').toLowerCase() === 'healthy',
      templateId: node.LaunchTemplate?.LaunchTemplateId ?? null,
      templateVersion: node.LaunchTemplate?.Version ?? null,
    })),
    suspended: required(group.SuspendedProcesses, 'suspended processes').map(({ProcessName, SuspensionReason}) => ({
      process: required(ProcessName, 'name of a process'),
      reason: SuspensionReason ?? '',
    })),
    // Left out where the group registers its nodes nowhere.
    targetGroups: [...(group.TargetGroupARNs ?? [])],
  }
}

type Group = FactMap['mediaGroup']

function groupFact(
  group: AutoScalingGroup,
  subject: Subject,
  {template, data, architecture}: GroupTemplate,
  asked: Group | null,
): Group {
  const owner = template.state === 'seen' ? template.value.subject : subject
  const mixes = (group.MixedInstancesPolicy?.LaunchTemplate?.Overrides ?? []).length > 0
  const fromTemplate = (value: string | undefined, what: string): Seen<string> => {
    if (value !== undefined) return known(value)
    if (template.state === 'unknown') return template
    if (template.state === 'absent') return unknown('unresolved', template.why)
    return data === null
      ? unknown('unresolved', `AWS has no version ${template.value.asked} of the launch template ${template.value.id}`)
      : unknown('unresolved', `the launch template ${template.value.id} names no ${what}`)
  }
  const type = mixes
    ? unknown('unresolved', `${subject.logicalId ?? subject.id} mixes instance types, which are not judged`)
    : fromTemplate(data?.InstanceType, 'instance type')
  const reference = fromTemplate(data?.ImageId, 'image')
  return {
    subject,
    min: liveSetting(asked?.min, required(group.MinSize, 'minimum size'), subject),
    desired: liveSetting(asked?.desired, required(group.DesiredCapacity, 'desired capacity'), subject),
    max: liveSetting(asked?.max, required(group.MaxSize, 'maximum size'), subject),
    healthCheckType: known(required(group.HealthCheckType, 'health check type')),
    instanceType:
      type.state === 'known'
        ? liveSetting(asked?.instanceType, type.value, owner)
        : {subject: asked?.instanceType.subject ?? owner, value: type},
    image: {
      // The template names a parameter of Systems Manager, AWS the image it came to: what was asked for still says where.
      subject: asked?.image.subject ?? owner,
      reference,
      architecture: reference.state === 'known' ? architectureIn(architecture, reference.value) : reference,
    },
  }
}

function architectureIn(architecture: Seen<string | null>, image: string): Group['image']['architecture'] {
  if (architecture.state === 'unknown') return architecture
  const {value} = architecture
  if (value === 'x86_64' || value === 'arm64') return known(value)
  return unknown('unresolved', value === null ? `AWS has no image ${image} any more` : `${image} is for ${value}`)
}
