import {known, type Seen, unknown} from '../model/fact.ts'
import {renewalOf} from './certificate-renewal.ts'
import type {CertificateDetails} from './used-certificates.ts'

const dayMilliseconds = 86_400_000

/** The end of a certificate that expires sooner than wanted. */
export interface NearEnd {
  readonly notAfter: string
  /** Whole days that are left, negative once it has expired. */
  readonly days: number
  readonly expired: boolean
  /** In words that follow `and`. */
  readonly renewal: string
  readonly underWay: boolean
}

/** Null where it lasts for as many days as wanted. */
export function nearEnd(details: CertificateDetails, now: string, wanted: number): Seen<NearEnd | null> {
  const {notAfter, status} = details
  if (notAfter === null) return unknown('unresolved', `a certificate that is ${status} has no end yet`)
  const left = Date.parse(notAfter) - Date.parse(now)
  if (left >= wanted * dayMilliseconds) return known(null)
  return known({notAfter, days: Math.floor(left / dayMilliseconds), expired: left <= 0, ...renewalOf(details)})
}

/** What follows the name of a certificate that has expired. */
export function expiredText({notAfter, renewal}: Pick<NearEnd, 'notAfter' | 'renewal'>): string {
  return `expired on ${dateOf(notAfter)}, and ${renewal}`
}

/** What follows the name of one that soon will have. */
export function soonText(
  {notAfter, days, renewal}: Pick<NearEnd, 'notAfter' | 'days' | 'renewal'>,
  wanted: number,
): string {
  return `expires on ${dateOf(notAfter)}, in ${daysInWords(days)}, and ${renewal}; expected at least ${daysInWords(wanted)} more`
}

function dateOf(time: string): string {
  return time.slice(0, 10)
}

function daysInWords(days: number): string {
  return days < 1 ? 'less than a day' : days === 1 ? '1 day' : `${days} days`
}
