import type {Absent} from '../../../src/model/fact.ts'
import type {FactKey, FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {healthyPlan, withFacts} from '../snapshots.ts'
import {balancerFacts} from './balancers.ts'
import {mediaFacts} from './media.ts'
import {nodeFacts} from './nodes.ts'
import {probeFacts} from './probes.ts'
import {stackFacts} from './stack.ts'
import {storageFacts} from './storage.ts'

export type StackFacts = {readonly [K in FactKey]?: FactMap[K] | Absent}

let healthy: Snapshot | undefined

/**
 * The example plan as a stack that was deployed and runs well: everything seen, four masters in four zones, two media nodes.
 * Checks of deployed stacks start from here and change one fact.
 */
export function healthyStack(): Snapshot {
  healthy ??= build()
  return healthy
}

function build(): Snapshot {
  const plan = healthyPlan()
  const deployed: Snapshot = {
    ...plan,
    target: {kind: 'deployed', stackName: 'video', region: 'eu-west-1', accountId: '123456789012'},
  }
  const {nodes, ...nodesBeside} = nodeFacts(deployed)
  return withFacts(deployed, {
    ...stackFacts(deployed),
    ...nodesBeside,
    nodes,
    ...probeFacts(nodes),
    ...mediaFacts(deployed),
    ...balancerFacts(deployed),
    ...storageFacts(deployed),
  })
}
