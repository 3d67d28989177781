/** How the lines of a log are stamped: by docker, by journalctl, or by whoever wrote the file. */
export const sourceKinds = ['container', 'journal', 'file'] as const

export type SourceKind = (typeof sourceKinds)[number]

/** When a line was written, and where its text begins. */
export interface LineTime {
  /** `2026-11-12T10:15:00.123456789`, UTC: such texts are in the order of their times. */
  readonly at: string
  /** Characters before the text that the source itself put there. */
  readonly prefix: number
}

const moment = '(\\d{4}-\\d\\d-\\d\\d)[T ](\\d\\d:\\d\\d:\\d\\d)(?:[.,](\\d{1,9}))?(Z|[+-]\\d\\d:?\\d\\d)?'
/** Put there by docker and journalctl, with one blank behind. */
const stamped = new RegExp(`^${moment} `)
/** What programs write into files: at the beginning of a line. */
const written = new RegExp(`^\\[?${moment}(?![0-9])`)
/** `Cloud-init v. 25.2 running 'init' at Thu, 12 Nov 2026 10:05:11 +0000.` */
const mailed = /^Cloud-init .{0,80} at [A-Z][a-z]{2}, (\d{1,2}) ([A-Z][a-z]{2}) (\d{4}) (\d\d:\d\d:\d\d) \+0000/
const months = 'JanFebMarAprMayJunJulAugSepOctNovDec'

/** The time of a line, null where it has none: then it belongs to the line before it. */
export function lineTime(kind: SourceKind, line: string): LineTime | null {
  const start = line.slice(0, 160)
  const match = (kind === 'file' ? written : stamped).exec(start)
  if (match !== null) {
    const [whole, day = '', time = '', fraction = '', zone = 'Z'] = match
    const at = utc(`${day}T${time}`, fraction.padEnd(9, '0'), zone)
    return at === null ? null : {at, prefix: kind === 'file' ? 0 : whole.length}
  }
  const [, day = '', month = '', year = '', time = ''] = (kind === 'file' ? mailed.exec(start) : null) ?? []
  const index = months.indexOf(month)
  if (month === '' || index % 3 !== 0) return null
  const at = utc(`${year}-${String(index / 3 + 1).padStart(2, '0')}-${day.padStart(2, '0')}T${time}`, '000000000', 'Z')
  return at === null ? null : {at, prefix: 0}
}

function utc(local: string, fraction: string, zone: string): string | null {
  const colon = zone === 'Z' || zone.includes(':') ? zone : `${zone.slice(0, 3)}:${zone.slice(3)}`
  const milliseconds = Date.parse(`${local}${colon}`)
  if (Number.isNaN(milliseconds)) return null
  return `${new Date(milliseconds).toISOString().slice(0, 19)}.${fraction}`
}

/** An ISO 8601 moment in that form. */
export function sortable(moment: string): string {
  return `${new Date(moment).toISOString().slice(0, -1)}000000`
}

/** A time in that form, as seconds since 1970. */
export function secondsOf(at: string): string {
  return `${Math.floor(Date.parse(`${at.slice(0, 19)}Z`) / 1_000)}.${at.slice(20)}`
}
