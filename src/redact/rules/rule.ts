/** What a secret looks like in one line of a log. What the first group holds stays, the rest of the match goes. */
export interface RedactionRule {
  readonly id: string
  /**
   * A regular expression that JavaScript and POSIX (extended) read alike: brackets without classes, a backslash in them written
   * twice, no look-around, nothing lazy. Every repetition is bounded or of one class, so that no line costs more than its length.
   */
  readonly pattern: string
  readonly ignoreCase: boolean
  /** What stands for it: a mark, or what a later rule goes on from. */
  readonly mark: string
  /**
   * Of a rule that spares the value behind a name, the name: JavaScript can look back from where the value begins, which is less
   * work than to look for all such names in the line. The pattern says the same for sed.
   */
  readonly behind?: string
}

/** Rules that are tried on a line only if the line has one of the words, in whichever case. */
export interface RuleGroup {
  readonly hints: readonly string[]
  readonly rules: readonly RedactionRule[]
}

export const mark = '***'

/**
 * Where the value of a secret begins, once its name was found. A line has no line break of its own, so none can be forged; the last
 * rule of settings takes away those that are left.
 */
export const valueBegins = '\n'

interface RuleOptions {
  readonly exactCase?: boolean
  readonly mark?: string
}

/** A rule that takes a secret out. */
export function takes(id: string, pattern: string, options: RuleOptions = {}): RedactionRule {
  return {id, pattern, ignoreCase: options.exactCase !== true, mark: options.mark ?? mark}
}

/** A rule that says where the value of a secret begins. */
export function finds(id: string, pattern: string, options: RuleOptions = {}): RedactionRule {
  return takes(id, pattern, {mark: valueBegins, ...options})
}

/** A rule that says that what was found is none. */
export function spares(id: string, pattern: string, options: RuleOptions = {}): RedactionRule {
  return takes(id, pattern, {mark: '', ...options})
}

/** A rule that says that what begins behind this is none. */
export function sparesBehind(id: string, name: string, options: RuleOptions = {}): RedactionRule {
  return {...spares(id, `(${name})\\n`, options), behind: name}
}

export const gap = '[ \t]{0,4}'
export const quote = `\\\\{0,3}["']?`
/** Between a name and its value: `=`, `: `, `":"`, `\":\"`, ` => `, `%3D`, and a bracket where values are a list. */
export const assigned = `${quote}${gap}([=:]{1,2}>?|%3[ad])${gap}[[]?${gap}`

/** A list of words without blanks. */
export function words(text: string): readonly string[] {
  return text.split(' ')
}
