/** ISO 8601 of seconds since 1970 as text, with or without a fraction; null where it is none. */
export function momentOfSeconds(text: string): string | null {
  return /^\d{1,11}(\.\d{1,9})?$/.test(text) ? new Date(Number(text) * 1000).toISOString() : null
}

/** ISO 8601 of a time as systemd prints it under TZ=UTC, such as `Thu 2026-11-12 10:15:00 UTC`; null where it is none. */
export function momentOfSystemd(text: string): string | null {
  const [, day, time] = /^[A-Z][a-z]{2} (\d{4}-\d\d-\d\d) (\d\d:\d\d:\d\d)(?:\.\d{1,9})? UTC$/.exec(text) ?? []
  if (day === undefined || time === undefined) return null
  const moment = new Date(`${day}T${time}Z`)
  return Number.isNaN(moment.getTime()) ? null : moment.toISOString()
}
