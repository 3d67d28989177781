import {describe, expect, it} from 'vitest'
import {mediaGroup} from '../../../src/collect/deployed/media/media-group.ts'
import {known} from '../../../src/model/fact.ts'
import type {FactKey} from '../../../src/model/facts.ts'
import type {GenerationId} from '../../../src/openvidu/generations.ts'
import {denied, emptyPage, type LabAccount} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

const look = async (options: DeployedOptions = {}) => deployed({...options, collectors: [mediaGroup]})
const afterChange = async (change: (account: LabAccount) => void) => (await look({change})).snapshot

function groupIn(account: LabAccount) {
  const group = account.autoScalingGroups.find(one => one.AutoScalingGroupName?.includes('media'))
  if (group === undefined) throw new Error('the lab has no group of media nodes')
  return group
}

const versionsIn = (account: LabAccount) =>
  account.launchTemplateVersions.filter(
    one => one.LaunchTemplateId === groupIn(account).LaunchTemplate?.LaunchTemplateId,
  )

/** A second version of the launch template, as somebody made it by hand; the group stays with the first. */
function newVersion(account: LabAccount): void {
  const [first] = versionsIn(account)
  account.launchTemplateVersions.push({
    ...first,
    VersionNumber: 2,
    DefaultVersion: false,
    LaunchTemplateData: {...first?.LaunchTemplateData, InstanceType: 'c7i.4xlarge'},
  })
  for (const template of account.launchTemplates) {
    if (template.LaunchTemplateId === first?.LaunchTemplateId) template.LatestVersionNumber = 2
  }
}

const provided: readonly FactKey[] = mediaGroup.provides

describe('the group of media nodes', () => {
  it.each<GenerationId>(['3.0.0-beta1', '3.2.0', '3.5.0', '3.8.0', 'next'])(
    'is what the template of %s asks for, apart from the image that a name came to',
    async generation => {
      const {snapshot} = await look({generation})
      const intended = factOf(snapshot, 'intended')
      const group = factOf(snapshot, 'mediaGroup')
      expect(group.image).toMatchObject({
        subject: intended.mediaGroup?.image.subject,
        reference: known(expect.stringMatching(/^ami-/)),
        architecture: intended.mediaGroup?.image.architecture,
      })
      expect({...group, image: null}).toEqual({...intended.mediaGroup, image: null})
      expect(factOf(snapshot, 'scalingPolicies')).toEqual(intended.scalingPolicies)
      expect(factOf(snapshot, 'mediaFleet')).toMatchObject({
        desired: 2,
        max: 6,
        deleting: false,
        suspended: [],
        members: [
          {lifecycleState: 'InService', healthy: true, templateVersion: '1'},
          {lifecycleState: 'InService', healthy: true, templateVersion: '1'},
        ],
      })
      expect(factOf(snapshot, 'mediaTemplate')).toMatchObject({
        subject: {type: 'AWS::EC2::LaunchTemplate', logicalId: 'OpenViduMediaNodeLaunchTemplate'},
        asked: '1',
        version: '1',
        newest: '1',
        image: {exists: known(true)},
      })
      expect(factOf(snapshot, 'policyStates')).toMatchObject([{enabled: true, alarms: 2, scaleInDisabled: false}])
    },
  )

  it('costs as many calls with 400 nodes as with two', async () => {
    const few = await look()
    const many = await look({
      change: account => {
        const group = groupIn(account)
        const [node] = group.Instances ?? []
        group.DesiredCapacity = 400
        group.Instances = Array.from({length: 400}, (_, index) => ({
          ...node,
          InstanceId: `i-${index.toString(16).padStart(17, '0')}`,
          AvailabilityZone: 'us-east-1a',
          LifecycleState: 'InService' as const,
          HealthStatus: 'Healthy',
          ProtectedFromScaleIn: false,
        }))
      },
    })
    expect(factOf(many.snapshot, 'mediaFleet').members).toHaveLength(400)
    expect(many.calls.all.length).toBe(few.calls.all.length)
  })

  it('makes only calls that it declares, and declares none in vain', async () => {
    const {calls} = await look()
    const own = calls.all.map(({action}) => action).filter(action => !/^(sts|cloudformation):/.test(action))
    expect([...new Set(own)].toSorted()).toEqual([...mediaGroup.iam].toSorted())
  })

  it('is the subject of a bound that somebody changed by hand', async () => {
    const snapshot = await afterChange(account => {
      groupIn(account).MaxSize = 3
    })
    const {min, max} = factOf(snapshot, 'mediaGroup')
    expect(max).toEqual({subject: factOf(snapshot, 'mediaGroup').subject, value: known(3)})
    expect(min.subject).toMatchObject({type: 'Parameter', id: 'MinNumberOfMediaNodes'})
  })

  it('tells suspended processes, health checks by hand, a group that is going, and nodes by their states', async () => {
    const snapshot = await afterChange(account => {
      const group = groupIn(account)
      group.SuspendedProcesses = [{ProcessName: 'Launch', SuspensionReason: 'User suspended at 2026-11-01'}]
      group.HealthCheckType = 'EC2'
      group.Status = 'Delete in progress'
      const [first] = group.Instances ?? []
      if (first === undefined) throw new Error('no node')
      first.LifecycleState = 'Terminating:Wait'
      first.HealthStatus = 'UNHEALTHY'
      first.LaunchTemplate = undefined
    })
    expect(factOf(snapshot, 'mediaFleet')).toMatchObject({
      deleting: true,
      suspended: [{process: 'Launch', reason: 'User suspended at 2026-11-01'}],
      members: [
        {lifecycleState: 'Terminating:Wait', healthy: false, templateId: null, templateVersion: null},
        {lifecycleState: 'InService', healthy: true, templateVersion: '1'},
      ],
    })
    expect(factOf(snapshot, 'mediaGroup').healthCheckType).toEqual(known('EC2'))
  })

  it('is absent where somebody deleted it, never a group of none', async () => {
    const snapshot = await afterChange(account => {
      account.autoScalingGroups = account.autoScalingGroups.filter(one => one !== groupIn(account))
    })
    for (const key of provided) {
      expect(snapshot.facts[key], key).toMatchObject({state: 'absent', why: expect.stringContaining('AWS has no Auto')})
    }
  })
})

