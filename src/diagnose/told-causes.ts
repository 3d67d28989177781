import type {DiagnosisCause, DiagnosisEvidence} from '../model/diagnosis.ts'
import type {Explanation} from './correlate.ts'
import type {RankedCause} from './rank.ts'
import {type Names, remedyOf, titleOf} from './remedies.ts'
import type {Sign} from './sign.ts'

/** Nobody reads more: the files have the rest. */
const mostEvidence = 8
const mostSentences = 12
const mostNodes = 3

/** A cause as it is told: what it is, why it is thought to be it, and what to do. */
export function toldCause({signs, confidence, effects, ofFailure}: RankedCause, names: Names): DiagnosisCause {
  const [first, ...rest] = signs
  return {
    id: first.id,
    title: titleFor(signs, effects),
    confidence,
    where: [...new Set(signs.flatMap(({where}) => where))],
    because: [
      ...(ofFailure && effects.length > 0 ? ['It explains why the operation on the stack failed.'] : []),
      ...first.because,
      ...rest.slice(0, mostNodes - 1).flatMap(({because}) => because.slice(0, 1)),
      ...(rest.length < mostNodes ? [] : [`So it is on ${rest.length - mostNodes + 1} more.`]),
      ...explanations(effects),
    ].slice(0, mostSentences),
    evidence: evidenceOf(signs),
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

/** Where all say the same, it is said. */
function sharedTitle(signs: readonly Sign[]): string | null {
  const titles = new Set(signs.map(({title}) => title))
  const [title] = titles
  return titles.size === 1 && title !== undefined ? title : null
}

/** Each effect once, with the nodes that show it. */
function explanations(effects: readonly Explanation[]): readonly string[] {
  const groups = Map.groupBy(effects, ({effect, why}) => `${effect.id} ${why}`)
  return [...groups.values()].map(list => {
    const [{effect, why}] = list as [Explanation, ...Explanation[]]
    const where = [...new Set(list.flatMap(one => one.effect.where))]
    const shown = where.slice(0, mostNodes).join(', ')
    const more = where.length > mostNodes ? ` and ${where.length - mostNodes} more` : ''
    return `It explains "${titleOf(effect.id)}" (${effect.id}) of ${shown}${more}: ${why}`
  })
}

/** Some of each sign, those of the first ones first. */
function evidenceOf(signs: readonly Sign[]): DiagnosisEvidence[] {
  const each = Math.max(2, Math.floor(mostEvidence / signs.length))
  const chosen = signs.flatMap(({evidence}) => {
    const last = evidence.findLast(({signature}) => signature !== null)
    const some = evidence.slice(0, each)
    return last === undefined || some.includes(last) ? some : [...some.slice(0, each - 1), last]
  })
  const seen = new Set<string>()
  return chosen
    .filter(({file, line, text}) => {
      const key = `${file}:${line}:${text}`
      if (seen.has(key)) return false
      seen.add(key)
      return true
    })
    .slice(0, mostEvidence)
}
