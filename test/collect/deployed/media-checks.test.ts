import {describe, expect, it} from 'vitest'
import {checks} from '../../../checks/index.ts'
import {mediaCollectors} from '../../../src/collect/deployed/media/index.ts'
import {examine} from '../../../src/engine/examine.ts'
import {denied, type FaultTarget, type LabAccount} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {testTime} from '../../support/snapshots.ts'

/** The other checks need facts that the look-ups of the media group do not provide. */
const own = [
  'media-group-bounds',
  'media-scale-target',
  'media-nodes-in-service',
  'media-capacity',
  'media-template-version',
  'media-drain',
  'media-health-type',
]

async function judged(options: DeployedOptions = {}) {
  const {snapshot} = await deployed({...options, collectors: mediaCollectors})
  const {results} = examine({snapshot, checks, generatedAt: testTime, replayed: false})
  return new Map(results.filter(({check}) => own.includes(check)).map(result => [result.check, result]))
}

const statuses = async (options: DeployedOptions = {}) =>
  Object.fromEntries([...(await judged(options))].map(([id, {status}]) => [id, status]))

const healthy = Object.fromEntries(own.map(id => [id, 'pass']))

describe('the media checks of a stack that runs well', () => {
  it.each(['3.0.0-beta1', '3.2.0', '3.5.0', '3.8.0', 'next'] as const)('%s all pass', async generation => {
    expect(await statuses({generation})).toEqual(healthy)
  })

  it('know what an official template does by itself: no health checks of services, and up to 3.5 no permission', async () => {
    const template = {hardened: false}
    const drain = {...healthy, 'media-health-type': 'fail'}
    expect(await statuses({generation: '3.8.0', template})).toEqual(drain)
    expect(await statuses({generation: '3.2.0', template})).toEqual({...drain, 'media-drain': 'fail'})
  })
})

describe('a change by hand', () => {
  const groupIn = (account: LabAccount) => {
    const [group] = account.autoScalingGroups
    if (group === undefined) throw new Error('the lab has no group')
    return group
  }
  it.each<readonly [string, (account: LabAccount) => void, readonly string[]]>([
    ['a minimum of none', account => void Object.assign(groupIn(account), {MinSize: 0}), ['media-group-bounds']],
    ['a lower maximum', account => void Object.assign(groupIn(account), {MaxSize: 2}), ['media-capacity']],
    [
      'a higher capacity',
      account => void Object.assign(groupIn(account), {DesiredCapacity: 3}),
      ['media-nodes-in-service'],
    ],
    [
      'a suspended process',
      account => void Object.assign(groupIn(account), {SuspendedProcesses: [{ProcessName: 'Launch'}]}),
      ['media-scale-target'],
    ],
    ['no policy', account => void account.scalingPolicies.splice(0), ['media-scale-target']],
    [
      'health checks of the machine',
      account => void Object.assign(groupIn(account), {HealthCheckType: 'EC2'}),
      ['media-health-type'],
    ],
    ['no hook', account => void account.lifecycleHooks.splice(0), ['media-drain']],
    ['no document', account => void account.documents.splice(0), ['media-drain']],
    ['no event rule', account => void account.eventRules.splice(0), ['media-drain']],
    [
      'a disabled event rule',
      account => {
        for (const {rule} of account.eventRules) rule.State = 'DISABLED'
      },
      ['media-drain'],
    ],
    ['a deleted launch template', account => void account.launchTemplates.splice(0), ['media-template-version']],
  ])('%s fails, and nothing else does', async (_, change, failing) => {
    expect(await statuses({change})).toEqual({...healthy, ...Object.fromEntries(failing.map(id => [id, 'fail']))})
  })

  it('is about the group and no parameter, whose value stands as it was', async () => {
    const results = await judged({change: account => void Object.assign(groupIn(account), {MinSize: 0})})
    expect(results.get('media-group-bounds')?.findings).toMatchObject([
      {subject: {type: 'AWS::AutoScaling::AutoScalingGroup', logicalId: 'OpenViduMediaNodeASG'}},
    ])
  })

  it('that deletes the group is one finding, and passes nothing', async () => {
    const found = await statuses({change: account => void account.autoScalingGroups.splice(0)})
    expect(found).toEqual({
      ...Object.fromEntries(own.map(id => [id, 'not-applicable'])),
      'media-nodes-in-service': 'fail',
      'media-drain': 'fail',
    })
  })
})

/** Which checks need the answer of each operation. */
const operations: readonly (readonly [FaultTarget, readonly string[]])[] = [
  ['autoscaling.DescribeAutoScalingGroups', own.filter(id => id !== 'media-drain')],
  ['autoscaling.DescribePolicies', ['media-scale-target']],
  ['autoscaling.DescribeScalingActivities', ['media-nodes-in-service']],
  ['autoscaling.DescribeLifecycleHooks', ['media-drain']],
  ['ec2.DescribeLaunchTemplateVersions', ['media-template-version']],
  ['ec2.DescribeImages', ['media-template-version']],
  ['events.DescribeRule', ['media-drain']],
  ['events.ListTargetsByRule', ['media-drain']],
  ['ssm.DescribeDocument', ['media-drain']],
  ['iam.ListRolePolicies', ['media-drain']],
  ['iam.GetRolePolicy', ['media-drain']],
  ['iam.ListAttachedRolePolicies', ['media-drain']],
]

it.each(operations)('%s denied leaves the checks open that need its answer, and no other', async (target, unseen) => {
  for (const [id, {status, unknown}] of await judged({lab: {faults: [{target, fault: denied()}]}})) {
    expect(status, id).toBe(unseen.includes(id) ? 'unknown' : 'pass')
    if (unseen.includes(id)) expect(unknown?.cause, id).toBe('denied')
  }
})
