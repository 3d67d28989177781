import type {Area} from './areas.ts'
import type {Fact, Seen} from './fact.ts'
import type {FactKey, FactMap} from './facts.ts'
import type {Severity} from './severity.ts'
import type {Subject} from './subject.ts'
import type {Thresholds} from './thresholds.ts'

/** Where a check can judge: a plan, a plan with AWS look-ups, a deployed stack, inside the nodes. */
export type Source = 'plan' | 'lookup' | 'deployed' | 'nodes'

/** The sources that this version can examine; what checks say of the others is for the versions to come. */
export const presentSources: readonly Source[] = ['plan', 'lookup', 'deployed', 'nodes']

export type Json = string | number | boolean | null | readonly Json[] | {readonly [key: string]: Json}

/** What was seen and what should have been; the only arguments a phrase has, so that no evidence stays unsaid. */
export interface Evidence {
  readonly observed: {readonly [key: string]: Json}
  readonly expected: {readonly [key: string]: Json}
}

/** A check's messages by phrase id: one sentence each, observed before expected. `Fail` types the evidence of each. */
export type Phrases = {readonly [id: string]: (evidence: never) => string}

/** How to mend it: a sentence, commands to run, the official page. */
export interface Remedy {
  readonly text: string
  /**
   * With placeholders in capitals. STACK and REGION are made out where they are known, commands of the AWS CLI get their region by
   * themselves; so is what all findings are about, by its type: INSTANCE_ID, SUBNET_ID, MEDIA_GROUP, TARGET_GROUP_ARN and so on.
   */
  readonly commands?: readonly string[]
  readonly url: string
}

export interface FindingOptions {
  /** Where this finding weighs more or less than the check's own severity. */
  readonly severity?: Severity
  /**
   * The defect of the official templates that this is, such as `D21`. Where the template is the official one,
   * unchanged, the finding is the template's and weighs `medium` at most.
   */
  readonly defect?: `D${number}`
  /**
   * The remedy's commands made out for this finding, in place of those with placeholders. Whoever gives them held every name in
   * them against its form: people paste them into a shell.
   */
  readonly commands?: readonly string[]
}

export type Fail<P extends Phrases> = <K extends keyof P & string>(
  phrase: K,
  subject: Subject,
  evidence: Parameters<P[K]>[0],
  options?: FindingOptions,
) => void

/** What `judge` is given to say what it sees. */
export interface Judgement<P extends Phrases> {
  /** When the snapshot was taken, ISO 8601: the only time a check knows. */
  readonly now: string
  readonly thresholds: Thresholds
  readonly fail: Fail<P>
  /** The value where it was seen; otherwise undefined, and the subject counts as not judged. */
  readonly see: <T>(seen: Seen<T>, subject: Subject) => T | undefined
  /** The same for a whole fact that only some layouts need. An absent fact reads as undefined and costs nothing. */
  readonly look: <K extends FactKey>(key: K, fact: Fact<FactMap[K]>) => FactMap[K] | undefined
}

/** What a check of ours and one of a check pack have in common. */
export interface JudgingCheck<P extends Phrases, N extends FactKey, O extends FactKey> {
  readonly id: string
  /** Ids of earlier versions, the oldest first: wherever an id is given they are taken too, and findings keep their fingerprints. */
  readonly formerIds?: readonly string[]
  readonly area: Area
  /** The healthy condition, as a sentence without a full stop. */
  readonly title: string
  readonly severity: Severity
  readonly sources: readonly [Source, ...Source[]]
  /** What happens to whoever ignores it. */
  readonly why: string
  /** How each source judges it, for the docs page. */
  readonly how: {readonly [S in Source]?: string}
  /** Must be known: unknown makes the verdict unknown, absent makes it not applicable. */
  readonly needs: readonly N[]
  /** Given as they are, for `look`. */
  readonly uses?: readonly O[]
  readonly phrases: P
  readonly remedy: Remedy
  /** A remedy of its own where a phrase has another cure than the check's. */
  readonly remedies?: {readonly [K in keyof P]?: Remedy}
  /** Pure, synchronous, total: no I/O, no clock, no environment, no catching. */
  readonly judge: (facts: Pick<FactMap, N> & {readonly [K in O]: Fact<FactMap[K]>}, judgement: Judgement<P>) => void
}

export interface Check<P extends Phrases, N extends FactKey, O extends FactKey> extends JudgingCheck<P, N, O> {
  /** Of the installation guide. */
  readonly requirements: readonly `R${number}`[]
}

/** Where a check comes from that is none of ours. */
export interface PackOrigin {
  /** The name of the pack, which the ids of its checks begin with; that of its plugin where it could not be loaded. */
  readonly name: string
  readonly version: string
  /** The npm package that brings it. */
  readonly plugin: string
}

/** Keeps a check's phrases and facts typed while it is written. */
export function defineCheck<P extends Phrases, const N extends FactKey, const O extends FactKey = never>(
  check: Check<P, N, O>,
): Check<P, N, O> {
  return check
}

/** A check of whatever facts: only the engine, which hands each what it declares, may call its `judge`. */
export type AnyCheck = Omit<Check<Phrases, FactKey, FactKey>, 'judge'> & {
  readonly pack?: PackOrigin
  readonly judge: (facts: never, judgement: never) => void
}
