/** A span of time that is looked at; null for all of it. ISO 8601. */
export interface Span {
  readonly from: string
  readonly to: string
}

/** An ISO 8601 moment as milliseconds, with what a clock is ahead taken off; null where it is none that a calendar has. */
export function corrected(moment: string, ahead: number): string | null {
  const milliseconds = Date.parse(moment) - ahead
  // Beyond these a year has more than four digits, and texts are no longer in the order of their times.
  if (!(milliseconds >= 0 && milliseconds < 253_402_300_800_000)) return null
  return new Date(milliseconds).toISOString()
}

/** How long after the first moment the second is, milliseconds; null where one of them is not known. */
export function between(one: string | null, other: string | null): number | null {
  return one === null || other === null ? null : Date.parse(other) - Date.parse(one)
}

export function isWithin(span: Span | null, at: string): boolean {
  return span === null || (at >= span.from && at <= span.to)
}

export function earliest(moments: readonly (string | null)[]): string | null {
  return moments.reduce((one, other) => (one === null || (other !== null && other < one) ? other : one), null)
}

export function latest(moments: readonly (string | null)[]): string | null {
  return moments.reduce((one, other) => (one === null || (other !== null && other > one) ? other : one), null)
}

/** `20 minutes`, `1 minute`, `45 seconds`, `3 hours`, `9 days`. */
export function spanText(milliseconds: number): string {
  const units = [
    ['day', 86_400_000],
    ['hour', 3_600_000],
    ['minute', 60_000],
  ] as const
  const [unit, length] = units.find(([, size]) => milliseconds >= 2 * size) ?? ['second', 1_000]
  const number = Math.round(milliseconds / length)
  return `${number} ${unit}${number === 1 ? '' : 's'}`
}
