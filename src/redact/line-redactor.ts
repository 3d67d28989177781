import {withoutSecretKeys} from './aws-keys.ts'
import {decodedText} from './decoded-text.ts'
import {Hints} from './hints.ts'
import {LineBytes} from './line-bytes.ts'
import {withLongWords} from './long-words.ts'
import type {Redactor} from './redactor.ts'
import {
  mark,
  privateKeyBegin,
  privateKeyEnd,
  privateKeyLine,
  type RedactionRule,
  ruleGroups,
  valueBegins,
} from './rules.ts'
import type {SecretMemory} from './secret-memory.ts'
import {secretsOf} from './secret-values.ts'

interface CompiledRule extends RedactionRule {
  readonly expression: RegExp
  /** Whether it takes something out, rather than finding or sparing it for another. */
  readonly takes: boolean
}

const groups = ruleGroups.map(({hints, rules}) => ({
  /** What rules before it leave behind for it; null where hints are of the line itself. */
  after: hints.find(hint => hint.startsWith(valueBegins)) ?? null,
  rules: rules.map(
    (rule): CompiledRule => ({
      ...rule,
      expression: new RegExp(
        rule.behind === undefined ? rule.pattern : `(?<=${rule.behind})${valueBegins}`,
        rule.ignoreCase ? 'gis' : 'gs',
      ),
      takes: rule.mark.startsWith(mark),
    }),
  ),
}))

const hints = new Hints(ruleGroups.map(group => group.hints.filter(hint => !hint.startsWith(valueBegins))))

const begin = new RegExp(privateKeyBegin)
const end = new RegExp(privateKeyEnd)
const keyLine = new RegExp(privateKeyLine)

/** No private key has so many lines: one that never ends hides no more than that. */
const mostKeyLines = 200

/** Base64 in base64 is looked into so deep. */
const mostLayers = 3

/**
 * Takes secrets out of the lines of one log, one after the other. Lines are bounded by whoever reads them, and each byte of theirs is
 * one character: what is no UTF-8 stays as it is.
 */
export class LineRedactor implements Redactor {
  readonly #memory: SecretMemory
  readonly #counts = new Map<string, number>()
  /** Lines that a private key may still have; 0 outside of one. */
  #keyLines = 0
  readonly #bytes = new LineBytes()
  readonly #knownValue = () => this.#count('known-value')

  /** For each rule that takes something out, what becomes of a match. */
  readonly #replacers: ReadonlyMap<RedactionRule, (match: string, kept?: string) => string>

  constructor(memory: SecretMemory) {
    this.#memory = memory
    const taking = groups.flatMap(({rules}) => rules.filter(rule => rule.takes))
    this.#replacers = new Map(
      taking.map(rule => [
        rule,
        (match, kept = '') => {
          this.#count(rule.id)
          for (const value of secretsOf(rule, match, kept)) this.#memory.take(value, rule.id)
          return kept + rule.mark
        },
      ]),
    )
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }

  redacted(lines: string): string {
    return lines.includes('\n')
      ? lines
          .split('\n')
          .map(line => this.#line(line))
          .join('\n')
      : this.#line(lines)
  }

  #line(line: string): string {
    let text = line
    if (this.#keyLines > 0) {
      this.#keyLines = end.test(text) ? 0 : this.#keyLines - 1
      text = text.replace(keyLine, (_, before: string) => {
        this.#count('private-key')
        return before + mark
      })
    }
    this.#bytes.set(text)
    const ruled = this.#byRules(text, this.#bytes)
    if (ruled !== text) this.#bytes.set(ruled)
    const decoded = withLongWords(ruled, this.#bytes, word => this.#longWord(word, 1))
    if (decoded !== ruled) this.#bytes.set(decoded)
    return this.#memory.withoutIn(decoded, this.#bytes, mark, this.#knownValue)
  }

  #byRules(line: string, bytes: LineBytes): string {
    const hinted = hints.in(line, bytes)
    if (hinted === 0) return line
    let text = line
    for (let index = 0; index < groups.length; index += 1) {
      const group = groups[index]
      if (group === undefined) break
      const concerned =
        group.after === null ? (hinted & (1 << index)) !== 0 : text !== line && text.includes(group.after)
      if (!concerned) continue
      for (const rule of group.rules) {
        const replacer = this.#replacers.get(rule)
        text =
          replacer === undefined
            ? text.replace(rule.expression, rule.behind === undefined ? `$1${rule.mark}` : rule.mark)
            : text.replace(rule.expression, replacer)
      }
    }
    if (text.includes('-----BEGIN') && begin.test(text)) this.#keyLines = mostKeyLines
    return text
  }

  #longWord(word: string, layer: number): string {
    const shown = withoutSecretKeys(word, key => {
      this.#count('aws-secret-key')
      this.#memory.take(key, 'aws-secret-key')
      return mark
    })
    if (shown !== word) return shown
    const decoded = decodedText(word)
    if (decoded === null) return word
    const inner = decoded.split('\n').map(line => {
      const own = new LineBytes()
      own.set(line)
      const text = this.#byRules(line, own)
      own.set(text)
      return layer < mostLayers ? withLongWords(text, own, inside => this.#longWord(inside, layer + 1)) : text
    })
    this.#keyLines = 0
    if (inner.join('\n') === decoded) return word
    this.#count('base64')
    return mark
  }

  #count(id: string): void {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1)
  }
}
