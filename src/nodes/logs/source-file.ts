import {closeSync, mkdirSync, openSync, readSync, writeSync} from 'node:fs'
import {dirname} from 'node:path'
import {lineTime} from '../../derive/line-time.ts'
import type {Redactor} from '../../redact/redactor.ts'
import type {Counted, Framed} from './frames.ts'

const bufferedCharacters = 65_536
const readBytes = 32_768

/** What lines of a source are shown: those between two times, and of them the last ones. */
export interface Window {
  readonly since: string | null
  readonly until: string | null
  readonly lines: number | null
}

/**
 * The lines of one source of one node, in a private file: redacted, and otherwise byte for byte as they came. None is kept in memory,
 * and no file stays open, for there may be a thousand of them.
 */
export class SourceFile {
  readonly node: string
  readonly source: Framed
  readonly path: string
  readonly #redactor: Redactor
  #waiting = ''
  /** The time of the first line that has one. */
  #first: string | null = null
  #lines = 0
  bytes = 0
  /** Null until it ended: 0, or why it may not be all. */
  status: number | null = null
  /** What the node counted where there was a bound on each source. */
  counted: Counted | null = null

  constructor(node: string, source: Framed, path: string, redactor: Redactor) {
    this.node = node
    this.source = source
    this.path = path
    this.#redactor = redactor
    mkdirSync(dirname(path), {recursive: true, mode: 0o700})
    closeSync(openSync(path, 'wx', 0o600))
  }

  /** How often each rule took something out of it, here and not on the node. */
  get redactions(): ReadonlyMap<string, number> {
    return this.#redactor.counts
  }

  get lines(): number {
    return this.#lines
  }

  write(line: string, ended: boolean): void {
    const text = this.#redactor.redacted(line)
    this.#first ??= lineTime(this.source.kind, text)?.at ?? null
    if (ended) this.#lines += 1
    this.bytes += text.length + (ended ? 1 : 0)
    this.#waiting += ended ? `${text}\n` : text
    if (this.#waiting.length >= bufferedCharacters) this.flush()
  }

  flush(): void {
    if (this.#waiting === '') return
    const file = openSync(this.path, 'a')
    try {
      const bytes = Buffer.from(this.#waiting, 'latin1')
      for (let done = 0; done < bytes.length; ) done += writeSync(file, bytes, done)
      this.#waiting = ''
    } finally {
      closeSync(file)
    }
  }

  /** Where lines stand that come before any time: just before the first one that has a time, else when the file was written. */
  get start(): string {
    if (this.#first !== null) return this.#first
    const seconds = this.source.file?.writtenAt ?? this.source.begunAt
    return `${new Date(seconds * 1_000).toISOString().slice(0, 19)}.000000000`
  }

  /** The lines from the first to the last, each with its own time or that of the line before. */
  *read({since, until, lines}: Window): Generator<SourceLine> {
    let skip = lines === null ? 0 : -lines
    if (lines !== null) for (const _ of this.read({since, until, lines: null})) skip += 1
    let at = this.start
    for (const bytes of this.#rawLines()) {
      const time = lineTime(this.source.kind, bytes.subarray(0, 160).toString('latin1'))
      if (time !== null && time.at > at) at = time.at
      const own = time?.at ?? at
      if ((since !== null && own < since) || (until !== null && own > until)) continue
      if (skip > 0) skip -= 1
      else yield {at, own: time?.at ?? null, text: bytes.subarray(time?.prefix ?? 0)}
    }
  }

  /** One buffer serves all lines of a source, for else gigabytes of garbage pile up. */
  *#rawLines(): Generator<Buffer> {
    let buffer: Buffer = Buffer.allocUnsafe(2 * readBytes)
    let kept = 0
    for (let position = 0; ; ) {
      if (buffer.length - kept < readBytes) buffer = Buffer.concat([buffer.subarray(0, kept)], 2 * buffer.length)
      const count = this.#readInto(buffer, kept, position)
      if (count === 0) break
      position += count
      const block = buffer.subarray(0, kept + count)
      let from = 0
      for (let at = block.indexOf(10); at !== -1; at = block.indexOf(10, from)) {
        yield block.subarray(from, at)
        from = at + 1
      }
      block.copy(buffer, 0, from)
      kept = block.length - from
    }
    if (kept > 0) yield buffer.subarray(0, kept)
  }

  #readInto(buffer: Buffer, offset: number, position: number): number {
    const file = openSync(this.path, 'r')
    try {
      return readSync(file, buffer, offset, readBytes, position)
    } finally {
      closeSync(file)
    }
  }
}

export interface SourceLine {
  /** Never before that of the line before: what lines are merged by. */
  readonly at: string
  /** What the line itself says, null where it says none. */
  readonly own: string | null
  /** Until the next line is asked for: then its bytes are others. */
  readonly text: Buffer
}
