import type {Seen} from '../../model/fact.ts'
import {fairLevel} from '../transfer/fair-shares.ts'
import type {LogSize} from './sizes.ts'

/** Less than this of a log tells nothing. */
const leastBytes = 16_384
/** A node that could not tell is taken to have so many logs of unknown size. */
const logsOfSilentNode = 12

/** What may be brought of each log, so that all together keep to a total: small ones whole, the others the same share each. */
export interface LogBudget {
  readonly bytesPerSource: number
  /** What a node may send at most, whatever it says: each line has a mark before it, and each log a frame. */
  readonly bytesPerNode: number
}

export function logBudget(sizes: ReadonlyMap<string, Seen<readonly LogSize[]>>, total: number): LogBudget {
  const known = [...sizes.values()].flatMap(told => {
    if (told.state === 'unknown') return Array.from({length: logsOfSilentNode}, () => Number.POSITIVE_INFINITY)
    // The journal is told as a whole, and two units are read of it.
    return told.value.flatMap(({kind, bytes}) => {
      const size = bytes ?? Number.POSITIVE_INFINITY
      return kind === 'journal' ? [size, size] : [size]
    })
  })
  const bytesPerSource = Math.floor(Math.max(leastBytes, Math.min(fairLevel(known, total), total)))
  return {bytesPerSource, bytesPerNode: Math.min(2 * total + 1_000_000, 1e9)}
}
