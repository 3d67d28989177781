import {installingTroubles} from './installing.ts'
import {awsTroubles} from './of-aws.ts'
import {runningTroubles} from './running.ts'
import type {Trouble} from './trouble.ts'

/** One for each failure signature, in their order. */
export const troubles: readonly Trouble[] = [...installingTroubles, ...runningTroubles, ...awsTroubles].toSorted(
  (one, other) => Number(one.id.slice(1)) - Number(other.id.slice(1)),
)
