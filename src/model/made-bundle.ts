import type {NotCollected} from './manifest.ts'

/** A bundle that was sealed, as its user is told of it. */
export interface MadeBundle {
  readonly stackName: string
  readonly path: string
  readonly bytes: number
  readonly sha256: string
  readonly files: number
  /** Of all files together, by rule. */
  readonly redactions: Readonly<Record<string, number>>
  /** Why it was ended before all was collected; null for a whole one. */
  readonly partial: string | null
  readonly notCollected: readonly NotCollected[]
  readonly stackSecret: {readonly read: boolean; readonly why: string | null}
  readonly encrypted: boolean
  /** Whether tokens stand for addresses and names of hosts. */
  readonly tokens: boolean
  /** The command line that goes on with a partial one. */
  readonly resume: string
  /** A working folder that could not be removed. */
  readonly left: string | null
}

export interface EstimatedNode {
  readonly name: string
  readonly id: string
  /** Of all its logs, whatever their time; null where the node could not be asked, for this reason. */
  readonly bytes: number | null
  readonly why: string | null
}

/** What a bundle would come to. */
export interface BundleEstimate {
  readonly stackName: string
  readonly output: string
  readonly nodes: readonly EstimatedNode[]
  /** Logs of all times; a bundle has those of its window. */
  readonly bytes: number
  /** Of which it would have this at most. */
  readonly kept: number
  readonly seconds: number
}
