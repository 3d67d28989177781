import type {Part} from './node-answers.ts'

type Clock = Part<'clock'>

/** How far a clock may be ahead of the caller's, milliseconds: a probe is seen between two moments, not at one. */
interface Span {
  readonly least: number
  readonly most: number
}

export interface ClockAgreement<N> {
  /** Clocks further off than the tolerance, by the least that it can be, milliseconds; positive when ahead. */
  readonly apart: readonly {readonly node: N; readonly by: number}[]
  /** Of what they are off. */
  readonly from: 'those of the other nodes' | 'that of the machine that asked'
  /**
   * Clocks that agree with each other and not with the caller's: one of the two is off, and nothing tells which. By how much,
   * milliseconds, positive when theirs are ahead.
   */
  readonly disputed: {readonly nodes: readonly N[]; readonly shift: number} | null
}

const callersClock: Span = {least: 0, most: 0}

/**
 * The clocks that no time service vouches for, held against the caller's and against each other. Nodes with a service that does
 * decide what time it is; without any, most clocks do, and the caller's is one of them.
 */
export function clockAgreement<N>(
  readings: readonly {readonly node: N; readonly clock: Clock; readonly vouched: boolean}[],
  tolerance: number,
): ClockAgreement<N> {
  const spans = readings.map(({node, clock, vouched}) => ({node, vouched, span: aheadOfCaller(clock)}))
  const open = spans.filter(({vouched}) => !vouched)
  const vouched = spans.filter(one => one.vouched)
  const electors = vouched.length > 0 ? vouched.map(one => one.span) : [callersClock, ...open.map(({span}) => span)]
  const elected = mostAgreed(electors, tolerance)
  const judgedBy = (reference: Span) => {
    const judged = open.map(({node, span}) => ({node, by: gap(span, reference)}))
    const isApart = ({by}: {readonly by: number}) => Math.abs(by) > tolerance
    return {apart: judged.filter(isApart), agreeing: judged.filter(one => !isApart(one)).map(({node}) => node)}
  }
  if (vouched.length > 0) return {apart: judgedBy(elected).apart, from: 'those of the other nodes', disputed: null}
  if (Math.abs(gap(elected, callersClock)) <= tolerance / 2) {
    const {apart, agreeing} = judgedBy(callersClock)
    const [only] = apart
    // One against one.
    if (only !== undefined && open.length === 1) return {...noneApart, disputed: {nodes: [only.node], shift: only.by}}
    const from = agreeing.length > 0 ? 'those of the other nodes' : 'that of the machine that asked'
    return {apart, from, disputed: null}
  }
  const {apart, agreeing} = judgedBy(elected)
  return {...noneApart, apart, disputed: {nodes: agreeing, shift: gap(elected, callersClock)}}
}

const noneApart = {apart: [], from: 'those of the other nodes'} as const

function aheadOfCaller({now, between: [sent, received]}: Clock): Span {
  const at = Date.parse(now)
  return {least: at - Date.parse(received), most: at - Date.parse(sent)}
}

/** How far the first is beyond the second, 0 where they meet; positive when it is ahead. */
function gap(one: Span, other: Span): number {
  if (one.least > other.most) return one.least - other.most
  return one.most < other.least ? one.most - other.least : 0
}

/** The shifts that most of the clocks allow, two of them agreeing within the tolerance; of equals those nearest to none. */
function mostAgreed(spans: readonly Span[], tolerance: number): Span {
  const widened = spans.map(({least, most}) => ({least: least - tolerance / 2, most: most + tolerance / 2}))
  const ends = [...new Set([0, ...widened.flatMap(({least, most}) => [least, most])])].toSorted((a, b) => a - b)
  // Votes change at the ends only; the points between them tell where two groups of clocks are apart.
  const points = ends.flatMap((end, at) => [end, (end + (ends[at + 1] ?? end)) / 2])
  const votes = points.map(point => widened.filter(({least, most}) => least <= point && point <= most).length)
  const most = Math.max(...votes)
  const nearest = points.reduce(
    (best, point, at) =>
      votes[at] === most && (best === -1 || Math.abs(point) < Math.abs(points[best] ?? 0)) ? at : best,
    -1,
  )
  let from = nearest
  while (votes[from - 1] === most) from -= 1
  let to = nearest
  while (votes[to + 1] === most) to += 1
  return {least: points[from] ?? 0, most: points[to] ?? 0}
}
