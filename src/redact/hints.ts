import type {LineBytes} from './line-bytes.ts'

const hashBits = 15

interface Word {
  readonly folded: readonly number[]
  readonly groups: number
}

/**
 * Tells which groups of words have one in a text, in whichever case, as bits. Most lines of most logs have none: looking a line
 * over for all words at once costs a table look-up a character, a fraction of what one regular expression with all of them does.
 */
export class Hints {
  readonly #short: readonly {readonly word: string; readonly groups: number}[]
  /** By the hash of their first three characters. */
  readonly #words: readonly (readonly Word[])[]
  /** 1 where there are words of this hash: small enough to stay in the cache. */
  readonly #begins = new Uint8Array(1 << hashBits)

  /** The words of each group, at most 31 of them. Words shorter than three characters have no letters. */
  constructor(groups: readonly (readonly string[])[]) {
    const short = new Map<string, number>()
    const words: Word[][] = Array.from({length: 1 << hashBits}, () => [])
    for (const [group, own] of groups.entries()) {
      for (const word of own) {
        if (word.length < 3) {
          short.set(word, (short.get(word) ?? 0) | (1 << group))
          continue
        }
        const folded = [...word].map(character => character.charCodeAt(0) | 0x20)
        const hash = folded.slice(0, 3).reduce(next, 0)
        words[hash]?.push({folded, groups: 1 << group})
        this.#begins[hash] = 1
      }
    }
    this.#short = [...short].map(([word, own]) => ({word, groups: own}))
    this.#words = words
  }

  in(text: string, {bytes, length}: LineBytes): number {
    let found = 0
    for (const {word, groups} of this.#short) if (text.includes(word)) found |= groups
    const begins = this.#begins
    let hash = 0
    for (let at = 0; at < length; at += 1) {
      hash = next(hash, bytes[at] ?? 0)
      if (begins[hash] === 1 && at >= 2) found |= this.#at(bytes, length, at - 2, hash, found)
    }
    return found
  }

  #at(bytes: Uint8Array, length: number, start: number, hash: number, already: number): number {
    let found = 0
    const words = this.#words[hash] ?? []
    for (let index = 0; index < words.length; index += 1) {
      const word = words[index]
      if (word === undefined || (already & word.groups) === word.groups) continue
      const {folded} = word
      let same = 3
      while (same < folded.length && start + same < length && ((bytes[start + same] ?? 0) | 0x20) === folded[same])
        same += 1
      if (same === folded.length && hasFirst(bytes, start, folded)) found |= word.groups
    }
    return found
  }
}

/** The first three characters may share the hash only. */
function hasFirst(bytes: Uint8Array, start: number, folded: readonly number[]): boolean {
  return [0, 1, 2].every(at => ((bytes[start + at] ?? 0) | 0x20) === folded[at])
}

/** The hash of the last three characters, without regard to case. */
function next(hash: number, character: number): number {
  return ((hash << 5) | (character & 31)) & ((1 << hashBits) - 1)
}
