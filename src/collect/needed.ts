import type {FactKey} from '../model/facts.ts'
import type {AnyCollector} from './collector.ts'

/** Of the collectors those that provide the facts, and those that they in turn follow or wait for; in their order. */
export function neededFor(facts: Iterable<FactKey>, collectors: readonly AnyCollector[]): readonly AnyCollector[] {
  const providers = new Map(collectors.flatMap(collector => collector.provides.map(key => [key, collector] as const)))
  const needed = new Set<AnyCollector>()
  const add = (key: FactKey): void => {
    const provider = providers.get(key)
    if (provider === undefined || needed.has(provider)) return
    needed.add(provider)
    for (const followed of [...provider.follows, ...(provider.awaits ?? [])]) add(followed)
  }
  for (const key of facts) add(key)
  return collectors.filter(collector => needed.has(collector))
}
