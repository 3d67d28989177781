import type {Json, Remedy} from './check.ts'
import type {UnknownCause} from './fact.ts'
import type {Severity} from './severity.ts'
import type {Subject} from './subject.ts'

/** What failed, on which subject; one for a subject in a check. */
export interface Finding {
  readonly phrase: string
  readonly subject: Subject
  readonly severity: Severity
  readonly message: string
  readonly observed: {readonly [key: string]: Json}
  readonly expected: {readonly [key: string]: Json}
  /** Commands that mend exactly this, in place of those of the remedy; null where the check gave none. */
  readonly commands: readonly string[] | null
  /** The official template's own defect, null where it is the user's. */
  readonly defect: string | null
  /** Of check and subject: the same through any change of wording, time or source file. */
  readonly fingerprint: string
}

/** What a check could not see; several causes are told by the first and the details of all. */
export interface Unseen {
  readonly facts: readonly string[]
  readonly cause: UnknownCause
  readonly action: string | null
  /** Every IAM action that would show something of it. */
  readonly actions: readonly string[]
  readonly detail: string
}

/** What became of one check. Every selected check ends in exactly one. */
export type Verdict =
  | {readonly status: 'pass'}
  | {
      readonly status: 'fail'
      readonly findings: readonly Finding[]
      /** What else could not be seen; a failure elsewhere does not hide it. */
      readonly unseen: Unseen | null
      readonly remedy: Remedy
    }
  | {readonly status: 'unknown'; readonly unseen: Unseen}
  | {readonly status: 'not-applicable'; readonly why: string}
  | {readonly status: 'error'; readonly message: string}
