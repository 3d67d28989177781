import {failureChains, type Reach} from '../openvidu/failure-chains.ts'
import {between} from './moments.ts'
import {firstMaster, type Sign} from './sign.ts'

/** That one sign explains another. */
export interface Explanation {
  readonly cause: Sign
  readonly effect: Sign
  readonly why: string
}

export interface Correlation {
  /** Signs that no other explains. */
  readonly roots: readonly Sign[]
  /** What a sign brings about, at once and through others. */
  readonly effectsOf: (sign: Sign) => readonly Explanation[]
}

/** Clocks and logs are not that exact: what is told so much later may still have come first. */
const tolerance = 2 * 60_000

/**
 * Which of the signs explains which, by the table of failure chains. A cause is on the node that the chain tells of and did not come
 * after its effect. What nothing explains is a root.
 */
export function correlate(signs: readonly Sign[]): Correlation {
  const outgoing = new Map<Sign, Explanation[]>()
  const explained = new Set<Sign>()
  const byId = Map.groupBy(signs, ({id}) => id)
  for (const {causes, effects, reach, why} of failureChains)
    for (const cause of causes.flatMap(id => byId.get(id) ?? []))
      for (const effect of effects.flatMap(id => byId.get(id) ?? [])) {
        if (
          cause === effect ||
          cause.id === effect.id ||
          !reaches(cause, effect, reach) ||
          isLater(cause, effect, reach)
        )
          continue
        const list = outgoing.get(cause) ?? []
        if (list.some(one => one.effect === effect)) continue
        outgoing.set(cause, [...list, {cause, effect, why}])
        explained.add(effect)
      }
  const effectsOf = (sign: Sign) => following(sign, outgoing)
  const roots = signs.filter(sign => !explained.has(sign))
  // What explains each other in a circle would have no cause: then the one that was seen first is it.
  const told = new Set(roots.flatMap(root => [root, ...effectsOf(root).map(({effect}) => effect)]))
  for (const sign of signs.toSorted((one, other) => ((one.first ?? '') < (other.first ?? '') ? -1 : 1))) {
    if (told.has(sign)) continue
    roots.push(sign)
    for (const one of [sign, ...effectsOf(sign).map(({effect}) => effect)]) told.add(one)
  }
  return {roots, effectsOf}
}

function following(root: Sign, outgoing: ReadonlyMap<Sign, readonly Explanation[]>): readonly Explanation[] {
  const found = new Map<Sign, Explanation>()
  const waiting = [root]
  for (let sign = waiting.shift(); sign !== undefined; sign = waiting.shift())
    for (const one of outgoing.get(sign) ?? []) {
      if (one.effect === root || found.has(one.effect)) continue
      found.set(one.effect, one)
      waiting.push(one.effect)
    }
  return [...found.values()]
}

function reaches(cause: Sign, effect: Sign, reach: Reach): boolean {
  switch (reach) {
    case 'node':
      return cause.node !== null && cause.node === effect.node
    case 'others':
      return cause.node === firstMaster && effect.node !== firstMaster
    case 'media':
      return cause.role === 'media' && effect.role === 'media'
    case 'stack':
      return true
  }
}

function isLater(cause: Sign, effect: Sign, reach: Reach): boolean {
  if (reach === 'stack' && cause.first !== null && effect.first !== null) return cause.first > effect.first
  const late = between(effect.last, cause.first)
  return late !== null && late > tolerance
}
