import {spares} from './rule.ts'

/** What may follow a word that is a value by itself. */
const ends = `([ \t"',;&)}]|\\\\|]|$)`

/** Values that are no secret under any name; three stars are one that was taken out before. */
const harmlessValues = [
  'true|false|null|nil|<nil>|none|undefined|yes|no|enabled|disabled|required|optional|expired|invalid|missing|redacted',
  '[0-9]{1,4}(ms|s|m|h|d)',
  // Of packages: libsecret-1-0:amd64
  '(amd64|arm64)[.]?',
  '[*]{3}',
  '[$][{][a-z_][a-z0-9_]*[}]',
  // The file that it is in.
  '/[a-z0-9_./-]+[.](pem|key|crt|json|env|ya?ml|conf|txt|sock)',
  'file://[a-z0-9_./-]+',
  // Of templates: where CloudFormation takes the value from. What is literal in a Sub of one line could be one. No exclamation mark: it
  // is what sed takes for the end of a pattern.
  '[^a-z0-9](GetAtt|Ref|ImportValue) [a-z0-9.:-]+',
  '[^a-z0-9]Sub [|>][+-]?',
  '[{]{2}resolve:[a-z0-9_./:-]+[}]{2}',
].join('|')

/** Spares values that are none, right behind where one begins. */
export const harmlessValue = spares('harmless-value', `\\n(\\\\{0,3}["']?(${harmlessValues})${ends})`)
