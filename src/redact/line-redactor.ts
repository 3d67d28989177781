import {Hints} from './hints.ts'
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

interface CompiledRule extends RedactionRule {
  readonly expression: RegExp
  /** Whether it takes something out, rather than finding or sparing it for another. */
  readonly takes: boolean
}

const groups = ruleGroups.map(({hints, rules}) => ({
  afterOthers: hints.includes(valueBegins),
  rules: rules.map(
    (rule): CompiledRule => ({
      ...rule,
      expression: new RegExp(rule.pattern, rule.ignoreCase ? 'gis' : 'gs'),
      takes: rule.mark.startsWith(mark),
    }),
  ),
}))

const hints = new Hints(ruleGroups.map(group => group.hints))

const begin = new RegExp(privateKeyBegin)
const end = new RegExp(privateKeyEnd)
const keyLine = new RegExp(privateKeyLine)

/** No private key has so many lines: one that never ends hides no more than that. */
const mostKeyLines = 200

/** Base64 in base64 is looked into so deep. */
const mostLayers = 3

/** What alone looks like a secret key of AWS: forty characters, of all kinds, and no hash or path. */
const secretKeyOfAws = /(?<![A-Za-z0-9/+=])[A-Za-z0-9/+]{40}(?![A-Za-z0-9/+=])/g

/**
 * Takes secrets out of the lines of one log, one after the other. Lines are bounded by whoever reads them, and each byte of theirs is
 * one character: what is no UTF-8 stays as it is.
 */
export class LineRedactor implements Redactor {
  readonly #memory: SecretMemory
  readonly #counts = new Map<string, number>()
  /** Lines that a private key may still have; 0 outside of one. */
  #keyLines = 0

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
    text = this.#byRules(text)
    text = withLongWords(text, word => this.#longWord(word, 1))
    return this.#memory.without(text, mark, () => this.#count('known-value'))
  }

  #byRules(line: string): string {
    const hinted = hints.in(line)
    if (hinted === 0) return line
    let text = line
    for (let index = 0; index < groups.length; index += 1) {
      const group = groups[index]
      if (group === undefined) break
      if (group.afterOthers ? !text.includes(valueBegins) : (hinted & (1 << index)) === 0) continue
      for (const rule of group.rules) {
        const replacer = this.#replacers.get(rule)
        text =
          replacer === undefined
            ? text.replace(rule.expression, `$1${rule.mark}`)
            : text.replace(rule.expression, replacer)
      }
    }
    if (begin.test(line) && !end.test(line)) this.#keyLines = mostKeyLines
    return text
  }

  #longWord(word: string, layer: number): string {
    const shown = word.replaceAll(secretKeyOfAws, key => {
      if (!looksLikeSecretKey(key)) return key
      this.#count('aws-secret-key')
      this.#memory.take(key, 'aws-secret-key')
      return mark
    })
    if (shown !== word) return shown
    const decoded = decodedText(word)
    if (decoded === null) return word
    const inner = decoded.split('\n').map(line => {
      const text = this.#byRules(line)
      return layer < mostLayers ? withLongWords(text, inside => this.#longWord(inside, layer + 1)) : text
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

/** What a match shows to be a secret, so that it is known where it stands alone. */
function secretsOf({id}: RedactionRule, match: string, kept: string): readonly string[] {
  // What rules mark for each other stands in no value, before or behind what is kept of the match.
  const gone = match.replaceAll(valueBegins, '').slice(kept.replaceAll(valueBegins, '').length)
  switch (id) {
    case 'mail-address':
      return []
    case 'user-in-url':
    case 'user-in-database-url': {
      // The name of the user is no secret that could be found elsewhere.
      const password = gone.slice(gone.indexOf(':') + 1, -1)
      return [password, unescaped(password)]
    }
    default:
      // Of s/NAME=.*/NAME=value/g what belongs to sed stays behind.
      return [gone, gone.replace(/[/|#,;:)\]}]+g?$/, ''), unescaped(gone)]
  }
}

/** What stands in a URL or in JSON, as it is. */
function unescaped(text: string): string {
  try {
    if (text.includes('\\')) return Buffer.from(String(JSON.parse(`"${text}"`)), 'utf8').toString('latin1')
    return text.includes('%') ? Buffer.from(decodeURIComponent(text), 'utf8').toString('latin1') : text
  } catch {
    return text
  }
}

function looksLikeSecretKey(word: string): boolean {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].every(kind => kind.test(word))
  return kinds && word.split('/').length <= 5 && !/^[0-9a-fA-F]+$/.test(word)
}

/** What a word says in base64, where that is text; null for words and hashes. */
function decodedText(word: string): string | null {
  if (!printable(Buffer.from(word.slice(0, 24), 'base64'))) return null
  const bytes = Buffer.from(word, 'base64')
  return printable(bytes) ? bytes.toString('latin1') : null
}

function printable(bytes: Uint8Array): boolean {
  return bytes.every(byte => (byte >= 0x20 ? byte !== 0x7f : byte === 9 || byte === 10 || byte === 13))
}
