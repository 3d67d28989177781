/** A finding that someone answers for until a day, so that it does not count. */
export interface Waiver {
  /** Id of the check, today's. */
  readonly check: string
  /** The subjects that are meant, by any of the names that the report shows; `*` and `?` are wildcards. */
  readonly subject: string
  /** Name of the stack. */
  readonly stack: string
  readonly reason: string
  readonly owner: string
  /** The last day that it holds, UTC, as `2027-01-31`. */
  readonly expires: string
}

/**
 * What became of a waiver in a run. `ending` is applied for the last days. `unused`: all that it could be for was judged, and nothing
 * failed. `not-judged`: its check was left out, did not apply, or could not see everything, so that nobody can say whether it is
 * still needed.
 */
export const waiverStates = ['applied', 'ending', 'expired', 'unused', 'not-judged'] as const

export type WaiverState = (typeof waiverStates)[number]

/** So long before its end a waiver is reported as ending. */
export const endingDays = 14

/** The furthest end that a waiver may have: by then somebody should have looked again. */
export const longestWaiverDays = 180

const dayMilliseconds = 86_400_000

/** Days from `today` to `day`, both as `2027-01-31`; negative where that is over. */
export function daysUntil(day: string, today: string): number {
  return Math.round((Date.parse(day) - Date.parse(today)) / dayMilliseconds)
}

/** The day of an ISO 8601 time in UTC. */
export function dayOf(time: string): string {
  return time.slice(0, 10)
}
