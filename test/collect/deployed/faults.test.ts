import {describe, expect, it} from 'vitest'
import {checks} from '../../../checks/index.ts'
import type {AnyCollector} from '../../../src/collect/collector.ts'
import {deployedCollectors} from '../../../src/collect/deployed/index.ts'
import {examine} from '../../../src/engine/examine.ts'
import {judge} from '../../../src/engine/judge.ts'
import type {AnyCheck} from '../../../src/model/check.ts'
import type {Unknown} from '../../../src/model/fact.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {prepare} from '../../lab/account/change-sets.ts'
import {makeNodesPrivate} from '../../lab/account/private-nodes.ts'
import {endedIn} from '../../lab/account/stack-states.ts'
import {empty, type Fault, type FaultTarget, iamActionOf} from '../../lab/index.ts'
import {stackIn} from '../../lab/scenarios/find.ts'
import {awsFaults} from '../../support/aws-faults.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {testTime} from '../../support/snapshots.ts'

/*
 * Every operation that looking at a stack calls × everything that AWS may do instead of answering. What is called is recorded,
 * not listed: a new call of a collector is tested from the day it is made.
 */

/** Stacks that together have everything looked at that can be. */
const variants: Readonly<Record<string, DeployedOptions>> = {
  'a healthy stack': {options: {verifySecret: true}},
  'a stack whose creation failed': {
    change: account =>
      endedIn(account, stackIn(account), 'CREATE_FAILED', {
        happenings: [{resource: 'SubnetProcessor', status: 'CREATE_FAILED', reason: 'See the details in CloudWatch'}],
      }),
  },
  'an update in sight': {
    options: {changeSet: 'larger'},
    change: account => {
      prepare(stackIn(account), 'larger', [{resource: 'OpenViduMediaNodeASG', properties: ['MaxSize']}])
    },
  },
  'addresses in parameters': {generation: 'next'},
  'private nodes': {generation: 'next', change: account => void makeNodesPrivate(account)},
}

const healthy = new Map<string, {readonly snapshot: Snapshot; readonly operations: readonly string[]}>()
for (const [name, options] of Object.entries(variants)) {
  const {snapshot, calls} = await deployed(options)
  const operations = calls.all.map(({service, operation}) => `${service}.${operation}`)
  healthy.set(name, {snapshot, operations: [...new Set(operations)]})
}

const covered = new Set<string>()
const cases = [...healthy].flatMap(([variant, {operations}]) =>
  operations
    .filter(operation => !operation.startsWith('sts.') && operation !== 'cloudformation.DescribeStacks')
    .filter(operation => !covered.has(operation) && covered.add(operation))
    .map(operation => ({variant, operation})),
)

describe.each(cases)('$operation ($variant)', ({variant, operation}) => {
  const whole = healthy.get(variant)?.snapshot.facts ?? {}
  const [service = '', name = ''] = operation.split('.')
  const action = iamActionOf(service, name)
  // Those that call it, and what they follow: the others have nothing to tell here.
  const callers = deployedCollectors.filter(({iam}) => (iam as readonly string[]).includes(action))
  // What reads the stack itself is no collector, and all of them follow it.
  const collectors = callers.length === 0 ? deployedCollectors : withFollowed(callers)

  const well = checks.filter(check => judge(check, snapshotOf(whole)).status === 'pass')
  const failingAnyway = checks.filter(check => judge(check, snapshotOf(whole)).status === 'fail').map(({id}) => id)

  const struck = async (fault: Fault) => {
    const run = await deployed({
      ...variants[variant],
      lab: {faults: [{target: operation as FaultTarget, fault}]},
      collectors,
      ...(fault.kind === 'timeOut' ? {endAt: operation} : {}),
    })
    // What was not looked at here is as well as ever.
    const looked = Object.entries(run.snapshot.facts).filter(
      ([, fact]) => fact?.state !== 'unknown' || fact.cause !== 'not-requested',
    )
    const snapshot = {...run.snapshot, facts: {...whole, ...Object.fromEntries(looked)}}
    const {results} = examine({snapshot, checks, generatedAt: testTime, replayed: false})
    const known = gapsIn(whole)
    const gaps = new Map([...gapsIn(snapshot.facts)].filter(([place]) => !known.has(place)))
    const having = (wanted: string) =>
      checks.filter(({id}) => results.find(({check}) => check === id)?.status === wanted)
    expect(having('error')).toEqual([])
    return {gaps, passing: having('pass'), failing: having('fail').map(({id}) => id)}
  }

  // What has no body can't be cut in the middle of it.
  const possible = Object.entries(awsFaults).filter(([, [{kind}]]) => !(name === 'HeadBucket' && kind === 'malformed'))
  it.each(possible)(
    '%s is a gap with its cause: nothing that depends on it passes, nothing fails for it',
    async (_, [fault, cause]) => {
      const {gaps, passing, failing} = await struck(fault)
      expect(failing.filter(id => !failingAnyway.includes(id))).toEqual([])
      expect([...gaps.values()].map(gap => gap.cause)).toContain(cause)
      if (cause === 'denied') expect([...gaps.values()].map(gap => gap.action)).toContain(action)
      // Whatever passes did not look where there is a gap now.
      for (const check of passing) {
        if (elsewhere.some(one => one.check === check.id && one.operations.test(operation))) continue
        const blind = [...placesSeen(check, whole)].filter(place => gaps.has(place))
        expect(blind, `${check.id} passes without`).toEqual([])
      }
    },
  )

  it.each(['absent', 'present'] as const)(
    'after an empty answer, lists %s, less passes, and a list that is missing is a gap',
    async lists => {
      const {gaps, passing} = await struck(empty(lists))
      if (lists === 'absent' && !listless.test(operation))
        expect([...gaps.values()].map(gap => gap.cause)).toContain('failed')
      if (!nothingIsWell.test(operation)) expect(passing.length).toBeLessThan(well.length)
    },
  )
})

