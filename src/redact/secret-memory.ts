import {distinctive, distinctiveByItself} from './distinctive.ts'
import {LineBytes} from './line-bytes.ts'
import {PatternSearch} from './pattern-search.ts'
import {bytesOf, textOf} from './redactor.ts'
import {formsOf, shortestForm} from './secret-forms.ts'

/** A longer one is a document, and found by what is in it. */
const longest = 512

/** More than a deployment has; whoever prints more has none that are worth the search. */
const most = 5_000

/** A character has four bytes at most. */
const pieceCharacters = longest / 4

/** A value that is a secret, and what it was known by: a rule, or a place such as `REDIS_PASSWORD of the secret`. */
export interface KnownSecret {
  readonly value: string
  readonly from: string
}

/** The values that were seen where secrets are, so that they are known where they stand alone, or in another form. */
export class SecretMemory {
  readonly #known = new Map<string, string>()
  readonly #search = new PatternSearch(shortestForm)
  readonly #patterns = new Set<string>()
  readonly #bytes = new LineBytes()

  /**
   * Takes what stands where secrets are, unless it may be a word of every log. Each byte is one character. Tells whether it is one
   * that was not known before.
   */
  take(value: string, from = 'known-value'): boolean {
    return distinctiveByItself(value) && this.#enter(value, from)
  }

  /**
   * Takes a text that is certainly secret, such as a value of the deployment's own secret; of several lines, each, and of a long
   * one, such as a key on one line, each piece.
   */
  know({value, from}: KnownSecret): void {
    for (const piece of value.split(/\r?\n/).flatMap(piecesOf)) {
      if (distinctive(piece)) this.#enter(bytesOf(piece), from)
    }
  }

  #enter(value: string, from: string): boolean {
    if (value.length > longest || this.#known.size >= most || this.#known.has(value)) return false
    this.#known.set(value, from)
    for (const form of formsOf(textOf(value)).keys()) {
      if (this.#patterns.has(form)) continue
      this.#patterns.add(form)
      this.#search.add(Buffer.from(form, 'latin1'))
    }
    return true
  }

  /** All that is known, as text. */
  *known(): Generator<KnownSecret> {
    for (const [value, from] of this.#known) yield {value: textOf(value), from}
  }

  /** A text in which each known value is replaced, in whichever form it stands there; `gone` is told of each. */
  without(text: string, mark: string, gone: () => void = () => {}): string {
    if (this.#search.size === 0 || text.length < shortestForm) return text
    this.#bytes.set(text)
    return this.withoutIn(text, this.#bytes, mark, gone)
  }

  /** The same of a text that is there as bytes already. */
  withoutIn(text: string, {bytes, length}: LineBytes, mark: string, gone: () => void): string {
    const spans: {start: number; end: number}[] = []
    this.#search.each(bytes, length, (pattern, start) => {
      const end = start + this.#search.lengthOf(pattern)
      const before = spans.at(-1)
      if (before === undefined || start >= before.end) spans.push({start, end})
      else before.end = Math.max(before.end, end)
    })
    if (spans.length === 0) return text
    let shown = ''
    let from = 0
    for (const {start, end} of spans) {
      shown += text.slice(from, start) + mark
      from = end
      gone()
    }
    return shown + text.slice(from)
  }
}

function piecesOf(line: string): readonly string[] {
  if (bytesOf(line).length <= longest) return [line]
  const count = Math.ceil(line.length / pieceCharacters)
  return Array.from({length: count}, (_, index) => line.slice(index * pieceCharacters, (index + 1) * pieceCharacters))
}
