import {lineTime, type SourceKind} from '../derive/line-time.ts'
import {type CauseId, ownPatterns} from '../openvidu/failure-causes.ts'
import {logMilestones, type MilestoneId} from '../openvidu/log-milestones.ts'
import {compiledSignatures} from '../openvidu/signatures.ts'
import type {CaseLog} from './case-logs.ts'
import {corrected, isWithin, type Span} from './moments.ts'

/** A line of a log. */
export interface LogPoint {
  /** From 1. */
  readonly line: number
  readonly text: string
  /** What the line itself says, with the skew of its node's clock taken out; null where it says none. */
  readonly at: string | null
  /** The same, or the time of the line before that has one: it was written then or later. */
  readonly near: string | null
}

/** A pattern in a log. */
export interface LogHit {
  readonly id: CauseId
  readonly count: number
  readonly first: LogPoint
  readonly last: LogPoint
  /** What stands right before the first. */
  readonly before: readonly LogPoint[]
}

/** A line of sound course in a log: how often, and some of them. */
export interface Passing {
  readonly count: number
  readonly first: LogPoint
  readonly last: LogPoint
  /** The first and the last of them, in their order. */
  readonly some: readonly LogPoint[]
}

export interface ScannedLog extends CaseLog {
  readonly lines: number
  readonly hits: readonly LogHit[]
  readonly milestones: ReadonlyMap<MilestoneId, Passing>
  /** Times of the first and the last line that have one. */
  readonly start: string | null
  readonly end: string | null
  /** Its last lines that are not empty. */
  readonly tail: readonly LogPoint[]
}

/** Longer lines are no log lines; looking through them would cost more than they can tell. */
const longestLine = 4_000
const longestText = 300
const keptBefore = 3
const keptTail = 3
const keptPassings = 20
/** A node that asks itself is not cut off from anybody. */
const toItself = /127\.0\.0\.1|localhost|\[::1\]/

interface Pattern {
  readonly hit: CauseId | null
  readonly milestone: MilestoneId | null
  readonly expression: RegExp
}

interface Raw {
  readonly line: number
  readonly bytes: Buffer
  readonly near: string | null
}

/**
 * One pass over a log: which failures and which lines of sound course it holds. However long it is, no more is kept than a few lines
 * of each.
 */
export class LogScan {
  readonly #log: CaseLog
  readonly #ahead: number
  readonly #window: Span | null
  readonly #patterns: readonly Pattern[]
  /** Any of the patterns, or nothing: most lines are only held against this one. */
  readonly #any: RegExp | null
  readonly #hits = new Map<CauseId, {count: number; first: LogPoint; last: LogPoint; before: readonly LogPoint[]}>()
  readonly #milestones = new Map<MilestoneId, {count: number; head: LogPoint[]; tail: LogPoint[]}>()
  #recent: Raw[] = []
  #lines = 0
  #near: string | null = null
  #start: string | null = null