describe('the launch template of the group', () => {
  it.each([
    ['1', '1', 'c6a.2xlarge'],
    ['$Default', '1', 'c6a.2xlarge'],
    ['$Latest', '2', 'c7i.4xlarge'],
    ['2', '2', 'c7i.4xlarge'],
  ])('in version %s comes to %s', async (asked, version, type) => {
    const snapshot = await afterChange(account => {
      newVersion(account)
      const group = groupIn(account)
      group.LaunchTemplate = {...group.LaunchTemplate, Version: asked}
    })
    expect(factOf(snapshot, 'mediaTemplate')).toMatchObject({asked, version, newest: '2'})
    const {instanceType} = factOf(snapshot, 'mediaGroup')
    expect(instanceType.value).toEqual(known(type))
    // By hand: the launch template is at fault then, and not the parameter.
    expect(instanceType.subject.type).toBe(version === '1' ? 'Parameter' : 'AWS::EC2::LaunchTemplate')
  })

  it('is told to be gone, as is a version or an image of it', async () => {
    const version = await afterChange(account => {
      const group = groupIn(account)
      group.LaunchTemplate = {...group.LaunchTemplate, Version: '7'}
    })
    expect(factOf(version, 'mediaTemplate')).toMatchObject({asked: '7', version: null, newest: '1', image: null})
    expect(factOf(version, 'mediaGroup').instanceType.value).toMatchObject({state: 'unknown', cause: 'unresolved'})

    const template = await afterChange(account => {
      const id = groupIn(account).LaunchTemplate?.LaunchTemplateId
      account.launchTemplates = account.launchTemplates.filter(one => one.LaunchTemplateId !== id)
    })
    expect(factOf(template, 'mediaTemplate')).toMatchObject({version: null, newest: null})
    expect(factOf(template, 'mediaGroup').max.value).toEqual(known(6))

    const image = await afterChange(account => {
      account.images = []
    })
    expect(factOf(image, 'mediaTemplate').image).toMatchObject({exists: known(false)})
    expect(factOf(image, 'mediaGroup').image.architecture).toMatchObject({cause: 'unresolved'})
  })

  it('is unknown where types are mixed, as in a plan, and absent where there is none', async () => {
    const mixed = await afterChange(account => {
      const group = groupIn(account)
      group.MixedInstancesPolicy = {
        LaunchTemplate: {LaunchTemplateSpecification: group.LaunchTemplate, Overrides: [{InstanceType: 'c5.large'}]},
      }
      group.LaunchTemplate = undefined
    })
    expect(factOf(mixed, 'mediaGroup').instanceType.value).toMatchObject({detail: expect.stringContaining('mixes')})
    expect(factOf(mixed, 'mediaTemplate').version).toBe('1')
    const old = await afterChange(account => {
      const group = groupIn(account)
      group.LaunchTemplate = undefined
      group.LaunchConfigurationName = 'old'
    })
    expect(old.facts.mediaTemplate).toMatchObject({state: 'absent', why: expect.stringContaining('no launch template')})
    expect(factOf(old, 'mediaGroup').max.value).toEqual(known(6))
  })
})

