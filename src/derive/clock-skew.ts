/**
 * How far a clock is ahead of ours, in milliseconds, negative when behind: by the least that it can be, since what it said was said
 * at some moment between two of ours. 0 where it may agree.
 */
export function leastAhead(told: number, between: readonly [from: number, to: number]): number {
  const [from, to] = between
  if (told > to) return told - to
  return told < from ? told - from : 0
}
