import {describe, expect, it} from 'vitest'
import {checks} from '../../../checks/index.ts'
import type {AnyCollector} from '../../../src/collect/collector.ts'
import {deployedCollectors} from '../../../src/collect/deployed/index.ts'
import {examine} from '../../../src/engine/examine.ts'
import {judge} from '../../../src/engine/judge.ts'
import type {AnyCheck} from '../../../src/model/check.ts'
import {type Unknown, type UnknownCause, unknown} from '../../../src/model/fact.ts'
import type {FactKey} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {
  denied,
  empty,
  expiredToken,
  type Fault,
  type FaultTarget,
  iamActionOf,
  malformed,
  reset,
  serverError,
  throttled,
  timeOut,
} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {testTime} from '../../support/snapshots.ts'

/*
 * Every operation that looking at a stack calls × everything that AWS may do instead of answering. What is called is recorded,
 * not listed: a new call of a collector is tested from the day it is made.
 */

/** Stacks that together have everything looked at that can be. */
const variants: Readonly<Record<string, DeployedOptions>> = {
  'a healthy stack': {options: {verifySecret: true}},
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

const faults: Readonly<Record<string, readonly [Fault, UnknownCause]>> = {
  'access denied': [denied(), 'denied'],
  'denied by the organisation': [denied('service-control-policy'), 'denied'],
  'throttled beyond retries': [throttled(), 'throttled'],
  'a server error': [serverError(), 'failed'],
  'an expired token': [expiredToken(), 'failed'],
  'no answer': [timeOut(), 'timed-out'],
  'a reset connection': [reset(), 'unreachable'],
  'a page of a proxy': [malformed('html'), 'failed'],
  'an answer that stops in the middle': [malformed('truncated'), 'failed'],
}

describe.each(cases)('$operation ($variant)', {timeout: 30_000}, ({variant, operation}) => {
  const whole = healthy.get(variant)?.snapshot.facts ?? {}
  const [service = '', name = ''] = operation.split('.')
  const action = iamActionOf(service, name)
  // Those that call it, and what they follow: the others have nothing to tell here.
  const collectors = withFollowed(deployedCollectors.filter(({iam}) => (iam as readonly string[]).includes(action)))

  const struck = async (fault: Fault) => {
    const {snapshot} = await deployed({
      ...variants[variant],
      lab: {faults: [{target: operation as FaultTarget, fault}]},
      collectors,
      ...(fault.kind === 'timeOut' ? {endAt: operation} : {}),
    })
    const {results} = examine({snapshot, checks, generatedAt: testTime, replayed: false})
    // Whatever passes saw everything it looks at, just as on the healthy stack.
    for (const check of checks) {
      const {status, error} = results.find(result => result.check === check.id) ?? {}
      expect(error, check.id).toBeNull()
      if (status !== 'pass') continue
      for (const key of decisive(check, whole))
        expect(factIn(snapshot, key), `${check.id} passes without ${key}`).toEqual(factIn({facts: whole}, key))
    }
    return gapsIn(snapshot.facts)
  }

  // What has no body can't be cut in the middle of it.
  const possible = Object.entries(faults).filter(([, [{kind}]]) => !(name === 'HeadBucket' && kind === 'malformed'))
  it.each(possible)('%s is a gap with its cause, and nothing that depends on it passes', async (_, [fault, cause]) => {
    const gaps = await struck(fault)
    expect(gaps.map(gap => gap.cause)).toContain(cause)
    if (cause === 'denied') expect(gaps.map(gap => gap.action)).toContain(action)
  })

  it.each(['absent', 'present'] as const)('an empty answer, lists %s, makes nothing pass', async lists => {
    await struck(empty(lists))
  })
})

/** The facts without which the check does not pass on the healthy stack: it may look at others where the layout asks for them. */
function decisive(check: AnyCheck, facts: Snapshot['facts']): readonly FactKey[] {
  const target = {kind: 'deployed' as const, stackName: null, region: null, accountId: null}
  const tool = {name: 'openvidu-doctor' as const, version: '0.0.0'}
  return ([...check.needs, ...(check.uses ?? [])] as readonly FactKey[]).filter(key => {
    const blinded = {...facts, [key]: unknown('denied', 'not seen')}
    return judge(check, {schemaVersion: '1', tool, takenAt: testTime, target, facts: blinded}).status !== 'pass'
  })
}

function withFollowed(wanted: readonly AnyCollector[]): readonly AnyCollector[] {
  const followed = wanted.flatMap(({follows}) => follows as readonly string[])
  const providers = deployedCollectors.filter(({provides}) =>
    (provides as readonly string[]).some(key => followed.includes(key)),
  )
  const all = [...new Set([...wanted, ...providers])]
  return all.length === wanted.length ? all : withFollowed(all)
}

/** A fact without when and by which call it was seen. */
function factIn({facts}: Pick<Snapshot, 'facts'>, key: FactKey): unknown {
  const fact = facts[key]
  return fact?.state === 'known' ? fact.value : fact
}

/** Everything in the facts that could not be seen. */
function gapsIn(value: unknown): readonly Unknown[] {
  if (typeof value !== 'object' || value === null) return []
  if ('state' in value && value.state === 'unknown') return [value as Unknown]
  return Object.values(value).flatMap(gapsIn)
}
