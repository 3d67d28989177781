import {describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import type {AnyCollector} from '../../src/collect/collector.ts'
import {certificates} from '../../src/collect/plan/certificates.ts'
import {planCollectors} from '../../src/collect/plan/index.ts'
import {zones} from '../../src/collect/plan/zones.ts'
import {examine} from '../../src/engine/examine.ts'
import type {Unknown} from '../../src/model/fact.ts'
import type {FactKey} from '../../src/model/facts.ts'
import type {Snapshot} from '../../src/model/snapshot.ts'
import {empty, expiredToken, type Fault, type FaultTarget, serverError} from '../lab/index.ts'
import {awsFaults} from '../support/aws-faults.ts'
import {type LookUpOptions, lookedUp} from '../support/looked-up.ts'
import {factOf, testTime} from '../support/snapshots.ts'

/** Masters in private subnets, whose NAT gateway stands in a public one with the load balancer. */
const privateMasters: LookUpOptions = {
  generation: 'next',
  change: ({routeTables, natGateways: [nat], subnets}) => {
    const route = routeTables
      .find(({Tags}) => Tags?.some(({Value}) => Value === 'masters'))
      ?.Routes?.find(({DestinationCidrBlock}) => DestinationCidrBlock === '0.0.0.0/0')
    if (nat === undefined || route === undefined) throw new Error('The account has no NAT gateway or no default route')
    Object.assign(route, {GatewayId: undefined, NatGatewayId: nat.NatGatewayId})
    nat.SubnetId = subnets.findLast(({MapPublicIpOnLaunch}) => MapPublicIpOnLaunch === true)?.SubnetId
  },
}

/** Every operation that a planned look-up calls, with the facts that need its answer. */
const operations: readonly {
  readonly target: FaultTarget
  readonly facts: readonly FactKey[]
  readonly emptyIsAnAnswer?: boolean
  readonly bodiless?: boolean
  /** Checks that look there where the account has something to look at. */
  readonly users?: readonly string[]
  readonly look?: LookUpOptions
}[] = [
  {target: 'ec2.DescribeAvailabilityZones', facts: ['zones']},
  {target: 'ec2.DescribeVpcs', facts: ['vpc']},
  {target: 'ec2.DescribeVpcAttribute', facts: ['vpcDns']},
  {target: 'ec2.DescribeSubnets', facts: ['subnets', 'routes', 'networkAcls']},
  {target: 'ec2.DescribeRouteTables', facts: ['routes', 'natGateways', 'internetGateways']},
  // Both are asked for only where a route leads there.
  {target: 'ec2.DescribeInternetGateways', facts: ['internetGateways'], users: ['subnet-internet-route']},
  {target: 'ec2.DescribeNatGateways', facts: ['natGateways'], users: ['subnet-internet-route'], look: privateMasters},
  {target: 'ec2.DescribeNetworkAcls', facts: ['networkAcls']},
  {target: 'acm.DescribeCertificate', facts: ['certificates']},
  {target: 'ec2.DescribeInstanceTypeOfferings', facts: ['typeOfferings']},
  {target: 'ssm.GetParameters', facts: ['images']},
  {target: 'ec2.DescribeImages', facts: ['images']},
  {target: 'ec2.DescribeKeyPairs', facts: ['keyPair']},
  {target: 'servicequotas.GetServiceQuota', facts: ['vcpuQuota']},
  // An account in which nothing runs has no instances to list, but lists them.
  {target: 'ec2.DescribeInstances', facts: ['vcpuQuota'], emptyIsAnAnswer: true},
  // S3 answers for a bucket that is there with nothing but headers.
  {target: 's3.HeadBucket', facts: ['namedBuckets'], emptyIsAnAnswer: true, bodiless: true},
]

const collectorsOf = (facts: readonly FactKey[]) =>
  planCollectors.filter(({provides}) => (provides as readonly FactKey[]).some(key => facts.includes(key)))

/** The gap that a fact is, or that the first of its things has: one bucket says nothing about another. */
function gapIn(snapshot: Snapshot, key: FactKey): Unknown | undefined {
  const fact = snapshot.facts[key]
  if (fact?.state === 'unknown') return fact
  const details = key === 'namedBuckets' ? factOf(snapshot, key)[0]?.details : undefined
  return details?.state === 'unknown' ? details : undefined
}

const buckets = {S3AppDataBucketName: 'our-app-data', S3ClusterDataBucketName: 'our-cluster-data'}

describe.each(operations)(
  '$target',
  ({target, facts, emptyIsAnAnswer = false, bodiless = false, users = [], look = {}}) => {
    const concerned = planCollectors.filter(
      collector => collectorsOf(facts).includes(collector) || collector.id === 'subnets',
    )
    const dependents = checks.filter(
      ({id, needs}) => users.includes(id) || (needs as readonly FactKey[]).some(key => facts.includes(key)),
    )
    const verdicts = async (fault: Fault) => {
      const {snapshot} = await lookedUp({
        parameters: buckets,
        ...look,
        faults: [{target, fault}],
        // The rest would wait with it where the client is slowed down for the rate of calls.
        collectors: concerned,
        // Only a call that never ends needs an end; the rest must come to one by itself.
        ...(fault.kind === 'timeOut' ? {endAt: target} : {}),
      })
      const {results} = examine({snapshot, checks, generatedAt: testTime, replayed: false})
      return {snapshot, results: new Map(results.map(result => [result.check, result]))}
    }

    // What has no body can't be cut in the middle of it.
    const possible = Object.entries(awsFaults).filter(([, [{kind}]]) => !(bodiless && kind === 'malformed'))
    it.each(possible)(
      '%s is a gap with its cause, and nothing that depends on it passes',
      async (_, [fault, cause]) => {
        const {snapshot, results} = await verdicts(fault)
        for (const key of facts) expect(gapIn(snapshot, key), key).toMatchObject({state: 'unknown', cause})
        for (const {id} of dependents) expect(results.get(id)?.status, id).toBe('unknown')
        expect([...results.values()].filter(({status}) => status === 'error')).toEqual([])
        if (cause === 'denied') {
          const actions = collectorsOf(facts).flatMap(({iam}) => iam)
          for (const key of facts) expect(actions).toContain(gapIn(snapshot, key)?.action)
        }
      },
    )

    it.each(emptyIsAnAnswer ? [] : (['absent', 'present'] as const))(
      'an empty answer, lists %s, makes nothing pass',
      async lists => {
        const {results} = await verdicts(empty(lists))
        for (const {id} of dependents) {
          expect(results.get(id)?.status, id).not.toBe('pass')
          // No list at all is what a proxy answers: nothing is missing for that.
          if (lists === 'absent') expect(results.get(id)?.status, id).toBe('unknown')
        }
      },
    )
  },
)

describe('a run without an identity', () => {
  it.each([
    ['an expired token', expiredToken(), 'expired-credentials'],
    ['a server error', serverError(), 'failed'],
  ] as const)('%s: nobody could be asked, and the failure says so', async (_, fault, kind) => {
    const {failure, calls} = await lookedUp({faults: [{target: 'sts', fault}]})
    expect(failure).toBe(kind)
    expect(new Set(calls.all.map(({service}) => service))).toEqual(new Set(['sts']))
  })
})

describe('an answer without what it always holds', () => {
  it('without any list of instances is no empty account', async () => {
    const missing = await lookedUp({faults: [{target: 'ec2.DescribeInstances', fault: empty('absent')}]})
    expect(missing.snapshot.facts.vcpuQuota).toMatchObject({state: 'unknown', cause: 'failed'})
    const none = await lookedUp({faults: [{target: 'ec2.DescribeInstances', fault: empty('present')}]})
    expect(factOf(none.snapshot, 'vcpuQuota').used).toBe(0)
  })

  it('without any public access block is no open bucket', async () => {
    const {snapshot} = await lookedUp({
      parameters: buckets,
      faults: [{target: 's3.GetPublicAccessBlock', fault: empty()}],
    })
    const [bucket] = factOf(snapshot, 'namedBuckets')
    expect(bucket?.details).toMatchObject({
      state: 'known',
      value: {publicAccessBlocked: {state: 'unknown', cause: 'failed'}, versioned: {state: 'known', value: true}},
    })
  })
})

describe('a collector that breaks', () => {
  it('leaves its own facts unknown, tells nothing of what it read, and takes nothing from the others', async () => {
    const broken: AnyCollector = {
      ...certificates,
      collect: () => Promise.reject(new TypeError('cannot read hunter2')),
    }
    const {snapshot} = await lookedUp({collectors: [broken, zones]})
    expect(snapshot.facts.certificates).toMatchObject({
      state: 'unknown',
      cause: 'failed',
      detail: 'the look-up certificates of openvidu-doctor broke (TypeError): please report it',
    })
    expect(snapshot.facts.zones?.state).toBe('known')
  })
})
