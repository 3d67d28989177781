import {type SourceKind, sourceKinds} from '../../derive/line-time.ts'
import {containerForm} from './collect-script.ts'
import {sourceNames} from './sources.ts'

/** A source as a node frames it. */
export interface Framed {
  readonly kind: SourceKind
  readonly name: string
  /** The node's clock when it began, seconds. */
  readonly begunAt: number
  /** Of a file: which it is, how much of it counts, and when it was written last, seconds. */
  readonly file: {readonly id: string; readonly bytes: number; readonly writtenAt: number} | null
}

export interface Counted {
  readonly seen: number
  readonly kept: number
}

export interface FrameEvents {
  readonly begin: (source: Framed) => void
  /** A line without its bar; `ended` where it was not the last of a source that does not end its last line. Each byte a character. */
  readonly line: (text: string, ended: boolean) => void
  /** Counted where there was a bound: how many bytes there were, and how many of them the node let through. */
  readonly end: (status: number | null, counted: Counted | null) => void
  readonly absent: (kind: string, name: string, why: string) => void
  /** The pattern is none that the node's grep takes. */
  readonly badPattern: () => void
  /** The script came to its end. */
  readonly done: () => void
}

/** A longer line is handed on in pieces. */
export const longestLine = 1_048_576

/** A node has no more sources than these; others are not taken in. */
const mostSources = 200

/** Reads what the script printed. What is not in its form is no frame, and what stands outside of frames is nobody's. */
export class FrameReader {
  readonly #events: FrameEvents
  readonly #mark: string
  readonly #names = new Set<string>()
  #rest: Buffer[] = []
  #length = 0
  #open = false
  #pending: string | null = null
  /** Within a line whose first piece was handed on. */
  #within = false

  constructor(key: string, events: FrameEvents) {
    this.#mark = `@${key} `
    this.#events = events
  }

  take(block: Buffer): void {
    for (let from = 0; from < block.length; ) {
      const at = block.indexOf(10, from)
      const to = at === -1 ? block.length : at
      // Copied: a part keeps the whole block alive.
      this.#rest.push(Buffer.from(block.subarray(from, to)))
      this.#length += to - from
      if (at !== -1) this.#line(this.#taken(), true)
      else if (this.#length >= longestLine) this.#line(this.#taken(), false)
      from = to + 1
    }
  }

  /** Nothing more comes. */
  finish(): void {
    if (this.#length > 0) this.#line(this.#taken(), true)
    this.#handOn(false)
    if (this.#open) this.#events.end(null, null)
    this.#open = false
  }

  #taken(): string {
    const text = Buffer.concat(this.#rest).toString('latin1')
    this.#rest = []
    this.#length = 0
    return text
  }

  #line(text: string, whole: boolean): void {
    if (this.#within || text.startsWith('|')) {
      const piece = this.#within ? text : text.slice(1)
      if (!this.#within) this.#handOn(true)
      this.#within = !whole
      if (!this.#open) return
      if (whole) this.#pending = piece
      else this.#events.line(piece, false)
      return
    }
    this.#within = !whole
    if (text === '') return this.#handOn(true)
    if (!text.startsWith(this.#mark)) return
    this.#frame(text.slice(this.#mark.length).split(' '))
  }

  /** The line before is complete only now: the next one tells whether it was ended. */
  #handOn(ended: boolean): void {
    if (this.#pending !== null && this.#open) this.#events.line(this.#pending, ended)
    this.#pending = null
  }

  #frame([word = '', ...words]: readonly string[]): void {
    this.#handOn(false)
    if (this.#open) {
      const [status = '', ...counts] = words
      const ended = word === 'end' && /^\d{1,3}$/.test(status)
      this.#events.end(ended ? Number(status) : null, ended ? countedIn(counts) : null)
      this.#open = false
      if (word === 'end') return
    }
    if (word === 'begin') this.#begin(words)
    else if (word === 'absent' && words.every(one => /^[A-Za-z0-9_.-]{1,100}$/.test(one))) {
      const [kind = '', name = '', why = ''] = words
      if (this.#isNew(`absent ${kind} ${name}`)) this.#events.absent(kind, name, why)
    } else if (word === 'pattern') this.#events.badPattern()
    else if (word === 'done') this.#events.done()
  }

  #begin([kind = '', name = '', now = '', detail = '']: readonly string[]): void {
    const known = sourceKinds.find(one => one === kind)
    const named = known === 'container' ? new RegExp(`^${containerForm}$`).test(name) : sourceNames.includes(name)
    if (known === undefined || !named || !/^\d{1,12}$/.test(now) || !this.#isNew(`${kind} ${name}`)) return
    const [, id, bytes, writtenAt] = /^(\d{1,20}),(\d{1,15}),(\d{1,12})$/.exec(detail) ?? []
    const file = id === undefined || known !== 'file' ? null : {id, bytes: Number(bytes), writtenAt: Number(writtenAt)}
    this.#open = true
    this.#events.begin({kind: known, name, begunAt: Number(now), file})
  }

  #isNew(id: string): boolean {
    if (this.#names.has(id) || this.#names.size >= mostSources) return false
    this.#names.add(id)
    return true
  }
}

function countedIn([seen = '', kept = '']: readonly string[]): Counted | null {
  const sound = [seen, kept].every(count => /^\d{1,15}$/.test(count)) && Number(kept) <= Number(seen)
  return sound ? {seen: Number(seen), kept: Number(kept)} : null
}
