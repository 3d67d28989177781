import {commonest} from './commonest.ts'
import type {NodeProbe} from './node-answers.ts'

/** What most of a set have, and who has something else. */
export interface Majority<T, V> {
  readonly value: V
  /** How many have it, of how many. */
  readonly agreeing: number
  readonly of: number
  /** Whom it was counted among. */
  readonly who: 'masters' | 'media nodes'
  readonly odd: readonly T[]
}

/**
 * What these have, compared with what most of the masters have: there are few of them, and the media nodes follow them, however
 * many they are. Where no master is among them, most of all count. Null for none.
 */
export function majorityOf<T extends {readonly node: NodeProbe}, V>(
  items: readonly T[],
  valueIn: (item: T) => V,
): Majority<T, V> | null {
  const masters = items.filter(({node}) => node.group === 'master')
  const [voters, who] = masters.length === 0 ? ([items, 'media nodes'] as const) : ([masters, 'masters'] as const)
  const [first] = voters
  if (first === undefined) return null
  const value = commonest(voters.map(valueIn)) ?? valueIn(first)
  return {
    value,
    agreeing: voters.filter(item => valueIn(item) === value).length,
    of: voters.length,
    who,
    odd: items.filter(item => valueIn(item) !== value),
  }
}
