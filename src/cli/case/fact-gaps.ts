import type {NotCollected} from '../../model/manifest.ts'
import type {Snapshot} from '../../model/snapshot.ts'

/** Facts of the snapshot that were not seen, one gap for all that one call would have shown. */
export function factGaps({facts}: Snapshot, command: string): readonly NotCollected[] {
  const gaps = Object.entries(facts).flatMap(([key, fact]) =>
    // What was not asked for is no gap, and what the nodes did not answer is told of each.
    fact.state === 'unknown' && !silent.includes(fact.cause) ? [{key, fact}] : [],
  )
  const alike = Map.groupBy(gaps, ({fact: {cause, detail, action}}) => JSON.stringify([cause, detail, action]))
  return [...alike.values()].flatMap(group => {
    const [first] = group
    if (first === undefined) return []
    const {cause, detail, action = null} = first.fact
    const what = `${group.length === 1 ? 'fact' : 'facts'} ${group.map(({key}) => key).join(', ')} of the snapshot`
    return [{what, node: null, cause, detail, action, command: cause === 'denied' ? command : null}]
  })
}

const silent: readonly string[] = ['not-requested', 'unresolved']
