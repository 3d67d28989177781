import {durationIn} from './duration.ts'
import {momentIn} from './moment.ts'

const usualWindow = '30m'

/** The time that `--around` and `--window` ask for, half of it before the moment; null for all. Throws UnusableInput for what is none. */
export function timeWindow(
  {around, window}: {readonly around?: string | undefined; readonly window?: string | undefined},
  now: Date,
): {readonly from: string; readonly to: string} | null {
  if (around === undefined) return null
  const middle = Date.parse(momentIn(around, '--around', now))
  const half = durationIn(window ?? usualWindow) / 2
  return {from: new Date(middle - half).toISOString(), to: new Date(middle + half).toISOString()}
}
