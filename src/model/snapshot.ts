import type {Fact} from './fact.ts'
import type {FactKey, FactMap} from './facts.ts'

/** What is examined: a stack that will be made, or one that runs. A saved snapshot keeps its kind. */
export const targetKinds = ['planned', 'deployed'] as const

export type TargetKind = (typeof targetKinds)[number]

/** What was examined; null where it is not known. */
export interface Target {
  readonly kind: TargetKind
  readonly stackName: string | null
  readonly region: string | null
  readonly accountId: string | null
}

/** Everything a run came to know, and everything it could not see: failed collection is data and round-trips. */
export interface Snapshot {
  readonly schemaVersion: '1'
  readonly tool: {readonly name: 'openvidu-doctor'; readonly version: string}
  /** ISO 8601, UTC. Checks have no clock: this is their time. */
  readonly takenAt: string
  readonly target: Target
  readonly facts: {readonly [K in FactKey]?: Fact<FactMap[K]>}
}
