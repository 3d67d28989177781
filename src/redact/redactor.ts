/**
 * What text goes through before it is written anywhere: line after line of one log, one redactor a log. Each byte of a line is one
 * character (latin1), so that what is no UTF-8 stays as it is.
 */
export interface Redactor {
  /** The same lines without secrets. */
  redacted(lines: string): string
  /** How often each rule took something out, by its id. */
  readonly counts: ReadonlyMap<string, number>
}

/** UTF-8 text as a redactor takes it, and back. Of text that is ASCII both are itself. */
export function bytesOf(text: string): string {
  return ascii.test(text) ? text : Buffer.from(text, 'utf8').toString('latin1')
}

export function textOf(bytes: string): string {
  return ascii.test(bytes) ? bytes : Buffer.from(bytes, 'latin1').toString('utf8')
}

// biome-ignore lint/suspicious/noControlCharactersInRegex: it is all of ASCII that is meant.
const ascii = /^[\x00-\x7f]*$/

/** One after the other. */
export function inOrder(redactors: readonly Redactor[]): Redactor {
  return {
    redacted: lines => redactors.reduce((text, redactor) => redactor.redacted(text), lines),
    get counts() {
      const sums = new Map<string, number>()
      for (const {counts} of redactors) {
        for (const [id, count] of counts) sums.set(id, (sums.get(id) ?? 0) + count)
      }
      return sums
    },
  }
}
