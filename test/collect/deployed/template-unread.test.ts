import {describe, expect, it} from 'vitest'
import {checks} from '../../../checks/index.ts'
import {examine} from '../../../src/engine/examine.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import type {GenerationId} from '../../../src/openvidu/generations.ts'
import {denied, malformed} from '../../lab/index.ts'
import {stackIn} from '../../lab/scenarios/find.ts'
import {scenarios} from '../../lab/scenarios/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf, testTime} from '../../support/snapshots.ts'
import {turnParameters} from '../../support/template-parameter-sets.ts'
import type {TreeMap} from '../../support/template-tree.ts'

/** The same stack with its template read and with GetTemplate denied. */
async function twice(options: DeployedOptions) {
  const asked = {defaultHostManagement: true, ...options, options: {verifySecret: true, ...options.options}}
  const faults = [{target: 'cloudformation.GetTemplate' as const, fault: denied()}]
  const [read, unread] = [await deployed(asked), await deployed({...asked, lab: {faults}})]
  return {read: read.snapshot, unread: unread.snapshot}
}

function verdictsOf(snapshot: Snapshot) {
  const {results} = examine({snapshot, checks, generatedAt: testTime, replayed: false})
  expect(results.filter(({status}) => status === 'error')).toEqual([])
  return new Map(results.map(result => [result.check, result]))
}

/** Without the template a check says what it says with it, or that it does not know. */
function expectNothingInvented({read, unread}: {read: Snapshot; unread: Snapshot}): void {
  const seen = verdictsOf(read)
  for (const [check, {status, findings}] of verdictsOf(unread)) {
    if (status === 'unknown') continue
    expect(status, check).toBe(seen.get(check)?.status)
    const messages = (found: typeof findings | undefined) => found?.map(({message}) => message)
    // Nobody knows whether the template is the official one, which weighs less; and what set a value is not told.
    expect(messages(findings), check).toEqual(messages(seen.get(check)?.findings))
  }
}

function unknownIn(snapshot: Snapshot): readonly string[] {
  // These runs ask no node.
  const inside = new Set(checks.filter(({needs}) => needs.includes('nodeProbes')).map(({id}) => id))
  const unknown = [...verdictsOf(snapshot).values()].filter(({status}) => status === 'unknown')
  return unknown.map(({check}) => check).filter(check => !inside.has(check))
}

/** What only the template tells: the declaration of the licence, its version, its text, who stands where by it, and what becomes of buckets. */
const needTheTemplate = [
  'license-present',
  'release-images',
  'template-recognised',
  'master-placement',
  'data-buckets',
  'volume-retention',
]
/** What nobody published of the announced generation. */
const unpublished = [
  'media-reachable',
  'network-acls',
  'security-group-ports',
  'health-checks',
  'listeners',
  'secret-complete',
]

describe.each([
  ['3.2.0', '3.2.0', false, needTheTemplate],
  ['3.3.0 with the flag for TURN', '3.3.0', false, needTheTemplate],
  ['3.5.0 with a TURN domain', '3.5.0', true, needTheTemplate],
  ['3.6.0', '3.6.0', false, needTheTemplate],
  ['3.8.0', '3.8.0', false, needTheTemplate],
  ['the announced one', 'next', false, [...needTheTemplate, ...unpublished]],
] as const)('a stack of %s whose template is denied', (name, generation: GenerationId, turn, blind) => {
  const flag = {AdditionalInstallFlags: '--experimental-turn-tls-with-main-domain'}
  const parameters = turn ? turnParameters(generation) : name.includes('flag') ? flag : undefined
  const options: DeployedOptions = {generation, ...(parameters === undefined ? {} : {parameters})}

  it('is known by its names: parts, domains, subnets', async () => {
    const {read, unread} = await twice(options)
    // Which target group comes first is of no matter.
    const ordered = (snapshot: Snapshot) => {
      const {targetGroups, ...parts} = factOf(snapshot, 'parts')
      return {...parts, targetGroups: Map.groupBy(targetGroups, ({logicalId}) => logicalId)}
    }
    expect(ordered(unread)).toEqual(ordered(read))
    expect(unread.facts.parts).toMatchObject({by: expect.stringContaining('by the official names')})
    for (const key of [
      'features',
      'rtcEngine',
      'domainName',
      'certificate',
      'turn',
      'vpcId',
      'keyName',
      'masterSubnets',
      'mediaSubnets',
      'balancerSubnets',
    ] as const) {
      const [one, other] = [unread.facts[key], read.facts[key]]
      expect(one?.state === 'known' ? one.value : one?.state, key).toEqual(
        other?.state === 'known' ? other.value : other?.state,
      )
    }
    const gap = {state: 'unknown', cause: 'denied', action: 'cloudformation:GetTemplate'}
    expect(unread.facts.intended).toMatchObject(gap)
    expect(factOf(unread, 'template')).toMatchObject({version: gap, official: gap})
  })

  it('is judged by what is there, and only what the template tells stays unknown', async () => {
    const both = await twice(options)
    expectNothingInvented(both)
    expect(unknownIn(both.unread).toSorted()).toEqual([...blind].toSorted())
  })
})

