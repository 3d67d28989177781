/** What POSIX guarantees for an interval, RE_DUP_MAX. */
const mostRepeats = 255

const classes: ReadonlyMap<string, string> = new Map([
  ['d', '0-9'],
  ['w', '[:alnum:]_'],
  ['s', '[:space:]'],
])
const negated: ReadonlyMap<string, string> = new Map([
  ['D', '[^0-9]'],
  ['W', '[^[:alnum:]_]'],
  ['S', '[^[:space:]]'],
])

/**
 * A JavaScript regular expression of a failure signature as an extended one for `grep -Ei`. Of what POSIX has not, only \b is let
 * through: GNU and busybox know it. Throws on anything else that would mean something different there: the signatures are ours.
 */
export function posixExpression(pattern: string): string {
  let out = ''
  for (let at = 0; at < pattern.length; ) {
    const rest = pattern.slice(at)
    const [unit] = /^(\\.|\[(?:\\.|[^\]])*\]|\(\?:|[\s\S])/.exec(rest) ?? ['']
    if (/^(\(\?[^:]|[*+?}]\?)/.test(rest)) throw new Error(`no extended regular expression for ${rest.slice(0, 3)}`)
    const atom = atomOf(unit)
    const [, least, most] = /^\{(\d+),(\d+)\}/.exec(pattern.slice(at + unit.length)) ?? []
    if (least !== undefined && most !== undefined) {
      out += repeated(atom, Number(least), Number(most))
      at += unit.length + `{${least},${most}}`.length
      if (pattern[at] === '?') throw new Error('no extended regular expression for a lazy interval')
    } else {
      out += atom
      at += unit.length
    }
  }
  return out
}

/**
 * What may be shown of a match: the pieces of the pattern between its gaps (`.{0,300}`), as alternatives for `grep -o`. What
 * stands in a gap is any text of a log, which may be a secret.
 */
export function showableExpression(pattern: string): string {
  const pieces = topLevel(pattern).flatMap(alternative => alternative.split(/\.\{\d+,\d+\}/))
  if (pieces.some(piece => count(piece, '(') !== count(piece, ')') || /(^|[^\\])\.[*+{]/.test(piece)))
    throw new Error('a gap stands within a group')
  return [...new Set(pieces.filter(piece => piece !== ''))].map(posixExpression).join('|')
}

function atomOf(unit: string): string {
  if (unit === '(?:') return '('
  if (unit.startsWith('[')) return unit.replaceAll(/\\(.)/g, (_, escaped: string) => inBrackets(escaped))
  const escaped = /^\\(.)$/.exec(unit)?.[1]
  if (escaped === undefined) return unit
  const set = classes.get(escaped)
  if (set !== undefined) return `[${set}]`
  const others = negated.get(escaped)
  if (others !== undefined) return others
  if (/[^A-Za-z0-9]/.test(escaped)) return escaped === '/' ? '/' : unit
  if (escaped === 'b') return unit
  throw new Error(`no extended regular expression for \\${escaped}`)
}

function inBrackets(escaped: string): string {
  const set = classes.get(escaped)
  if (set !== undefined) return set
  if (/[./]/.test(escaped)) return escaped
  throw new Error(`no bracket expression for \\${escaped}`)
}

function repeated(atom: string, least: number, most: number): string {
  let out = ''
  let [from, to] = [least, most]
  for (; to > mostRepeats; from = Math.max(0, from - mostRepeats), to -= mostRepeats)
    out += `${atom}{${Math.min(from, mostRepeats)},${mostRepeats}}`
  return `${out}${atom}{${from},${to}}`
}

/** The alternatives of a pattern that stand in no group. */
function topLevel(pattern: string): readonly string[] {
  const alternatives = ['']
  let depth = 0
  for (const [unit] of pattern.matchAll(/\\.|\[(?:\\.|[^\]])*\]|[\s\S]/g)) {
    if (unit === '(') depth += 1
    if (unit === ')') depth -= 1
    if (unit === '|' && depth === 0) alternatives.push('')
    else alternatives.push(`${alternatives.pop() ?? ''}${unit}`)
  }
  return alternatives
}

function count(text: string, bracket: string): number {
  return text.replaceAll(/\\./g, '').split(bracket).length
}
