import {distinctive} from './distinctive.ts'
import {PatternSearch} from './pattern-search.ts'
import {type Form, formsOf, shortestForm} from './secret-forms.ts'
import type {KnownSecret} from './secret-memory.ts'

/** Of a longer line, such as a key in one line, each piece of this length is searched for. */
const pieceLength = 256

/** Where a secret was found. Never what it is. */
export interface SecretHit {
  /** What the value is known by. */
  readonly from: string
  readonly form: Form
  /** Of its first byte among all bytes that were taken. */
  readonly offset: number
}

interface Pattern {
  readonly form: Form
  readonly from: string
}

/**
 * The last ring: searches bytes for every secret that is known, in every form that it may have. Of a value with several lines, such
 * as a private key, each line counts. What stands in a compressed file, encrypted, or in base64 that was broken into lines in the
 * middle of the value, is not found.
 */
export class SecretSearch {
  readonly #search = new PatternSearch(shortestForm)
  readonly #patterns: Pattern[] = []
  readonly #leftOut: string[] = []
  #size = 0

  constructor(values: Iterable<KnownSecret>) {
    const seen = new Set<string>()
    const patterns = new Set<string>()
    for (const {value, from} of values) {
      if (seen.has(value)) continue
      seen.add(value)
      const pieces = piecesOf(value)
      if (pieces.length === 0) this.#leftOut.push(from)
      else this.#size += 1
      for (const [bytes, form] of pieces.flatMap(piece => [...formsOf(piece)])) {
        // Two values may share a form: the first of them is named.
        if (patterns.has(bytes)) continue
        patterns.add(bytes)
        this.#search.add(Buffer.from(bytes, 'latin1'))
        this.#patterns.push({form, from})
      }
    }
  }

  /** How many values are searched for. */
  get size(): number {
    return this.#size
  }

  /** What the values are known by that are too short or too common to be searched for: they would be found everywhere. */
  get leftOut(): readonly string[] {
    return this.#leftOut
  }

  /** A search of one stream of bytes. */
  scan(): SecretScan {
    return new SecretScan(this.#search, this.#patterns)
  }
}

/** Takes the bytes of one file block after block, in order, and tells each hit once, in the block that completes it. */
export class SecretScan {
  readonly #search: PatternSearch
  readonly #patterns: readonly Pattern[]
  /** What of the bytes before may be the start of a secret. */
  #tail: Uint8Array = new Uint8Array(0)
  /** Offset of the tail. */
  #offset = 0

  constructor(search: PatternSearch, patterns: readonly Pattern[]) {
    this.#search = search
    this.#patterns = patterns
  }

  take(block: Uint8Array): readonly SecretHit[] {
    const hits: SecretHit[] = []
    const before = this.#tail.length
    const bytes = before === 0 ? block : Buffer.concat([this.#tail, block])
    this.#search.each(bytes, bytes.length, (number, start) => {
      const pattern = this.#patterns[number]
      if (pattern === undefined || start + this.#search.lengthOf(number) <= before) return
      hits.push({...pattern, offset: this.#offset + start})
    })
    const kept = Math.min(bytes.length, Math.max(0, this.#search.longest - 1))
    this.#offset += bytes.length - kept
    // A copy, for the block is its owner's to write into again.
    this.#tail = Uint8Array.from(bytes.subarray(bytes.length - kept))
    return hits
  }
}

function piecesOf(value: string): readonly string[] {
  return value
    .split(/\r?\n/)
    .map(line => line.trim())
    .flatMap(line => (line.length <= pieceLength ? [line] : chunks(line)))
    .filter(piece => distinctive(piece) && !piece.startsWith('-----'))
}

function chunks(line: string): readonly string[] {
  return Array.from({length: Math.floor(line.length / pieceLength)}, (_, index) =>
    line.slice(index * pieceLength, (index + 1) * pieceLength),
  )
}