describe('the scaling policies', () => {
  it('are told as they stand: disabled, without alarms, with another target, or none', async () => {
    const changed = await afterChange(account => {
      const [policy] = account.scalingPolicies
      if (policy?.TargetTrackingConfiguration === undefined) throw new Error('no policy')
      policy.Enabled = false
      policy.Alarms = []
      policy.TargetTrackingConfiguration.TargetValue = 95
    })
    expect(factOf(changed, 'policyStates')).toMatchObject([{enabled: false, alarms: 0}])
    const [policy] = factOf(changed, 'scalingPolicies')
    expect(policy?.target).toEqual({subject: policy?.subject, value: known(95)})
    const metrics = [
      [{Namespace: 'AWS/EC2', MetricName: 'CPUUtilization', Statistic: 'Average'}, known('ASGAverageCPUUtilization')],
      [{Namespace: 'OpenVidu', MetricName: 'rooms'}, known('OpenVidu rooms')],
      [{Metrics: []}, {state: 'unknown', cause: 'unresolved'}],
    ] as const
    for (const [own, metric] of metrics) {
      const tracking = {TargetValue: 50, CustomizedMetricSpecification: own}
      const measured = await afterChange(({scalingPolicies: [one]}) => {
        Object.assign(one ?? {}, {TargetTrackingConfiguration: tracking})
      })
      expect(factOf(measured, 'scalingPolicies')).toMatchObject([{metric}])
    }
    const none = await afterChange(account => {
      account.scalingPolicies = []
    })
    expect(factOf(none, 'scalingPolicies')).toEqual([])
  })
})

describe('what may not be seen', () => {
  const withFault = async (target: 'autoscaling.DescribeAutoScalingGroups' | 'ec2.DescribeLaunchTemplateVersions') =>
    (await look({lab: {faults: [{target, fault: denied()}]}})).snapshot

  it('is unknown with its action, and the rest is seen', async () => {
    const group = await withFault('autoscaling.DescribeAutoScalingGroups')
    const gap = {state: 'unknown', cause: 'denied', action: 'autoscaling:DescribeAutoScalingGroups'}
    for (const key of ['mediaGroup', 'mediaFleet', 'mediaTemplate'] as const) {
      expect(group.facts[key], key).toMatchObject(gap)
    }
    expect(factOf(group, 'scalingPolicies')).toHaveLength(1)

    const template = await withFault('ec2.DescribeLaunchTemplateVersions')
    const cause = {state: 'unknown', cause: 'denied', action: 'ec2:DescribeLaunchTemplateVersions'}
    expect(template.facts.mediaTemplate).toMatchObject(cause)
    expect(factOf(template, 'mediaGroup')).toMatchObject({
      max: {value: known(6)},
      instanceType: {value: cause},
      image: {reference: cause, architecture: cause},
    })
  })

  it('is read past an empty page', async () => {
    const {snapshot} = await look({
      lab: {faults: [{target: 'autoscaling.DescribeAutoScalingGroups', fault: emptyPage(), times: 1}]},
    })
    expect(snapshot.facts.mediaFleet?.state).toBe('known')
  })
})
