import {mark, privateKeyBegin, privateKeyEnd, privateKeyLine, type RuleGroup, ruleGroups} from './rules.ts'

/**
 * The rules as a script for `sed -E` of GNU and busybox, so that a node takes secrets out of a line before anybody sees it: what
 * a command prints, Run Command keeps for thirty days. Of a private key, in as many lines as it has, what could be key goes: a
 * line that never ends it costs the others one word at most.
 */
export function sedScript(groups: readonly RuleGroup[] = ruleGroups): string {
  return [
    ...groups.flatMap(({hints, rules}) => [
      `${address(hints.map(inEitherCase).join('|'))}{`,
      ...rules.map(({pattern, ignoreCase, mark: instead}) => {
        const replacement = `\\1${instead.replaceAll('\n', '\\n')}`
        return `s${delimiter}${held(pattern)}${delimiter}${replacement}${delimiter}g${ignoreCase ? 'I' : ''}`
      }),
      '}',
    ]),
    `${address(privateKeyBegin)},${address(privateKeyEnd)}{`,
    `s${delimiter}${held(privateKeyLine)}${delimiter}\\1${mark}${delimiter}`,
    '}',
    '',
  ].join('\n')
}

/** No pattern has it. */
const delimiter = '!'

/** A word as an expression: an address of busybox has no flag for that. */
function inEitherCase(word: string): string {
  return word.replaceAll(/./gs, character => {
    if (character === '\n') return '\\n'
    if (/[A-Za-z]/.test(character)) return `[${character.toLowerCase()}${character.toUpperCase()}]`
    return /[a-z0-9@%:/="_-]/.test(character) ? character : `[${character}]`
  })
}

function address(pattern: string): string {
  return `\\${delimiter}${held(pattern)}${delimiter}`
}

function held(pattern: string): string {
  if (pattern.includes(delimiter) || pattern.includes('\n')) throw new Error('a pattern holds what ends it in sed')
  return pattern
}
