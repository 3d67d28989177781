/** Bytes whose hash says how far a window may move. */
const blockBytes = 3
const [leastBits, mostBits] = [10, 20]
const none = -1

/** A pattern that was found, by its number and where it starts. */
export type Found = (pattern: number, start: number) => void

/**
 * Finds any of many patterns in bytes in one pass (Wu and Manber, 1994): a window as long as the shortest pattern moves over them, by
 * as much as its last three bytes allow in any pattern. Patterns may be added at any time, at the cost of their own length; tables
 * grow with their number, so that most blocks of bytes are in none.
 */
export class PatternSearch {
  readonly #window: number
  readonly #patterns: Uint8Array[] = []
  #bits = leastBits
  /** By the hash of the last block of a window: how far it may move; 0 where a pattern may start with the window. */
  #shifts: Uint8Array
  /** By the same hash, the first pattern that starts with such a window, and for each pattern the next one. */
  #first: Int32Array
  readonly #next: number[] = []
  #longest = 0

  /** All patterns have at least so many bytes, and at least three. */
  constructor(shortest: number) {
    this.#window = shortest
    ;[this.#shifts, this.#first] = tables(leastBits, shortest)
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
    if (this.#bits < mostBits && this.#patterns.length * this.#window * 2 > this.#shifts.length) {
      this.#bits += 2
      ;[this.#shifts, this.#first] = tables(this.#bits, this.#window)
      for (let every = 0; every <= number; every += 1) this.#enter(every, this.#patternAt(every))
    } else {
      this.#enter(number, pattern)
    }
    return number
  }

  lengthOf(pattern: number): number {
    return this.#patternAt(pattern).length
  }

  /** Tells every place in the first `length` bytes where a pattern stands, in order of where they start. */
  each(bytes: Uint8Array, length: number, found: Found): void {
    if (this.#patterns.length === 0) return
    const shifts = this.#shifts
    const unused = 32 - this.#bits
    const last = this.#window - blockBytes
    const end = length - blockBytes
    for (let at = last; at <= end; ) {
      const hash = hashAt(bytes, at, unused)
      const shift = shifts[hash] ?? 0
      if (shift > 0) {
        at += shift
        continue
      }
      const start = at - last
      for (let number = this.#first[hash] ?? none; number !== none; number = this.#next[number] ?? none) {
        if (this.#stands(this.#patternAt(number), bytes, start, length)) found(number, start)
      }
      at += 1
    }
  }

  #enter(number: number, pattern: Uint8Array): void {
    const last = this.#window - blockBytes
    for (let at = 0; at <= last; at += 1) {
      const hash = hashAt(pattern, at, 32 - this.#bits)
      this.#shifts[hash] = Math.min(this.#shifts[hash] ?? 0, last - at)
      if (at !== last) continue
      this.#next[number] = this.#first[hash] ?? none
      this.#first[hash] = number
    }
  }

  #patternAt(number: number): Uint8Array {
    const pattern = this.#patterns[number]
    if (pattern === undefined) throw new Error('there is no such pattern')
    return pattern
  }

  #stands(pattern: Uint8Array, bytes: Uint8Array, start: number, length: number): boolean {
    if (start + pattern.length > length) return false
    for (let at = 0; at < pattern.length; at += 1) if (pattern[at] !== bytes[start + at]) return false
    return true
  }
}

function tables(bits: number, window: number): [Uint8Array, Int32Array] {
  return [new Uint8Array(1 << bits).fill(window - blockBytes + 1), new Int32Array(1 << bits).fill(none)]
}

/** Multiplicative, for the blocks of text differ in few bits. */
function hashAt(bytes: Uint8Array, at: number, unused: number): number {
  const block = ((bytes[at] ?? 0) << 16) | ((bytes[at + 1] ?? 0) << 8) | (bytes[at + 2] ?? 0)
  return Math.imul(block, 0x9e3779b1) >>> unused
}
