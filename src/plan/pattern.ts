import functionTimeout, {isTimeoutError} from 'function-timeout'

/*
 * AllowedPattern is a regular expression of Java, written by whoever wrote the template. It is tried as JavaScript
 * only where both languages mean the same, and within a time bound, since it may be made to run for ever.
 */

export type PatternAnswer = 'matches' | 'differs' | {readonly unchecked: string}

/** For one match. The official patterns take microseconds; a machine that is busy with other things may pause a run for long. */
const matchMilliseconds = 500

/** For all matches of a run: a template may declare 200 parameters. */
const runMilliseconds = 2_000

const longestPattern = 4_096

/** Tries patterns within one budget of time. */
export class PatternMatcher {
  #left = runMilliseconds
  readonly #test = functionTimeout((pattern: RegExp, value: string) => pattern.test(value), {
    timeout: matchMilliseconds,
  })

  /** Whether the whole value matches, as CloudFormation asks; or why that can't be told. */
  matches(pattern: string, value: string): PatternAnswer {
    const javaOnly = onlyInJava(pattern)
    if (javaOnly !== null) return {unchecked: `AllowedPattern uses ${javaOnly}, which only Java understands`}
    if (pattern.length > longestPattern)
      return {unchecked: `AllowedPattern is longer than ${longestPattern} characters`}
    if (readDifferently.test(value))
      return {unchecked: 'the value has characters that Java and JavaScript count differently'}
    if (this.#left <= 0) return {unchecked: 'the patterns of this template take too long to try'}
    const started = performance.now()
    try {
      return this.#test(new RegExp(`^(?:${pattern})$`), value) ? 'matches' : 'differs'
    } catch (error) {
      if (isTimeoutError(error))
        return {unchecked: `AllowedPattern takes more than ${matchMilliseconds} ms on this value`}
      return {unchecked: 'AllowedPattern is no valid regular expression'}
    } finally {
      this.#left -= performance.now() - started
    }
  }
}

/** Characters beyond 16 bits are two to JavaScript and one to Java; white space beyond ASCII is none to Java's \s. */
const readDifferently = /[\ud800-\udfff\u0085\u00a0\u1680\u2000-\u200a\u2028\u2029\u202f\u205f\u3000\ufeff]/

/** Escapes that mean the same in both languages; before anything else JavaScript would quietly read a letter. */
const sharedEscapes = /^[dDwWsSbBtnrfck1-9xu]|^[^A-Za-z0-9]/

/** The first construct that JavaScript reads differently from Java, null where there is none. */
export function onlyInJava(pattern: string): string | null {
  let inClass = false
  const groups = pattern.match(/\((?!\?)|\(\?<(?![=!])/g)?.length ?? 0
  for (let index = 0; index < pattern.length; index += 1) {
    const rest = pattern.slice(index, index + 4)
    const [character] = rest
    if (character === '\\') {
      if (/^\\x(?![0-9A-Fa-f]{2})/.test(rest)) return '"\\x{"'
      if (/^\\[1-9]/.test(rest) && Number(rest[1]) > groups) return `the back reference "${rest.slice(0, 2)}"`
      if (!sharedEscapes.test(rest.slice(1))) return `"${rest.slice(0, 2)}"`
      index += 1
    } else if (inClass) {
      if (rest.startsWith('&&')) return '"&&" in a character class'
      if (character === '[') return 'a character class inside another'
      if (character === ']') inClass = false
    } else if (character === '[') {
      inClass = true
      const first = rest[1] === '^' ? rest[2] : rest[1]
      if (first === ']') return '"]" at the start of a character class'
    } else if (character === '{' && !/^\{\d+(,\d*)?\}/.test(pattern.slice(index, index + 24))) {
      return 'a "{" that counts nothing'
    } else if (/^[*+?}]\+/.test(rest)) {
      return 'a possessive quantifier'
    } else if (rest.startsWith('(?') && !/^\(\?(?:[:=!]|<[=!A-Za-z])/.test(rest)) {
      return `"${rest.slice(0, 3)}"`
    }
  }
  return null
}
