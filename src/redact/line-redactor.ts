import {mark, privateKeyBegin, privateKeyEnd, privateKeyLine, redactionRules} from './rules.ts'
import type {SecretMemory} from './secret-memory.ts'

const rules = redactionRules.map(({pattern, ignoreCase, mark: instead}) => ({
  expression: new RegExp(pattern, ignoreCase ? 'gi' : 'g'),
  instead,
}))

/** No rule matches a line that has nothing of this. */
const worthALook = /passw|passphrase|pass|pwd|secret|token|licen|credential|key|auth|bearer|:\/\/|eyJ|AKIA|ASIA|-----/i

const begin = new RegExp(privateKeyBegin)
const end = new RegExp(privateKeyEnd)
const keyLine = new RegExp(privateKeyLine)

/** No private key has so many lines: one that never ends hides no more than that. */
const mostKeyLines = 200

/** What alone looks like a secret key of AWS: forty characters, of all kinds, and no hash or path. */
const secretKeyOfAws = /(^|[^A-Za-z0-9/+=])([A-Za-z0-9/+]{40})(?![A-Za-z0-9/+=])/g

/**
 * Takes secrets out of the lines of one log, one after the other. Lines are bounded by whoever reads them, and each byte of theirs is
 * one character: what is no UTF-8 stays as it is.
 */
export class LineRedactor {
  readonly #memory: SecretMemory
  /** Lines that a private key may still have; 0 outside of one. */
  #keyLines = 0

  constructor(memory: SecretMemory) {
    this.#memory = memory
  }

  redacted(line: string): string {
    let text = line
    if (this.#keyLines > 0) {
      this.#keyLines = end.test(text) ? 0 : this.#keyLines - 1
      text = text.replace(keyLine, `$1${mark}`)
    }
    if (worthALook.test(text)) {
      for (const {expression, instead} of rules) text = text.replace(expression, this.#replacer(instead))
      if (begin.test(text) && !end.test(text)) this.#keyLines = mostKeyLines
    }
    if (text.length >= 40) text = text.replace(secretKeyOfAws, withoutSecretKey)
    return this.#memory.without(text, mark)
  }

  #replacer(instead: string) {
    return (match: string, kept = ''): string => {
      const gone = match.slice(kept.length)
      // Of a URL, the name of the user is no secret that could be found elsewhere.
      for (const value of instead === mark ? [gone] : [gone.slice(gone.indexOf(':') + 1, -1)]) this.#memory.take(value)
      return kept + instead
    }
  }
}

function withoutSecretKey(match: string, before: string, word: string): string {
  const kinds = [/[a-z]/, /[A-Z]/, /[0-9]/].every(kind => kind.test(word))
  const slashes = word.split('/').length - 1
  return kinds && slashes <= 4 && !/^[0-9a-fA-F]+$/.test(word) ? `${before}${mark}` : match
}
