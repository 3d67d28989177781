import type {NotCollected} from '../../model/manifest.ts'
import type {Snapshot} from '../../model/snapshot.ts'

/** What was gathered of a stack into the folder of a case; the folder itself has it all, redacted. */
export interface GatheredCase {
  /** With what the nodes answered, as far as they were asked. */
  readonly snapshot: Snapshot
  /** What should be in the folder and is not, with the command that would get it. */
  readonly notCollected: readonly NotCollected[]
  /** Why it ended before all was gathered, one sentence; null where it did not. */
  readonly partial: string | null
}
