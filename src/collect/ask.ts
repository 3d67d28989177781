import {classify} from '../aws/errors.ts'
import {known, type Seen} from '../model/fact.ts'
import {gapOf} from './collector.ts'

/** Makes a call whose answer is a part of a fact; what it throws becomes a gap that names the IAM action. */
export async function ask<T>(action: string, call: () => Promise<T>): Promise<Seen<T>> {
  try {
    return known(await call())
  } catch (error) {
    return gapOf(error, action)
  }
}

/** Makes a call about one thing: null where AWS has no such thing, a gap that names the action where it can't be told. */
export async function lookFor<T>(
  action: string,
  call: () => Promise<T>,
  isGone: (error: unknown) => boolean = error => classify(error).kind === 'not-found',
): Promise<Seen<T> | null> {
  try {
    return known(await call())
  } catch (error) {
    return isGone(error) ? null : gapOf(error, action)
  }
}
