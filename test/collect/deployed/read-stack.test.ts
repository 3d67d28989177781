import {describe, expect, it} from 'vitest'
import {checks} from '../../../checks/index.ts'
import {stackCollectors} from '../../../src/collect/deployed/stack/index.ts'
import {examine} from '../../../src/engine/examine.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {generations} from '../../../src/openvidu/generations.ts'
import {type LabAccount, labAccount} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf, testTime} from '../../support/snapshots.ts'

const seen = (options: DeployedOptions) => deployed({collectors: stackCollectors, ...options})

const areaOf = (snapshot: Snapshot) => {
  const {results} = examine({snapshot, checks, generatedAt: testTime, replayed: false})
  expect(results.filter(({status}) => status === 'error')).toEqual([])
  return new Map(results.filter(({area}) => area === 'stack').map(({check, status}) => [check, status]))
}

/** What CloudFormation tells of a stack, told whole. */
const expectWhole = (snapshot: Snapshot) => {
  for (const key of ['stack', 'resources', 'parts', 'intended', 'safeguards', 'template', 'domainName'] as const)
    expect(snapshot.facts[key]?.state, key).toBe('known')
  const verdicts = areaOf(snapshot)
  for (const check of ['stack-status', 'termination-protection', 'outputs-complete'])
    expect(verdicts.get(check), check).toBe('pass')
}

describe('a stack of any generation', () => {
  it.each(generations.map(({id}) => id))('%s is told whole, with what it has for outputs', async generation => {
    const {snapshot} = await seen({generation})
    expectWhole(snapshot)
    expect(factOf(snapshot, 'stack').outputs).toContain('ServicesAndCredentials')
    const {masters, masterGroup} = factOf(snapshot, 'parts')
    expect(masters.length === 4 || masterGroup !== null).toBe(true)
  })
})

describe('a stack in another partition', () => {
  it.each([
    ['us-gov-west-1', 'aws-us-gov'],
    ['cn-north-1', 'aws-cn'],
  ])('%s is told whole, with ARNs of %s', async (region, partition) => {
    const {snapshot} = await seen({region})
    expectWhole(snapshot)
    expect(snapshot.target.region).toBe(region)
    expect(factOf(snapshot, 'stack').id).toMatch(new RegExp(`^arn:${partition}:cloudformation:${region}:`))
    const {value} = factOf(snapshot, 'certificate')
    expect(value).toMatchObject({state: 'known', value: expect.stringContaining(`arn:${partition}:acm:${region}:`)})
  })
})

describe('a stack that is not alone', () => {
  it('is told apart from another one in the same VPC', async () => {
    const second = labAccount({stackName: 'audio', now: new Date(testTime)})
    const join = (account: LabAccount) => {
      // The second stack of the same account: everything it is made of, in the network of the first.
      account.stacks.push(...second.stacks)
      account.instances.push(...second.instances)
      account.autoScalingGroups.push(...second.autoScalingGroups)
      account.balancers.push(...second.balancers)
      account.secrets.push(...second.secrets)
    }
    const {snapshot: video} = await seen({change: join})
    const {snapshot: audio} = await seen({change: join, stack: 'audio'})
    expectWhole(video)
    expect(factOf(video, 'stackName')).toBe('video')
    expect(factOf(audio, 'stackName')).toBe('audio')
    const ids = (snapshot: Snapshot) => new Set(factOf(snapshot, 'resources').flatMap(({id}) => id ?? []))
    expect([...ids(video)].filter(id => ids(audio).has(id))).toEqual([])
    expect(factOf(video, 'vpcId').value).toEqual(factOf(audio, 'vpcId').value)
  })
})

describe('a stack with a certificate of another kind', () => {
  it.each([
    ['a wildcard', {DomainName: '*.example.com', SubjectAlternativeNames: ['*.example.com']}],
    ['an imported one', {Type: 'IMPORTED', RenewalEligibility: 'INELIGIBLE'}],
  ] as const)('%s is told whole', async (_, differing) => {
    const {snapshot} = await deployed({
      change: ({certificates: [certificate]}) => {
        if (certificate !== undefined) Object.assign(certificate, differing)
      },
    })
    expectWhole(snapshot)
    expect(factOf(snapshot, 'certificates')[0]?.details).not.toBeNull()
  })
})

describe('a template larger than CloudFormation takes', () => {
  it('is not read, and what only it would tell is unknown', async () => {
    const {snapshot} = await deployed({
      collectors: [],
      change: ({stacks: [stack]}) => {
        if (stack !== undefined) stack.template += `# ${'x'.repeat(2 ** 20)}`
      },
    })
    const gap = {state: 'unknown', cause: 'failed', detail: expect.stringContaining('larger than any')}
    expect(snapshot.facts.intended).toMatchObject(gap)
    expect(factOf(snapshot, 'template')).toMatchObject({version: gap, official: gap})
    expect(snapshot.facts.stack?.state).toBe('known')
  })
})