  constructor(log: CaseLog, ahead: number, window: Span | null) {
    this.#log = log
    this.#ahead = ahead
    this.#window = window
    this.#patterns = patternsOf(log)
    this.#any =
      this.#patterns.length === 0
        ? null
        : new RegExp(this.#patterns.map(({expression}) => `(?:${expression.source})`).join('|'), 'i')
  }

  take(bytes: Buffer): void {
    this.#lines += 1
    // Programs write times into few lines of a file; in the others each line has one, and is read only where it matters.
    if (this.#log.kind === 'file') this.#near = this.#timeOf(bytes, true) ?? this.#near
    else if (this.#start === null) this.#near = this.#timeOf(bytes, false)
    this.#start ??= this.#near
    if (bytes.length === 0) return
    if (this.#any !== null) this.#match(bytes)
    this.#recent.push({line: this.#lines, bytes: Buffer.from(bytes.subarray(0, 4 * longestText)), near: this.#near})
    if (this.#recent.length > keptBefore) this.#recent.shift()
  }

  done(): ScannedLog {
    const tail = this.#recent.slice(-keptTail).map(raw => this.#point(raw))
    return {
      ...this.#log,
      lines: this.#lines,
      hits: [...this.#hits].map(([id, hit]) => ({id, ...hit})),
      milestones: new Map(
        [...this.#milestones].flatMap(([id, {count, head, tail: last}]) => {
          const some = [...head, ...last]
          const [first, final] = [some[0], some.at(-1)]
          return first === undefined || final === undefined ? [] : [[id, {count, first, last: final, some}] as const]
        }),
      ),
      start: this.#start,
      end: this.#end(tail),
      tail,
    }
  }

  /** Of what is looked at: what comes after a window is not known. */
  #end(tail: readonly LogPoint[]): string | null {
    const end = this.#log.kind === 'file' ? this.#near : (tail.findLast(({at}) => at !== null)?.at ?? null)
    return end !== null && this.#window !== null && end > this.#window.to ? this.#window.to : end
  }

  #match(bytes: Buffer): void {
    const line = bytes.toString('latin1', 0, longestLine)
    if (this.#any?.test(line) !== true) return
    const point = this.#point({line: this.#lines, bytes, near: this.#near})
    if (this.#window !== null && (point.near === null || !isWithin(this.#window, point.near))) return
    for (const {hit, milestone, expression} of this.#patterns) {
      if (!expression.test(line) || (hit === 'F15' && toItself.test(line))) continue
      if (hit !== null) this.#hit(hit, point)
      if (milestone !== null) this.#pass(milestone, point)
    }
  }

  #hit(id: CauseId, point: LogPoint): void {
    const known = this.#hits.get(id)
    if (known === undefined) {
      const before = this.#recent.map(raw => this.#point(raw))
      this.#hits.set(id, {count: 1, first: point, last: point, before})
    } else {
      known.count += 1
      known.last = point
    }
  }

  #pass(id: MilestoneId, point: LogPoint): void {
    const known = this.#milestones.get(id) ?? {count: 0, head: [], tail: []}
    this.#milestones.set(id, known)
    known.count += 1
    if (known.head.length < keptPassings / 2) known.head.push(point)
    else {
      known.tail.push(point)
      if (known.tail.length > keptPassings / 2) known.tail.shift()
    }
  }

  #point({line, bytes, near}: Raw): LogPoint {
    const at = this.#timeOf(bytes, this.#log.kind === 'file')
    const prefix = this.#log.kind === 'file' ? 0 : (prefixOf(this.#log.kind, bytes) ?? 0)
    const text = bytes.toString('utf8', prefix, prefix + 4 * longestText)
    return {line, text: text.length <= longestText ? text : `${text.slice(0, longestText)}…`, at, near: at ?? near}
  }

  #timeOf(bytes: Buffer, sparse: boolean): string | null {
    // A digit, a bracket, or the C of Cloud-init: nothing else begins a time.
    const [code = 0] = bytes
    if (sparse && !((code >= 0x30 && code <= 0x39) || code === 0x5b || code === 0x43)) return null
    const time = lineTime(this.#log.kind, bytes.toString('latin1', 0, 160))
    return time === null ? null : corrected(`${time.at.slice(0, 23)}Z`, this.#ahead)
  }
}

function prefixOf(kind: SourceKind, bytes: Buffer): number | null {
  return lineTime(kind, bytes.toString('latin1', 0, 160))?.prefix ?? null
}

function patternsOf({source, name}: CaseLog): readonly Pattern[] {
  if (source === null) return []
  const here = ({where, container}: {readonly where: readonly string[]; readonly container?: string}) =>
    where.includes(source) && (container === undefined || container === name)
  return [
    ...compiledSignatures(source)
      .filter(({signature}) => here(signature) && signature.benign !== true)
      .map(({signature, expression}) => ({hit: signature.id, milestone: null, expression})),
    ...ownPatterns
      .filter(here)
      .map(({id, pattern}) => ({hit: id, milestone: null, expression: new RegExp(pattern, 'i')})),
    ...logMilestones
      .filter(here)
      .map(({id, pattern}) => ({hit: null, milestone: id, expression: new RegExp(pattern, 'i')})),
  ]
}
