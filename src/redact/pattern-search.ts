/** Bytes whose hash says how far a window may move. */
const blockBytes = 3
const hashBits = 18
const none = -1

/** A pattern that was found, by its number and where it starts. */
export type Found = (pattern: number, start: number) => void

/**
 * Finds any of many patterns in bytes in one pass (Wu and Manber): a window as long as the shortest pattern moves over them, by as
 * much as its last three bytes allow in any pattern. Patterns may be added at any time, at the cost of their own length.
 */
export class PatternSearch {
  readonly #window: number
  readonly #patterns: Uint8Array[] = []
  /** By the hash of the last block of a window: how far it may move; 0 where a pattern may start with the window. */
  readonly #shifts: Uint8Array
  /** By the same hash, the first pattern that starts with such a window, and for each pattern the next one. */
  readonly #first: Int32Array
  readonly #next: number[] = []
  #longest = 0

  /** All patterns have at least so many bytes, and at least three. */
  constructor(shortest: number) {
    this.#window = shortest
    this.#shifts = new Uint8Array(1 << hashBits).fill(shortest - blockBytes + 1)
    this.#first = new Int32Array(1 << hashBits).fill(none)
  }

  /** Bytes of the longest pattern. */
  get longest(): number {
    return this.#longest
  }

  get size(): number {
    return this.#patterns.length
  }

  /** The number of the pattern, by which it is told when it is found. */
  add(pattern: Uint8Array): number {
    if (pattern.length < this.#window) throw new Error('a pattern is shorter than the window')
    const number = this.#patterns.push(pattern) - 1
    this.#longest = Math.max(this.#longest, pattern.length)
    const last = this.#window - blockBytes
    for (let at = 0; at <= last; at += 1) {
      const hash = hashAt(pattern, at)
      this.#shifts[hash] = Math.min(this.#shifts[hash] ?? 0, last - at)
      if (at !== last) continue
      this.#next[number] = this.#first[hash] ?? none
      this.#first[hash] = number
    }
    return number
  }

  bytesOf(pattern: number): Uint8Array {
    const bytes = this.#patterns[pattern]
    if (bytes === undefined) throw new Error('there is no such pattern')
    return bytes
  }

  /** Tells every place in the first `length` bytes where a pattern stands, in order of where they start. */
  each(bytes: Uint8Array, length: number, found: Found): void {
    if (this.#patterns.length === 0) return
    const shifts = this.#shifts
    const last = this.#window - blockBytes
    const end = length - blockBytes
    for (let at = last; at <= end; ) {
      const hash = hashAt(bytes, at)
      const shift = shifts[hash] ?? 0
      if (shift > 0) {
        at += shift
        continue
      }
      const start = at - last
      for (let number = this.#first[hash] ?? none; number !== none; number = this.#next[number] ?? none) {
        if (this.#stands(number, bytes, start, length)) found(number, start)
      }
      at += 1
    }
  }

  #stands(number: number, bytes: Uint8Array, start: number, length: number): boolean {
    const pattern = this.#patterns[number]
    if (pattern === undefined || start + pattern.length > length) return false
    for (let at = 0; at < pattern.length; at += 1) if (pattern[at] !== bytes[start + at]) return false
    return true
  }
}

function hashAt(bytes: Uint8Array, at: number): number {
  return (((bytes[at] ?? 0) << 10) ^ ((bytes[at + 1] ?? 0) << 5) ^ (bytes[at + 2] ?? 0)) & ((1 << hashBits) - 1)
}
