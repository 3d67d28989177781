/** First and last port, both included. */
export interface PortRange {
  readonly from: number
  readonly to: number
}

/** What is left of a range once the others are taken away, in ascending order. */
export function withoutRanges({from, to}: PortRange, taken: readonly PortRange[]): readonly PortRange[] {
  const left: PortRange[] = []
  let next = from
  for (const range of taken.toSorted((a, b) => a.from - b.from)) {
    if (range.to < next) continue
    if (range.from > to) break
    if (range.from > next) left.push({from: next, to: range.from - 1})
    next = range.to + 1
  }
  if (next <= to) left.push({from: next, to})
  return left
}

export function portCount(ranges: readonly PortRange[]): number {
  return ranges.reduce((sum, {from, to}) => sum + to - from + 1, 0)
}

export function overlaps(one: PortRange, other: PortRange): boolean {
  return one.from <= other.to && other.from <= one.to
}

export function portsText({from, to}: PortRange): string {
  return from === to ? String(from) : `${from}-${to}`
}
