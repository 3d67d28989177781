/**
 * Why something could not be seen.
 *
 * `unresolved` is a value known only at deploy time; `not-requested` is one that this run was told not to
 * look up (`--offline`, `--no-nodes`) or was not given (`--stack-name`). The rest are failures of looking.
 */
export const unknownCauses = [
  'denied',
  'throttled',
  'unreachable',
  'timed-out',
  'truncated',
  'failed',
  'unresolved',
  'not-requested',
] as const

export type UnknownCause = (typeof unknownCauses)[number]

/** Something that could not be seen, with what would make it visible. */
export interface Unknown {
  readonly state: 'unknown'
  readonly cause: UnknownCause
  /** One sentence: what happened, or what to give so that it can be seen. */
  readonly detail: string
  /** The IAM action that would show it, where one would, such as `ec2:DescribeSubnets`. */
  readonly action?: string | undefined
}

/** Observed. An empty list is known to be empty; a failed call is never an empty list. */
export interface Known<T> {
  readonly state: 'known'
  readonly value: T
}

/** Looked for and not there, or not applicable to this generation or layout. */
export interface Absent {
  readonly state: 'absent'
  readonly why: string
}

/** A part of a fact that may be visible while its neighbour is not, such as one node's answer among many. */
export type Seen<T> = Known<T> | Unknown

/** A whole fact that was observed: its value, when, and by which call or from which file. */
export interface Observed<T> extends Known<T> {
  /** ISO 8601, UTC. */
  readonly at: string
  readonly by: string
}

/** Three-way truth: "could not look" must never read as "fine". */
export type Fact<T> = Observed<T> | Absent | Unknown

export function known<T>(value: T): Known<T> {
  return {state: 'known', value}
}

export function observed<T>(value: T, at: string, by: string): Observed<T> {
  return {state: 'known', value, at, by}
}

export function absent(why: string): Absent {
  return {state: 'absent', why}
}

export function unknown(cause: UnknownCause, detail: string, action?: string): Unknown {
  return action === undefined ? {state: 'unknown', cause, detail} : {state: 'unknown', cause, detail, action}
}

/** Whether this is why there is no value, in the place of one. */
export function isGap(value: unknown): value is Absent | Unknown {
  if (typeof value !== 'object' || value === null || !('state' in value)) return false
  return value.state === 'absent' || value.state === 'unknown'
}
