import type {Writable} from 'node:stream'
import type {Unknown} from '../../model/fact.ts'
import type {NodeRole} from '../../openvidu/services.ts'
import type {Commander} from '../transport/command.ts'
import type {Estimate} from './estimate.ts'
import type {ViaLogs} from './via-logs/fetch-via-logs.ts'
import type {ObjectLeft, ViaS3} from './via-s3/fetch-via-s3.ts'

export interface TransferNode {
  /** Instance id. */
  readonly id: string
  /** Masters collect one after the other, so that never two of a cluster are kept busy; media nodes side by side. */
  readonly role: NodeRole
  /**
   * POSIX sh that prints the bytes to bring, what matters most first: limits cut at the end. It ends with 0 where what it printed
   * counts, prints no secret, and finds in `$root` what stands before absolute paths. Its standard error is dropped.
   */
  readonly collect: string
}

export interface TransferLimits {
  /** Of what a node's script prints, before it is packed; the rest is counted and left behind. */
  readonly bytesPerNode: number
  /** Packed, over all nodes, without what came along with the first answer. What is more is shared fairly and cut. */
  readonly totalBytes: number
  /** How long a collecting script may take. What it printed till then is brought, and told as truncated. */
  readonly collectSeconds: number
}

export interface TransferRequest {
  readonly nodes: readonly TransferNode[]
  readonly limits: TransferLimits
  /** What is collected, for the account's command history, such as `logs`: lower-case words. */
  readonly what: string
  /**
   * Where a node's bytes go, unpacked; asked only once they have arrived and been verified, so for a node that is unknown mostly
   * never. Where unpacking fails after all, the stream is destroyed with the reason.
   */
  readonly sink: (node: string) => Writable | Promise<Writable>
  /** Told of each node as soon as its bytes were handed over, or will not come. */
  readonly settled?: (node: string, outcome: NodeOutcome) => Promise<void>
  /** Commanders that end with a signal: removing what was staged must outlive the signal of the run. */
  readonly commander: (signal: AbortSignal) => Commander
  /** Ctrl-C, or the deadline. What has arrived by then is still handed over, and what was staged removed. */
  readonly signal: AbortSignal
  /** Called once, before anything that takes long; ending the signal in it fetches nothing. */
  readonly onEstimate?: (estimate: Estimate) => void | Promise<void>
  /** Uploads to a bucket of the user's instead of chunks through Run Command: for what would take too long otherwise. */
  readonly viaS3?: ViaS3
  /** Through a log group instead, where the roles of the nodes allow it. Never both. */
  readonly viaLogs?: ViaLogs
  /** Calls a second that SSM grants for each operation. */
  readonly callsPerSecond?: number
  /** How long removing may take after all else, milliseconds. */
  readonly cleanUpMilliseconds?: number
}

/** How much a node's script printed: `exact` is false where counting the rest was given up, and there was at least so much. */
export interface BytesSeen {
  readonly bytes: number
  readonly exact: boolean
}

export type NodeOutcome =
  | {readonly state: 'whole'; readonly bytes: number}
  /** The sink has the first `kept` bytes; `why` is one sentence. */
  | {readonly state: 'truncated'; readonly seen: BytesSeen; readonly kept: number; readonly why: string}
  | Unknown

/** What may still lie on a node. */
export interface LeftBehind {
  readonly node: string
  readonly path: string
  /** True where the node said that a timer removes it. Whatever is left, the next transfer removes after an hour. */
  readonly timer: boolean
  readonly why: Unknown
}

export interface TransferResult {
  /** Every node that was asked for. */
  readonly outcomes: ReadonlyMap<string, NodeOutcome>
  readonly left: readonly LeftBehind[]
  /** Objects of this transfer that could not be deleted. */
  readonly objectsLeft: readonly ObjectLeft[]
}
