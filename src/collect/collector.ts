import {setImmediate as nextTurn} from 'node:timers/promises'
import {causes, classify} from '../aws/errors.ts'
import type {AwsSession} from '../aws/session.ts'
import {type Absent, type Fact, observed, type Unknown, unknown} from '../model/fact.ts'
import type {FactKey, FactMap} from '../model/facts.ts'
import type {Snapshot} from '../model/snapshot.ts'

/** Which of the permission tiers a collector's actions belong to. */
export type Tier = 'plan' | 'check' | 'secret' | 'nodes'

/** What the user asked for beyond the usual. */
export interface CollectOptions {
  /** Read the secret's value and compare it in memory. */
  readonly verifySecret: boolean
  /** Open a TLS connection to the domains. */
  readonly probe: boolean
  /** Name or ARN of a change set of the stack. */
  readonly changeSet: string | null
  /** `ADDRESS` or `ADDRESS:PORT` of DNS servers to ask instead of the system's. */
  readonly dnsServers: readonly string[]
}

export const usualOptions: CollectOptions = {verifySecret: false, probe: false, changeSet: null, dnsServers: []}

/** What is known when a collector starts. */
export interface CollectContext<F extends FactKey> {
  readonly session: AwsSession
  readonly options: CollectOptions
  /** The facts it follows, already known. */
  readonly known: Pick<FactMap, F>
  /** Everything known so far, for what it only looks at. */
  readonly facts: Snapshot['facts']
}

/** One look-up: which facts it provides, which it follows, and the IAM actions of its calls. */
export interface Collector<P extends FactKey = FactKey, F extends FactKey = FactKey> {
  readonly id: string
  /** For progress, such as "Subnets". */
  readonly title: string
  readonly tier: Tier
  readonly provides: readonly P[]
  readonly follows: readonly F[]
  /** Facts that it only looks at, whatever they come to, where another collector provides them. */
  readonly awaits?: readonly FactKey[]
  readonly iam: readonly `${string}:${string}`[]
  readonly collect: (context: CollectContext<F>) => Promise<{readonly [K in P]: Gathered<FactMap[K]>}>
}

/** A value that was seen, or why not. */
export type Gathered<T> = Sight<T> | Absent | Unknown

export interface Sight<T> {
  readonly state: 'seen'
  readonly value: T
  readonly by: string
}

export function defineCollector<const P extends FactKey, const F extends FactKey>(
  collector: Collector<P, F>,
): Collector<P, F> {
  return collector
}

export function seen<T>(value: T, by: string): Sight<T> {
  return {state: 'seen', value, by}
}

/** Makes a call and reads its answer; what it throws becomes an unknown that names the IAM action, never an empty answer. */
export async function observe<T>(action: `${string}:${string}`, look: () => Promise<T>): Promise<Sight<T> | Unknown> {
  try {
    return seen(await look(), action)
  } catch (error) {
    return gapOf(error, action)
  }
}

/** A failed call as a gap. */
export function gapOf(error: unknown, action: string): Unknown {
  const failure = classify(error, action)
  return unknown(causes[failure.kind], failure.detail, failure.action)
}

/** A look-up as progress tells of it. */
export type Step = Pick<Collector, 'id' | 'title'>

export interface Outcome {
  /** How many facts could not be seen, of those that were asked for. */
  readonly gaps: number
  /** How many things were seen, null for what is not counted. */
  readonly count: number | null
  /** Whether there was anything to look at: not where it was not asked for, or does not apply. */
  readonly looked: boolean
}

export interface CollectEvents {
  readonly started?: (step: Step) => void
  readonly ended?: (step: Step, outcome: Outcome) => void
}

/** A collector of whatever facts: only the runner, which hands each what it follows, may call its `collect`. */
export type AnyCollector = Omit<Collector, 'collect'> & {
  readonly collect: (context: never) => Promise<{readonly [K in FactKey]?: Gathered<unknown>}>
}

/**
 * Runs collectors, each as soon as what it follows is known, all that can at the same time. A fact that is unknown makes what
 * follows from it unknown for the same cause. Never rejects: a collector that breaks leaves its own facts unknown, and
 * takes nothing from the others.
 */
export async function collectFacts(
  collectors: readonly AnyCollector[],
  session: AwsSession,
  initial: Snapshot['facts'],
  {options = usualOptions, ...events}: CollectEvents & {readonly options?: CollectOptions} = {},
): Promise<Snapshot['facts']> {
  const facts: Record<string, Fact<unknown>> = {...initial}
  const pending = new Map<AnyCollector, Promise<void>>()
  const providers = new Map<string, AnyCollector>()
  for (const collector of collectors) for (const key of collector.provides) providers.set(key, collector)

  const run = async (collector: AnyCollector): Promise<void> => {
    await Promise.all([...collector.follows, ...(collector.awaits ?? [])].map(key => start(providers.get(key))))
    events.started?.(collector)
    const gathered = await gather(collector, {session, options, facts: facts as Snapshot['facts']})
    const at = new Date().toISOString()
    let gaps = 0
    let count: number | null = null
    let looked = false
    for (const [key, value] of Object.entries(gathered)) {
      if (value.state === 'unknown' && value.cause !== 'not-requested') gaps += 1
      looked ||= value.state === 'seen' || (value.state === 'unknown' && value.cause !== 'not-requested')
      // The first fact is what the look-up is for.
      const counted = key === collector.provides[0] && value.state === 'seen' && Array.isArray(value.value)
      if (counted) count = value.value.length
      facts[key] = value.state === 'seen' ? observed(value.value, at, value.by) : value
    }
    events.ended?.(collector, {gaps, count, looked})
  }
  const start = (collector: AnyCollector | undefined): Promise<void> => {
    if (collector === undefined) return Promise.resolve()
    const running = pending.get(collector) ?? run(collector)
    pending.set(collector, running)
    return running
  }
  // First those that others wait for: their calls leave earlier, and so their answers are read before long ones that nobody waits for.
  const awaited = new Set(
    collectors.flatMap(({follows, awaits = []}) => [...follows, ...awaits].map(key => providers.get(key))),
  )
  const first = collectors.filter(collector => awaited.has(collector)).map(start)
  await nextTurn()
  await Promise.all([...first, ...collectors.map(start)])
  return facts as Snapshot['facts']
}

async function gather(
  collector: AnyCollector,
  {session, options, facts}: Omit<CollectContext<never>, 'known'>,
): Promise<Record<string, Gathered<unknown>>> {
  const all = (gap: Absent | Unknown) => Object.fromEntries(collector.provides.map(key => [key, gap]))
  const known: Record<string, unknown> = {}
  for (const key of collector.follows) {
    const fact = facts[key]
    if (fact === undefined) return all(unknown('not-requested', `this run did not look at ${key}`))
    if (fact.state !== 'known') return all(fact)
    known[key] = fact.value
  }
  const context: CollectContext<never> = {session, options, known, facts}
  try {
    // `defineCollector` typed the other side: what is known is what the collector follows.
    return await collector.collect(context as never)
  } catch (error) {
    // Only the name: what a fault says may quote what AWS sent.
    const name = error instanceof Error ? error.name : 'unknown fault'
    return all(unknown('failed', `the look-up ${collector.id} of openvidu-doctor broke (${name}): please report it`))
  }
}
