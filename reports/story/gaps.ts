import {type UnknownCause, unknownCauses} from '../../src/model/fact.ts'
import type {Result} from '../../src/model/report.ts'

/** One reason why checks could not look, told once for all of them. */
export interface Gap {
  readonly cause: UnknownCause
  readonly detail: string
  /** The IAM actions that would show it. */
  readonly actions: readonly string[]
  readonly checks: readonly string[]
}

type Unseen = NonNullable<Result['unknown']>

/** The unknown results by cause, the gravest first, and by detail: many checks share one. */
export function gapsOf(results: readonly Result[]): readonly Gap[] {
  const unknown = results.filter(result => result.status === 'unknown')
  return unknownCauses.flatMap(cause => {
    const own = unknown.filter(result => unseenOf(result).cause === cause)
    return [...Map.groupBy(own, result => unseenOf(result).detail)].map(([detail, sharers]) => ({
      cause,
      detail,
      actions: [...new Set(sharers.flatMap(result => unseenOf(result).actions))],
      checks: sharers.map(result => result.check),
    }))
  })
}

/** A gap without a cause is still a gap: it must not drop out of the list. */
export function unseenOf(result: Result): Unseen {
  return result.unknown ?? {facts: [], cause: 'failed', action: null, actions: [], detail: 'no cause was recorded'}
}

export const causeWords = {
  denied: 'AWS denied access',
  throttled: 'AWS asked to slow down',
  unreachable: 'Could not be reached',
  'timed-out': 'No answer in time',
  truncated: 'The answer was cut short',
  failed: 'The look-up failed',
  unresolved: 'The value is not known yet',
  'not-requested': 'Not looked at in this run',
} as const satisfies Record<UnknownCause, string>

/** A policy above the identity's own, as `classify` tells of it. */
const forbidding = /(service control policy|permissions boundary|policy explicitly)\b.* (forbids|denies) /

/** What to do, where the detail can't say it. The actions stand in the format's own dress. */
export function cureOf({cause, detail}: Pick<Gap, 'cause' | 'detail'>, actions: readonly string[]): string | null {
  const named = actions.join(', ')
  if (cause === 'denied' && named !== '') {
    // What a policy forbids no other one can allow.
    return forbidding.test(detail)
      ? `Ask whoever keeps that policy to let openvidu-doctor have ${named}.`
      : `Allow ${named} to the identity that runs openvidu-doctor.`
  }
  if (cause === 'denied') return null
  if (cause === 'throttled' || cause === 'timed-out') return 'Run it again in a few minutes.'
  return named === '' ? null : `Looking needs ${named}.`
}
