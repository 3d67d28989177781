import {harmlessValue} from './harmless-value.ts'
import {finds, gap, quote, type RuleGroup, spares, takes, valueBegins} from './rule.ts'

const schemes = '(bearer|basic|digest|negotiate|token|apikey|aws4-hmac-sha256)?'

/** Headers of HTTP that carry what lets its bearer in, as tools and servers write them. */
export const headerRules: readonly RuleGroup[] = [
  {
    hints: ['authorization'],
    rules: [
      finds('authorization-begins', `(authorization${quote}${gap}[=:]${gap}[[]?${gap}${quote}${schemes}[ \t]{0,4})`),
    ],
  },
  {
    hints: [valueBegins],
    rules: [
      // A setting of MongoDB.
      harmlessValue,
      takes('authorization', `\\n()[^"' \t\\\\*\\n][^"']*`),
      spares('no-authorization', '\\n()'),
    ],
  },
  {hints: ['bearer'], rules: [takes('bearer', '(bearer[ \t]{1,4})[a-z0-9+/=._~-]{6,}')]},
  {
    hints: ['cookie'],
    rules: [takes('cookie', `(cookie${quote}${gap}:${gap}[[]?${gap}${quote})[^"' \t\\\\*][^"']*`)],
  },
  {
    // Of the engine's configuration: name and password of a registry in base64.
    hints: ['"auth'],
    rules: [takes('registry-login', `("auth\\\\{0,3}"${gap}:${gap}\\\\{0,3}")[a-z0-9+/]{8,}={0,2}`)],
  },
]
