import {UnusableInput} from '../model/errors.ts'
import type {DiagnoseFlags} from './diagnose-flags.ts'
import {momentIn} from './moment.ts'
import {timeWindow} from './time-window.ts'

export interface DiagnoseRequest {
  readonly target: {readonly kind: 'stack'; readonly stack: string} | {readonly kind: 'saved'; readonly file: string}
  /** Null for all that there is. */
  readonly window: {readonly from: string; readonly to: string} | null
  /** Of the logs of a deployed stack. */
  readonly since: string
}

const usualSince = '24h'

/** What is to be diagnosed. Throws UnusableInput where that is nothing or two things, or a time that is none. */
export function diagnoseRequest(stack: string | undefined, flags: DiagnoseFlags, now: Date): DiagnoseRequest {
  const refuse = (message: string, next: string) => new UnusableInput([{message, location: null}], next)
  const {from} = flags
  if (stack !== undefined && from !== undefined)
    throw refuse('a stack and --from exclude each other', 'Give the one that is to be diagnosed.')
  const window = timeWindow(flags, now)
  // The logs must reach back to the window.
  const since = flags.since ?? window?.from ?? usualSince
  const request = {window, since: momentIn(since, '--since', now)}
  if (from !== undefined) return {target: {kind: 'saved', file: from}, ...request}
  if (stack !== undefined) return {target: {kind: 'stack', stack}, ...request}
  throw refuse('there is nothing to diagnose', 'Name a deployed stack, or give a bundle with --from.')
}
