import type {AwsSession} from '../../aws/session.ts'
import type {CaseWriter} from '../../bundle/case-writer.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import type {TransferPlace} from '../../nodes/transfer/place.ts'
import type {SecretMemory} from '../../redact/secret-memory.ts'
import type {Judging} from '../running.ts'
import type {CaseRings} from './case-rings.ts'

/** What is gathered of a stack, and where to. */
export interface GatherRequest {
  readonly session: AwsSession
  /** What the look at the stack came to. */
  readonly snapshot: Snapshot
  /** Name or ARN. */
  readonly stack: string
  /** What it has already is not looked up again. */
  readonly writer: CaseWriter
  /** What it comes to know is taken out of everything that is written afterwards. */
  readonly memory: SecretMemory
  /** What takes secrets out; the writer's is the second one of them. */
  readonly rings: CaseRings
  /** Of logs, ISO 8601; null for no bound. */
  readonly window: {readonly since: string | null; readonly until: string | null}
  /** Names of the nodes that are asked; null for all. */
  readonly nodes: readonly string[] | null
  /** Services whose logs are brought; none for all. */
  readonly services: readonly string[]
  /** Of redacted content, all together. */
  readonly maxBytes: number
  readonly via: TransferPlace | null
  /** By what the report is judged; null where none is made. */
  readonly judging: Judging | null
  /** Whether the values of the stack's secret are read, in memory only. */
  readonly readSecret: boolean
  readonly progress: NodeJS.WriteStream | null
  /** Ctrl-C, or the deadline: what is there by then is kept, with what says the rest is missing. */
  readonly signal: AbortSignal
  /** The command line that goes on with what the signal ended; null where nothing does. */
  readonly resume: string | null
  readonly tell: (line: string) => void
}
