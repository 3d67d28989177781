import type {AnyCheck} from '../model/check.ts'
import type {Settings} from '../model/settings.ts'
import type {Snapshot} from '../model/snapshot.ts'
import type {CheckFlags} from './check-flags.ts'
import type {ConnectionFlags} from './connection-flags.ts'

/** What a look at a stack or a plan may use of the command that it is made for. */
export interface Running<F extends ConnectionFlags = CheckFlags> {
  readonly toolVersion: string
  readonly flags: F
  /** Ctrl-C. */
  readonly interrupted: () => AbortSignal
  /** Takes one line for stderr. */
  readonly tell: (line: string) => void
}

/** By what a stack is judged. */
export interface Judging {
  /** The checks. Loading them takes a while, so it is done while AWS is asked. */
  readonly choose: () => Promise<readonly AnyCheck[]>
  readonly settings: Settings
}

export interface Looked {
  readonly snapshot: Snapshot
  /** Whether AWS was to be asked and could not be. */
  readonly blind: boolean
}

/** Ends with Ctrl-C, and when --timeout is over. */
export function limitOf({flags, interrupted}: Pick<Running<ConnectionFlags>, 'flags' | 'interrupted'>): AbortSignal {
  return AbortSignal.any([interrupted(), AbortSignal.timeout(flags.timeout * 1_000)])
}

/** Where progress is shown; null where nobody looks, or wants to. */
export function progressOf({flags}: Pick<Running<ConnectionFlags>, 'flags'>): NodeJS.WriteStream | null {
  return process.stderr.isTTY && !flags['no-progress'] ? process.stderr : null
}
