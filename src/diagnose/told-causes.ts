import type {DiagnosisCause, DiagnosisEvidence} from '../model/diagnosis.ts'
import {type CauseId, effectNames} from '../openvidu/failure-causes.ts'
import type {Explanation} from './correlate.ts'
import type {RankedCause} from './rank.ts'
import {type Names, remedyOf, titleOf} from './remedies.ts'
import type {Sign} from './sign.ts'

/** Nobody reads more: the files have the rest. */
const mostEvidence = 8
const mostSentences = 12
const mostNodes = 3

/** A cause as it is told: what it is, why it is thought to be it, and what to do. */
export function toldCause(
  {signs, confidence, effects, ofFailure}: RankedCause,
  failure: Sign | null,
  names: Names,
): DiagnosisCause {
  const [first, ...rest] = signs
  return {
    id: first.id,
    title: titleFor(signs, effects),
    confidence,
    where: [...new Set(signs.flatMap(({where}) => where))],
    because: [
      ...(ofFailure ? failureSentences(signs, failure) : []),
      ...first.because,
      ...explanations(effects.filter(({effect}) => effect !== failure)),
      ...rest.slice(0, mostNodes - 1).flatMap(({because}) => because.slice(0, 1)),
      ...(rest.length < mostNodes ? [] : [`It is the same on ${rest.length - mostNodes + 1} more.`]),
    ].slice(0, mostSentences),
    evidence: evidenceOf(signs, effects),
    explains: [...new Set(effects.map(({effect}) => effect.id))].filter(id => id !== first.id),
    remediation: remedyOf(first, names),
  }
}

function titleFor([first, ...rest]: RankedCause['signs'], effects: readonly Explanation[]): string {
  if (first.id === 'F15' && first.title !== undefined) {
    const installer = effects.some(({effect}) => effect.id === 'F13' || effect.id === 'F14')
    const host = first.title.replace(/^\S+ did not reach /, '')
    const who = [first, ...rest].map(({node}) => node ?? '').slice(0, mostNodes)
    const more = rest.length + 1 - who.length
    const nodes = `${who.join(', ')}${more > 0 ? ` and ${more} more` : ''}`
    return `${nodes} did not reach ${host}${installer ? ', so that the installer was not downloaded' : ''}`
  }
  return rest.length === 0 ? (first.title ?? titleOf(first.id)) : (sharedTitle([first, ...rest]) ?? titleOf(first.id))
}

/** What failed in the operation for it. */
function failureSentences(signs: readonly Sign[], failure: Sign | null): readonly string[] {
  if (failure === null || signs.includes(failure)) return []
  const what = failure.where.at(-1) ?? 'a resource'
  return [`It is why ${what} failed, and with it the operation on the stack.`, ...failure.because.slice(0, mostNodes)]
}

/** Where all say the same, it is said. */
function sharedTitle(signs: readonly Sign[]): string | null {
  const titles = new Set(signs.map(({title}) => title))
  const [title] = titles
  return titles.size === 1 && title !== undefined ? title : null
}

/** Each effect once, with the nodes that show it; those that have nodes and reason in common in one sentence. */
function explanations(effects: readonly Explanation[]): readonly string[] {
  const each = [...Map.groupBy(effects, ({effect}) => effect.id)].map(([id, list]) => {
    const where = [...new Set(list.flatMap(({effect}) => effect.where))]
    const more = where.length > mostNodes ? ` and ${where.length - mostNodes} more` : ''
    return {name: nameOf(id), rest: `on ${where.slice(0, mostNodes).join(', ')}${more}: ${list[0]?.why ?? ''}`}
  })
  return [...Map.groupBy(each, ({rest}) => rest)].map(
    ([rest, names]) => `It explains ${names.map(({name}) => name).join(', ')} ${rest}`,
  )
}

function nameOf(id: CauseId): string {
  const name = effectNames[id]
  const number = /^F\d/.test(id) ? id : ''
  if (name === undefined) return number
  return number === '' ? name : `${name} (${number})`
}

/**
 * The lines that show it: of one sign with what stands around them, of several those of each that tell most; then one of each effect,
 * so that the chain can be followed.
 */
function evidenceOf(signs: readonly Sign[], effects: readonly Explanation[]): DiagnosisEvidence[] {
  const [only, ...more] = signs
  const own = only !== undefined && more.length === 0 ? only.evidence : signs.flatMap(({evidence}) => telling(evidence))
  const shown = own.slice(0, mostEvidence - 2)
  const groups = [...Map.groupBy(effects, ({effect}) => effect.id).values()]
  const chain = groups.flatMap(([one]) => (one === undefined ? [] : telling(one.effect.evidence).slice(-1)))
  const seen = new Set<string>()
  return [...shown, ...chain]
    .filter(({file, line, text}) => {
      const key = `${file}:${line}:${text}`
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
    .slice(0, mostEvidence)
}

/** The first line with a number and the one right before it; where none has one, the first line. */
function telling(evidence: readonly DiagnosisEvidence[]): readonly DiagnosisEvidence[] {
  const at = evidence.findIndex(({signature}) => signature !== null)
  return at === -1 ? evidence.slice(0, 1) : evidence.slice(Math.max(0, at - 1), at + 1)
}
