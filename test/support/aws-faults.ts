import type {UnknownCause} from '../../src/model/fact.ts'
import {denied, expiredToken, type Fault, malformed, reset, serverError, throttled, timeOut} from '../lab/index.ts'

/** Everything AWS or what stands before it may do instead of answering, and how a fact is unknown then. */
export const awsFaults: Readonly<Record<string, readonly [Fault, UnknownCause]>> = {
  'access denied': [denied(), 'denied'],
  'denied by the organisation': [denied('service-control-policy'), 'denied'],
  'throttled beyond retries': [throttled(), 'throttled'],
  'a server error': [serverError(), 'failed'],
  'an expired token': [expiredToken(), 'failed'],
  'no answer': [timeOut(), 'timed-out'],
  'a reset connection': [reset(), 'unreachable'],
  'a page of a proxy': [malformed('html'), 'failed'],
  'an answer that stops in the middle': [malformed('truncated'), 'failed'],
}
