import {describe, expect, it} from 'vitest'
import type {AwsSession} from '../../src/aws/session.ts'
import {type AnyCollector, collectFacts} from '../../src/collect/collector.ts'
import {deployedCollectors} from '../../src/collect/deployed/index.ts'
import {planCollectors} from '../../src/collect/plan/index.ts'

/** The ids on a way along what collectors wait for that comes back to where it began; none where there is no such way. */
function circleIn(collectors: readonly AnyCollector[]): readonly string[] {
  const providers = new Map(collectors.flatMap(one => one.provides.map(key => [key, one] as const)))
  const done = new Set<AnyCollector>()
  const walk = (collector: AnyCollector, way: readonly AnyCollector[]): readonly string[] => {
    if (way.includes(collector)) return [...way, collector].map(({id}) => id)
    if (done.has(collector)) return []
    for (const key of [...collector.follows, ...(collector.awaits ?? [])]) {
      const provider = providers.get(key)
      const circle = provider === undefined ? [] : walk(provider, [...way, collector])
      if (circle.length > 0) return circle
    }
    done.add(collector)
    return []
  }
  for (const collector of collectors) {
    const circle = walk(collector, [])
    if (circle.length > 0) return circle
  }
  return []
}

describe.each([
  ['a plan', planCollectors],
  ['a stack', deployedCollectors],
] as const)('the look-ups of %s', (_, collectors) => {
  it('never wait for each other in a circle', () => {
    expect(circleIn(collectors)).toEqual([])
  })

  it('provide each fact once, and have each a name of its own', () => {
    for (const names of [collectors.flatMap(({provides}) => provides), collectors.map(({id}) => id)] as const)
      expect(names.length).toBe(new Set<string>(names).size)
  })
})

describe('a circle', () => {
  it('would be found', () => {
    const [one] = planCollectors
    if (one === undefined) throw new Error('no look-up')
    const other: AnyCollector = {...one, id: 'other', provides: ['vpc'], follows: [], awaits: ['zones']}
    expect(circleIn([{...one, id: 'one', provides: ['zones'], follows: ['vpc']}, other])).toEqual([
      'one',
      'other',
      'one',
    ])
  })
})

describe('what is asked first', () => {
  const told: string[] = []
  const lookUp = (id: string, more: Pick<AnyCollector, 'provides' | 'follows' | 'awaits'>): AnyCollector => ({
    id,
    title: id,
    tier: 'plan',
    iam: [],
    ...more,
    collect: async () => {
      told.push(id)
      return Object.fromEntries(more.provides.map(key => [key, {state: 'seen', value: [], by: 'ec2:DescribeVpcs'}]))
    },
  })

  it('is what others wait for, and each is asked once', async () => {
    const facts = await collectFacts(
      [
        lookUp('alone', {provides: ['zones'], follows: []}),
        lookUp('follows', {provides: ['routes'], follows: ['vpc']}),
        lookUp('followed', {provides: ['vpc'], follows: []}),
        lookUp('looks at', {provides: ['keyPair'], follows: [], awaits: ['subnets']}),
        lookUp('looked at', {provides: ['subnets'], follows: []}),
      ],
      // None of these asks anybody.
      {} as AwsSession,
      {},
    )
    expect(told.slice(0, 2).toSorted()).toEqual(['followed', 'looked at'])
    expect(told.toSorted()).toEqual(['alone', 'followed', 'follows', 'looked at', 'looks at'])
    expect(Object.keys(facts).toSorted()).toEqual(['keyPair', 'routes', 'subnets', 'vpc', 'zones'])
  })
})