describe('the generation of a stack whose template is denied', () => {
  it.each([
    ['3.5.0', '3.5.0', '3.5.0'],
    ['next', 'next', 'next'],
    // Of one structure with its neighbours: its figures are told, its release is not.
    ['3.6.1', null, '3.8.0'],
    ['3.8.0', null, '3.8.0'],
    ['3.2.0', null, '3.2.0'],
  ] as const)('%s is told as %s, with the shape of %s', async (generation, told, shape) => {
    const {unread} = await twice({generation})
    expect(factOf(unread, 'template')).toMatchObject({generation: told, shape})
  })
})

describe('a stack whose template is denied and whose names are not the official ones', () => {
  const addResource = (made: TreeMap) => {
    const resources = made.Resources as TreeMap
    resources.Standby = {...(resources.OpenViduMasterNode1 as TreeMap)}
  }
  it.each<[string, DeployedOptions]>([
    ['the first generation, whose names are not known', {generation: '3.0.0-beta1'}],
    ['a fork that renamed everything', {template: {rename: id => `Our${id}`}}],
    ['a fork with one instance more', {template: {mutate: addResource}}],
    [
      'a resource of which CloudFormation tells another type',
      {
        change: account => {
          const balancer = stackIn(account).resources.find(({LogicalResourceId: id}) => id === 'LoadBalancer')
          if (balancer !== undefined) balancer.ResourceType = 'AWS::ElasticLoadBalancing::LoadBalancer'
        },
      },
    ],
    [
      'a parameter of its own',
      {
        change: account => {
          stackIn(account).stack.Parameters?.push({ParameterKey: 'Team', ParameterValue: 'video'})
        },
      },
    ],
  ])('stays unknown: %s', async (_, options) => {
    const both = await twice(options)
    expectNothingInvented(both)
    const {parts, template, domainName, intended} = both.unread.facts
    for (const fact of [parts, template, domainName, intended]) {
      expect(fact).toMatchObject({state: 'unknown', cause: 'denied', action: 'cloudformation:GetTemplate'})
      expect(fact).toMatchObject({detail: expect.stringContaining('not those of an official template')})
    }
    const judged = [...verdictsOf(both.unread).values()].filter(({status}) => status === 'pass')
    expect(judged.map(({check}) => check).toSorted()).toEqual([
      'failure-keeps-evidence',
      'master-slots',
      'region-zones',
      'secret-characters',
      'secret-present',
      'stack-status',
      'termination-protection',
    ])
  })

  it('tells no fifth address where the secret has no address at all', async () => {
    const {unread} = await twice({generation: 'next', template: {rename: id => `Our${id}`}})
    expect(unread.facts.fifthAddress).toMatchObject({state: 'unknown', cause: 'denied'})
    expect(unread.facts.secretAddresses).toMatchObject({state: 'unknown', cause: 'denied'})
  })
})

describe('a template and resources that are both denied', () => {
  it('tell no part', async () => {
    const faults = ['cloudformation.GetTemplate', 'cloudformation.ListStackResources'] as const
    const {snapshot} = await deployed({lab: {faults: faults.map(target => ({target, fault: denied()}))}})
    expect(snapshot.facts.parts).toMatchObject({state: 'unknown', action: 'cloudformation:GetTemplate'})
    expect(snapshot.facts.resources).toMatchObject({state: 'unknown', action: 'cloudformation:ListStackResources'})
  })
})

describe('a template that came in pieces', () => {
  it('is as good as none, and the names tell all the same', async () => {
    const {snapshot} = await deployed({lab: {faults: [{target: 'cloudformation.GetTemplate', fault: malformed()}]}})
    expect(factOf(snapshot, 'parts').masters).toHaveLength(4)
    expect(snapshot.facts.intended).toMatchObject({state: 'unknown', cause: 'failed'})
  })
})

describe('whatever is wrong with a stack', () => {
  it.each(scenarios.filter(({lab}) => lab === undefined).map(scenario => [scenario.name, scenario] as const))(
    '%s: nothing passes for lack of the template',
    async (_, {name: __, fails: ___, ...options}) => {
      const {read, unread} = await twice(options)
      const seen = verdictsOf(read)
      for (const [check, {status}] of verdictsOf(unread))
        if (status !== 'unknown') expect(status, check).toBe(seen.get(check)?.status)
    },
  )
})
