import {setTimeout} from 'node:timers/promises'
import {examine} from '../engine/examine.ts'
import {exitCodeOf, exitCodes} from '../engine/exit-code.ts'
import type {AnyCheck} from '../model/check.ts'
import {defaultSettings, type Settings} from '../model/settings.ts'
import {atLeast, type Severity} from '../model/severity.ts'
import {isMoving} from '../openvidu/stack-statuses.ts'
import {durationText} from './duration.ts'
import type {StackSeen} from './look-at-stack.ts'

export interface Waiting {
  /** Examine again for so long, in milliseconds. */
  readonly longest: number
  readonly failOn: Severity | 'never'
  readonly checks: readonly AnyCheck[]
  readonly settings?: Settings
  /** Ctrl-C: it ends the look under way, and the pause. */
  readonly interrupted: AbortSignal
  /** One look at the stack, with a time limit of its own. */
  readonly look: () => Promise<StackSeen>
  /** Takes one line a round. */
  readonly progress: (line: string) => void
  /** Takes one line at the end. */
  readonly note: (line: string) => void
  /** For tests, which have no time. */
  readonly clock?: Clock
}

export interface Clock {
  /** Milliseconds since whenever. */
  readonly now: () => number
  /** Resolves after so many milliseconds, or as soon as the signal aborts. */
  readonly pause: (milliseconds: number, signal: AbortSignal) => Promise<void>
}

const shortestPause = 1_000
const longestPause = 15_000

const realClock: Clock = {
  now: () => performance.now(),
  pause: (milliseconds, signal) => setTimeout(milliseconds, undefined, {signal}).catch(() => {}),
}

/**
 * Looks at a stack again and again, until nothing fails that would fail the run and CloudFormation is not at work on it, or the
 * time is over. What is returned is the last round that was seen whole; a round in which Ctrl-C fell is no such round.
 */
export async function waitForStack({clock = realClock, ...waiting}: Waiting): Promise<StackSeen> {
  const {longest, interrupted, look, progress, note} = waiting
  const started = clock.now()
  let last: StackSeen | undefined
  for (let round = 1; ; round += 1) {
    const seen = await look()
    const end = (kept: StackSeen, why: string): StackSeen => {
      const rounds = round === 1 ? '1 round' : `${round} rounds`
      note(`Waited ${durationText(clock.now() - started)}, ${rounds}: ${why}.`)
      return kept
    }
    if (interrupted.aborted) return end(last ?? seen, 'interrupted')
    last = seen
    const open = whatIsOpen(seen, waiting)
    if (open === null) return end(seen, 'nothing is left to wait for')
    // Without credentials or a network the next round sees no more than this one.
    if (seen.hopeless) return end(seen, open)
    const left = longest - (clock.now() - started)
    if (left <= 0) return end(seen, `the time is over, and ${open}`)
    const pause = Math.min(longestPause, shortestPause * 2 ** (round - 1), left)
    progress(`Round ${round}: ${open}; looking again in ${durationText(Math.max(pause, 1_000))}.`)
    await clock.pause(pause, interrupted)
    if (interrupted.aborted) return end(seen, 'interrupted')
  }
}

/** What there is to wait for, as the end of a sentence; null where there is nothing. */
function whatIsOpen(
  {snapshot, failure}: StackSeen,
  {checks, settings = defaultSettings, failOn}: Pick<Waiting, 'checks' | 'settings' | 'failOn'>,
): string | null {
  if (failure !== null) return `the stack was not seen (${failure.kind})`
  const open: string[] = []
  const report = examine({snapshot, checks, generatedAt: snapshot.takenAt, replayed: false, settings})
  if (failOn !== 'never' && exitCodeOf(report, {failOn, strict: false}) === exitCodes.findings) {
    const failing = report.results.filter(({status, severity}) => status === 'fail' && atLeast(severity, failOn)).length
    open.push(`${failing} ${failing === 1 ? 'check fails' : 'checks fail'} at or above ${failOn}`)
  }
  const {stack} = snapshot.facts
  if (stack?.state !== 'known') open.push('the state of the stack was not seen')
  else if (isMoving(stack.value.status)) open.push(`the stack is ${stack.value.status}`)
  return open.length === 0 ? null : open.join(' and ')
}
