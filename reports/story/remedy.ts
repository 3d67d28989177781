import type {Result} from '../../src/model/report.ts'

/** A failure that someone answers for, in a sentence; null where nobody does. */
export function waiverSentence({waiver}: Result): string | null {
  return waiver === null ? null : `Waived until ${waiver.expires} by ${waiver.owner}: ${waiver.reason}`
}

/** The address where it is an https one that a reader may be sent to, otherwise null. */
export function webAddress(url: string): string | null {
  const address = URL.parse(url)
  return address?.protocol === 'https:' ? address.href : null
}
