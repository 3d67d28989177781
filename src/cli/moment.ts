import {UnusableInput} from '../model/errors.ts'

const units = {d: 86_400, h: 3_600, m: 60, s: 1} as const

/**
 * A moment as `--since` takes it: how long ago (`10m`, `2h`, `3d`), or a date with or without a time, in UTC unless it says
 * otherwise. ISO 8601. Throws UnusableInput for anything else.
 */
export function momentIn(text: string, flag: string, now: Date): string {
  const [, ...parts] = /^(?:(\d{1,4})d)?(?:(\d{1,5})h)?(?:(\d{1,6})m)?(?:(\d{1,7})s)?$/.exec(text) ?? []
  if (parts.some(part => part !== undefined)) {
    const [days = 0, hours = 0, minutes = 0, seconds = 0] = parts.map(part => Number(part ?? 0))
    const ago = days * units.d + hours * units.h + minutes * units.m + seconds
    return new Date(now.getTime() - ago * 1_000).toISOString()
  }
  const [, date, time = '00:00', zone = 'Z'] =
    /^(\d{4}-\d\d-\d\d)(?:[T ](\d\d:\d\d(?::\d\d(?:\.\d{1,9})?)?)(Z|[+-]\d\d:\d\d)?)?$/.exec(text) ?? []
  const moment = date === undefined ? Number.NaN : Date.parse(`${date}T${time}${zone}`)
  if (!Number.isNaN(moment) && moment >= 0) return new Date(moment).toISOString()
  throw new UnusableInput(
    [{message: `${flag} "${text.slice(0, 40)}" is neither a duration nor a time`, location: null}],
    'Give how long ago, such as 10m, 2h or 3d, or a time such as 2026-11-22T10:00 (UTC).',
  )
}
