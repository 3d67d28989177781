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
        if (!/^[^[]*[(]/.test(pattern)) throw new Error('what is kept is not the first group of a pattern')
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
  return inBlocks(pattern)
}

const blockLength = 10

/**
 * The same expression with long ranges in blocks: `[x]{1,300}` takes the C library of a node 13 ms to compile, for that grows with the
 * square of the range, and `[x]{1}([x]{10}){0,28}[x]{0,19}` 1 ms. Groups behind such a range get other numbers.
 */
export function inBlocks(pattern: string): string {
  return pattern.replaceAll(
    /\\.|(\[\^?\]?[^\]]*\])(?:\{(\d+),(\d+)\})?/gs,
    (all: string, set: string | undefined, least: string | undefined, most: string | undefined) => {
      const range = Number(most) - Number(least)
      // Where there is no such range it is no number.
      if (set === undefined || !(range >= 2 * blockLength)) return all
      const blocks = Math.floor(range / blockLength) - 1
      const begin = least === '0' ? '' : `${set}{${least}}`
      return `${begin}(${set}{${blockLength}}){0,${blocks}}${set}{0,${range - blocks * blockLength}}`
    },
  )
}
