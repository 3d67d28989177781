import {isServiceName, type ServiceName} from './protocol/services.ts'
import type {Plain} from './protocol/wire.ts'

/** What can go wrong with a call. The wire form of each is `fault-replies.ts`. */
export type Fault =
  | {readonly kind: 'denied'; readonly by: 'identity-policy' | 'service-control-policy'}
  | {readonly kind: 'throttled'}
  | {readonly kind: 'serverError'}
  | {readonly kind: 'expiredToken'}
  /** An error of the test's own. */
  | {readonly kind: 'error'; readonly code: string; readonly message: string; readonly status?: number}
  /** Answers late. */
  | {readonly kind: 'slow'; readonly milliseconds: number}
  /** Never answers. */
  | {readonly kind: 'timeOut'}
  /** The connection is reset before an answer. */
  | {readonly kind: 'reset'}
  /** A page of a proxy, an answer that stops in the middle, or one that is cut off with its connection. */
  | {readonly kind: 'malformed'; readonly form: 'html' | 'truncated' | 'cut-off'}
  /** A legal answer with nothing in it: its lists missing, or there and empty. */
  | {readonly kind: 'empty'; readonly lists: 'absent' | 'present'}
  /** A legal page with no items and a token for the next. */
  | {readonly kind: 'emptyPage'}

export interface FaultOptions {
  /** For so many calls, then no more; without it for ever. */
  readonly times?: number
  /** Lets so many matching calls through first. */
  readonly after?: number
  /** For some inputs only. */
  readonly when?: (input: Plain) => boolean
}

/** An operation (`ec2.DescribeSubnets`), a service (`ec2`) or all (`*`). */
export type FaultTarget = '*' | ServiceName | `${ServiceName}.${string}`

export interface FaultRule extends FaultOptions {
  readonly target: FaultTarget
  readonly fault: Fault
}

export const denied = (by: 'identity-policy' | 'service-control-policy' = 'identity-policy'): Fault => ({
  kind: 'denied',
  by,
})
export const throttled = (): Fault => ({kind: 'throttled'})
export const serverError = (): Fault => ({kind: 'serverError'})
export const expiredToken = (): Fault => ({kind: 'expiredToken'})
export const errorOf = (code: string, message: string, status = 400): Fault => ({kind: 'error', code, message, status})
export const slow = (milliseconds: number): Fault => ({kind: 'slow', milliseconds})
export const timeOut = (): Fault => ({kind: 'timeOut'})
export const reset = (): Fault => ({kind: 'reset'})
export const malformed = (form: 'html' | 'truncated' | 'cut-off' = 'html'): Fault => ({kind: 'malformed', form})
export const empty = (lists: 'absent' | 'present' = 'absent'): Fault => ({kind: 'empty', lists})
export const emptyPage = (): Fault => ({kind: 'emptyPage'})

/** The faults that are set; a test may set and clear them while calls run. */
export class Faults {
  #rules: {readonly rule: FaultRule; after: number; left: number}[] = []

  constructor(rules: readonly FaultRule[] = []) {
    for (const {target, fault, ...options} of rules) this.add(target, fault, options)
  }

  add(target: FaultTarget, fault: Fault, options: FaultOptions = {}): this {
    const [service = ''] = target.split('.')
    // A fault on a misspelt service would never strike, and its test would prove nothing.
    if (target !== '*' && !isServiceName(service)) throw new RangeError(`The lab has no service ${service}`)
    const {after = 0, times = Number.POSITIVE_INFINITY} = options
    this.#rules.push({rule: {target, fault, ...options}, after, left: times})
    return this
  }

  clear(target?: FaultTarget): this {
    this.#rules = target === undefined ? [] : this.#rules.filter(({rule}) => rule.target !== target)
    return this
  }

  /** What strikes this call, in the order the faults were set; counts it. */
  strike(service: string, operation: string, input: Plain): readonly Fault[] {
    const struck: Fault[] = []
    for (const state of this.#rules) {
      const {target, when, fault} = state.rule
      if (target !== '*' && target !== service && target !== `${service}.${operation}`) continue
      if (when !== undefined && !when(input)) continue
      if (state.after > 0) state.after -= 1
      else if (state.left > 0) {
        state.left -= 1
        struck.push(fault)
      }
    }
    return struck
  }
}
