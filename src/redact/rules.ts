import {secretName} from './secret-names.ts'

/** What a secret looks like in one line of a log. What the first group holds stays, the rest of the match goes. */
export interface RedactionRule {
  readonly id: string
  /**
   * A regular expression that JavaScript and POSIX (extended) read alike: brackets without classes, a backslash in them written
   * twice, no look-around, nothing lazy. Every repetition is bounded or of one class, so that no line costs more than its length.
   */
  readonly pattern: string
  readonly ignoreCase: boolean
  /** What stands for it. */
  readonly mark: string
}

export const mark = '***'

const gap = '[ \t]{0,4}'
const quote = `\\\\{0,3}["']?`
/** Between a name and its value: `=`, `: `, `":"`, `\":\"`, ` => `. */
const assigned = `${quote}${gap}[=:]{1,2}>?${gap}`
/** A value ends where its quote does, else at a blank; quotes that are escaped belong to it. */
const quoted = `([^"\\\\]|\\\\.)*`

const rules: readonly Omit<RedactionRule, 'mark'>[] = [
  {id: 'value-in-quotes', pattern: `((${secretName})${assigned}\\\\{0,3}")${quoted}`, ignoreCase: true},
  {id: 'value-in-single-quotes', pattern: `((${secretName})${assigned}')[^']+`, ignoreCase: true},
  {id: 'value', pattern: `((${secretName})${assigned})[^ \t"'][^ \t"']*`, ignoreCase: true},
  {
    id: 'flag',
    pattern: `(--?[a-z0-9-]{0,40}(${secretName})[ \t]{1,4}["']?)[^ \t"'-][^ \t"']*`,
    ignoreCase: true,
  },
  {
    id: 'authorization',
    pattern: `(authorization${quote}${gap}[=:]${gap}${quote}(bearer|basic|digest|aws4-hmac-sha256)?[ \t]{0,4})[^"' \t][^"']*`,
    ignoreCase: true,
  },
  {id: 'bearer', pattern: '(bearer[ \t]{1,4})[a-z0-9+/=._~-]{6,}', ignoreCase: true},
  {id: 'user-in-url', pattern: `(://)[^/@ \t"']{1,300}@`, ignoreCase: true},
  {
    id: 'user-in-database-url',
    pattern: `((mongodb([+]srv)?|rediss?|postgres(ql)?|mysql|amqps?)://)[^@ \t"']{1,300}@`,
    ignoreCase: true,
  },
  {id: 'json-web-token', pattern: '()eyJ[A-Za-z0-9_-]{8,}[.][A-Za-z0-9_-]{8,}([.][A-Za-z0-9_-]*)?', ignoreCase: false},
  {id: 'aws-access-key', pattern: '(^|[^A-Za-z0-9])(AKIA|ASIA)[A-Z0-9]{16}', ignoreCase: false},
  {
    id: 'private-key',
    pattern: '(-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----).*-----END [A-Z ]{0,20}PRIVATE KEY-----',
    ignoreCase: false,
  },
]

/** In the order in which they are applied. */
export const redactionRules: readonly RedactionRule[] = rules.map(rule => ({
  ...rule,
  mark: rule.id.startsWith('user-in') ? `${mark}@` : mark,
}))

/** Where a private key of several lines begins and ends. */
export const privateKeyBegin = '-----BEGIN [A-Z ]{0,20}PRIVATE KEY-----'
export const privateKeyEnd = '-----END [A-Z ]{0,20}PRIVATE KEY-----'

/** The last word of a line, as the lines of a private key have it, behind whatever a log puts before it. */
export const privateKeyLine = '(^|[ \t"])[A-Za-z0-9+/]{16,}={0,2}(\\\\n)?"?$'
