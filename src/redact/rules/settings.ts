import {harmlessName, secretName} from '../secret-names.ts'
import {harmlessValue} from './harmless-value.ts'
import {assigned, finds, type RuleGroup, spares, sparesBehind, takes, valueBegins, words} from './rule.ts'

/**
 * Settings and flags by their names. First the names are found, all at once, for that is what costs; then what turns out to be no
 * secret is spared, and from what is left the values are taken, each as far as its quotes or blanks go.
 */
export const settingRules: readonly RuleGroup[] = [
  {
    hints: words(
      'passw passphrase -pass _pass pwd secret token license licence credential -key _key apikey accesskey privatekey signingkey encryptionkey streamkey accountkey',
    ),
    rules: [
      finds('setting', `((${secretName})${assigned})`),
      finds('flag', `((^|[ \t"'=([])--?[a-z0-9-]{0,40}(${secretName})([ \t]{1,4}|\\\\{0,3}["'],[ \t]?))`, {
        mark: `${valueBegins}${valueBegins}`,
      }),
    ],
  },
  {
    hints: [valueBegins + valueBegins],
    rules: [spares('flag-before-flag', `\\n\\n(--?[a-z])`), spares('flag-with-value', `(\\n)\\n`)],
  },
  {
    hints: ['requirepass', 'masterauth', 'auth-pass'],
    rules: [finds('redis-setting', `((requirepass|masterauth|auth-pass[ \t]{1,4}[^ \t]{1,80})[ \t]{1,4})`)],
  },
  {
    hints: ['api'],
    rules: [
      // The keys of LiveKit's own configuration: a map from key to secret.
      finds('livekit-keys', `((^|[^A-Za-z0-9])API[A-Za-z0-9]{8,20}["']?:[ \t]{0,2})`, {exactCase: true}),
    ],
  },
  {
    hints: [valueBegins],
    rules: [
      sparesBehind('harmless-name', `(${harmlessName})(${assigned}|[ \t]{1,4})`),
      sparesBehind('working-folder', '(^|[^A-Za-z0-9_])(OLD)?PWD=', {exactCase: true}),
      harmlessValue,
    ],
  },
  {
    hints: [valueBegins],
    rules: [
      // Of s/NAME=.*/NAME=value/ the value is the second one.
      spares('sed-pattern', `\\n([.][*]["']?[/|#,][^/|#,\\n]{1,80}[=:] ?["']?\\n)`),
      takes('query-parameter', `(([?&]|\\\\u0026)[a-z0-9_.-]{1,80}=)\\n[^&# \t"'\\\\\\n]+`),
      takes('yaml-value', `(^[ \t-]{0,40}[a-z0-9_.-]{1,80}:[ \t]{1,4})\\n[^"'[{ \t].*`),
      takes('value-in-escaped-quotes', `\\n(\\\\")([^"\\\\]|\\\\[^"\\\\]|\\\\\\\\(\\\\.|[^\\\\]))*`),
      takes('value-in-quotes', `\\n(\\\\{0,3}")([^"\\\\]|\\\\.)*`),
      takes('value-in-single-quotes', `\\n(')([^']|'\\\\'')*`),
      takes('value', `\\n()[^ \t"'\\n][^ \t"'\\n]*`),
      spares('no-value', `\\n()`),
    ],
  },
]
