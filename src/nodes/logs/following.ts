import {createHash} from 'node:crypto'
import {lineTime, secondsOf} from '../../derive/line-time.ts'
import type {Framed} from './frames.ts'
import type {ReadFrom} from './query.ts'

/** Lines of one source may be told out of order by so much: what was written at the same moment by two streams. */
const overlapMilliseconds = 2_000

/** What was shown of a source by its times. */
interface Shown {
  latest: string | null
  first: string | null
  /** How often each line within the overlap was there, with its time. */
  counts: Map<string, {readonly at: string; count: number}>
}

/**
 * How far the logs of one node were shown, so that the next look shows what is new: no line twice, none left out. Containers and
 * journals are asked for again from a little before the last line, and what was there before is counted off, line by line; of files
 * it is known how many bytes were read.
 */
export class Following {
  readonly #from = new Map<string, ReadFrom>()
  readonly #shown = new Map<string, Shown>()
  #current: {
    readonly id: string
    readonly source: Framed
    readonly shown: Shown
    readonly counts: Shown['counts']
  } | null = null
  #at = ''
  #within = false

  /** Where each source is to be read from, by `kind name`. */
  get from(): ReadonlyMap<string, ReadFrom> {
    return this.#from
  }

  begin(source: Framed): void {
    const id = `${source.kind} ${source.name}`
    const shown = this.#shown.get(id) ?? {latest: null, first: null, counts: new Map()}
    this.#current = {id, source, shown, counts: new Map()}
    this.#at = ''
    this.#within = false
  }

  /** Whether a line of the source that began last was not there before. */
  isNew(line: string, ended: boolean): boolean {
    const current = this.#current
    if (current === null || current.source.kind === 'file') return true
    // A piece of a line that was too long shares its fate.
    if (this.#within) {
      this.#within = !ended
      return this.#newPiece
    }
    this.#within = !ended
    const {shown, counts} = current
    const at = lineTime(current.source.kind, line)?.at ?? this.#at
    this.#at = at
    if (at !== '') {
      shown.first ??= at
      if (shown.latest === null || at > shown.latest) shown.latest = at
    }
    const id = createHash('sha256').update(line, 'latin1').digest('base64')
    const known = counts.get(id) ?? {at, count: 0}
    known.count += 1
    counts.set(id, known)
    if (counts.size % 10_000 === 0) forget(counts, oldest(shown.latest))
    this.#newPiece = known.count > (shown.counts.get(id)?.count ?? 0)
    return this.#newPiece
  }

  #newPiece = true

  end(): void {
    const current = this.#current
    this.#current = null
    if (current === null) return
    const {id, source, shown, counts} = current
    this.#shown.set(id, shown)
    if (source.file !== null) {
      this.#from.set(id, {kind: 'offset', file: source.file.id, bytes: source.file.bytes})
      return
    }
    const from = oldest(shown.latest)
    // A look that was cut short may not have come to all that was there before.
    for (const [line, {at, count}] of shown.counts) {
      const known = counts.get(line)
      if (known === undefined) counts.set(line, {at, count})
      else known.count = Math.max(known.count, count)
    }
    forget(counts, from)
    shown.counts = counts
    const seconds =
      shown.latest === null
        ? `${source.begunAt - overlapMilliseconds / 1_000}.000000000`
        : secondsOf(shown.first !== null && shown.first > from ? shown.first : from)
    this.#from.set(id, {kind: 'time', seconds})
  }
}

function oldest(latest: string | null): string {
  if (latest === null) return ''
  const milliseconds = Date.parse(`${latest.slice(0, 19)}Z`) - overlapMilliseconds
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${latest.slice(20)}`
}

function forget(counts: Shown['counts'], before: string): void {
  for (const [line, {at}] of counts) if (at < before) counts.delete(line)
}
