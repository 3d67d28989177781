import {addressRules} from './rules/addresses.ts'
import {commandRules} from './rules/commands.ts'
import {headerRules} from './rules/headers.ts'
import type {RedactionRule, RuleGroup} from './rules/rule.ts'
import {settingRules} from './rules/settings.ts'
import {shapeRules} from './rules/shapes.ts'

export {mark, type RedactionRule, type RuleGroup, valueBegins} from './rules/rule.ts'

/** In the order in which they are applied, here and as a script of sed on the nodes. */
export const ruleGroups: readonly RuleGroup[] = [
  ...commandRules,
  ...settingRules,
  ...headerRules,
  ...addressRules,
  ...shapeRules,
]

export const redactionRules: readonly RedactionRule[] = ruleGroups.flatMap(({rules}) => rules)

/** Where a private key begins that goes on in the next line, and where it ends. */
export const privateKeyBegin = '-----BEGIN [A-Z0-9 ]{0,30}PRIVATE KEY( BLOCK)?-----[^-]*$'
export const privateKeyEnd = '-----END [A-Z0-9 ]{0,30}PRIVATE KEY( BLOCK)?-----'

/** The last word of a line, as the lines of a private key have it, behind whatever a log puts before it. */
export const privateKeyLine = '(^|[ \t"])([A-Za-z0-9+/]{16,}={0,2}|[A-Za-z0-9+/]{2,15}={1,2})(\\\\n)?"?$'