/** Where a check may pass all the same: what it could not see would only have told it the same again. */
const elsewhere: readonly {readonly check: string; readonly operations: RegExp}[] = [
  // A fresh copy of every volume was seen; older ones, or those still to come, change nothing.
  {check: 'snapshot-age', operations: /^(backup|dlm)\./},
  // A policy of one service covers every volume; what the other would do besides changes nothing.
  {check: 'snapshot-policy', operations: /^backup\./},
]

/**
 * Operations whose empty answer is that of a healthy account, or has nothing that a check waits for: no activity that failed,
 * no use of AWS Backup, a bucket that answers with headers alone or has no settings to speak of, a log without errors. What
 * roles allow is asked only for nodes that Systems Manager does not know. And a stack that failed has failed without its events.
 */
const nothingIsWell =
  /^(autoscaling\.DescribeScalingActivities|cloudformation\.DescribeStackEvents|backup\..*|s3\.(HeadBucket|GetBucket\w+)|logs\..*|iam\.(GetInstanceProfile|ListAttachedRolePolicies))$/

/**
 * Operations that may answer without what they list: what a parameter names is then not there, which fails; a secret has no
 * value, a bucket no versions.
 */
const listless =
  /^(ec2\.Describe(AvailabilityZones|KeyPairs|NetworkAcls|RouteTables|Subnets|Vpcs)|s3\.(HeadBucket|GetBucketVersioning)|secretsmanager\.GetSecretValue)$/

function snapshotOf(facts: Snapshot['facts']): Snapshot {
  const target = {kind: 'deployed' as const, stackName: null, region: null, accountId: null}
  return {
    schemaVersion: '1',
    tool: {name: 'openvidu-doctor', version: '0.0.0'},
    takenAt: testTime,
    target,
    facts,
  }
}

/** The places in the facts whose state a check looks at while it judges, such as `masters.value.0.subnetId`. */
function placesSeen(check: AnyCheck, facts: Snapshot['facts']): ReadonlySet<string> {
  const places = new Set<string>()
  const watched = (value: unknown, place: string): unknown => {
    if (typeof value !== 'object' || value === null) return value
    return new Proxy(value, {
      get(target, key, receiver) {
        if (key === 'state') places.add(place)
        const inner: unknown = Reflect.get(target, key, receiver)
        return typeof key === 'symbol' || typeof inner === 'function' ? inner : watched(inner, `${place}.${key}`)
      },
    })
  }
  const own = Object.entries(facts).map(([key, fact]) => [key, watched(fact, key)])
  judge(check, snapshotOf(Object.fromEntries(own) as Snapshot['facts']))
  return places
}

function withFollowed(wanted: readonly AnyCollector[]): readonly AnyCollector[] {
  const followed = wanted.flatMap(({follows, awaits = []}): readonly string[] => [...follows, ...awaits])
  const providers = deployedCollectors.filter(({provides}) =>
    (provides as readonly string[]).some(key => followed.includes(key)),
  )
  const all = [...new Set([...wanted, ...providers])]
  return all.length === wanted.length ? all : withFollowed(all)
}

/** Everything in the facts that could not be seen, by its place. */
function gapsIn(value: unknown, place = ''): ReadonlyMap<string, Unknown> {
  if (typeof value !== 'object' || value === null) return new Map()
  if ('state' in value && value.state === 'unknown') return new Map([[place, value as Unknown]])
  const inner = Object.entries(value).flatMap(([key, item]) => [
    ...gapsIn(item, place === '' ? key : `${place}.${key}`),
  ])
  return new Map(inner)
}
