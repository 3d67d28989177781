import {LineRedactor} from '../redact/line-redactor.ts'
import type {SecretMemory} from '../redact/secret-memory.ts'

/** Takes secrets out of what is written into one file of a case: the second ring. */
export interface CaseRedactor {
  /** One line without its end, of any characters. */
  line(text: string): string
  /** A JSON value, in all its texts. */
  value(json: unknown): unknown
  /** How often each rule took something out. */
  readonly counts: Readonly<Record<string, number>>
}

/** One for each file: a private key that begins in one does not go on in another. */
export type NewRedactor = () => CaseRedactor

/** The rules of redaction, with the values that the run has seen. */
export function caseRedactor(memory: SecretMemory): NewRedactor {
  return () => {
    const lines = new LineRedactor(memory)
    const line = (text: string): string =>
      Buffer.from(lines.redacted(Buffer.from(text, 'utf8').toString('latin1')), 'latin1').toString('utf8')
    return {line, value: json => JSON.parse(line(JSON.stringify(json))) as unknown, counts: {}}
  }
}
