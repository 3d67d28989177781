import {mark, privateKeyBegin, privateKeyEnd, privateKeyLine, type RedactionRule, redactionRules} from './rules.ts'

/**
 * The rules as a script for `sed -E` of GNU and busybox, so that a node takes secrets out of a line before anybody sees it: what
 * a command prints, Run Command keeps for thirty days. Of a private key, in as many lines as it has, what could be key goes: a
 * line that never ends it costs the others one word at most.
 */
export function sedScript(rules: readonly RedactionRule[] = redactionRules): string {
  return [
    ...rules.map(({pattern, ignoreCase, mark: instead}) => {
      return `s${delimiter}${held(pattern)}${delimiter}\\1${instead}${delimiter}g${ignoreCase ? 'I' : ''}`
    }),
    `\\${delimiter}${held(privateKeyBegin)}${delimiter},\\${delimiter}${held(privateKeyEnd)}${delimiter}{`,
    `s${delimiter}${held(privateKeyLine)}${delimiter}\\1${mark}${delimiter}`,
    '}',
    '',
  ].join('\n')
}

/** No pattern has it. */
const delimiter = '%'

function held(pattern: string): string {
  if (/[%\n]/.test(pattern)) throw new Error('a pattern holds what ends it in sed')
  return pattern
}
