const hoursOf: Readonly<Record<string, number>> = {minute: 1 / 60, hour: 1, day: 24}
const weekdays = ['SUN', 'MON', 'TUE', 'WED', 'THU', 'FRI', 'SAT']
const [day, week, month, year] = [24, 7 * 24, 31 * 24, 366 * 24]

/**
 * The longest time in hours between two runs of a schedule, `rate(…)` or `cron(…)` as EventBridge has them; null for one that
 * is not understood. Rather too long than too short: whoever waits for a run must not be told that it is late.
 */
export function longestIntervalHours(expression: string): number | null {
  const rate = /^rate\((\d{1,6}) (minute|hour|day)s?\)$/.exec(expression.trim())
  if (rate !== null) {
    const hours = Number(rate[1]) * (hoursOf[rate[2] ?? ''] ?? 0)
    return hours > 0 ? hours : null
  }
  const cron = /^(?:cron\(([^()]{1,200})\)|([^()]{1,200}))$/.exec(expression.trim())
  const fields = (cron?.[1] ?? cron?.[2] ?? '').trim().split(/\s+/)
  // The sixth is the year: a schedule of certain years may have had its last run.
  const [, hour, dayOfMonth, monthOfYear, dayOfWeek, years] = fields
  if (fields.length !== 6 || !any(years)) return null
  if (!any(monthOfYear)) return year
  if (!any(dayOfMonth)) return month
  if (!any(dayOfWeek)) {
    const days = valuesOf(dayOfWeek?.toUpperCase() ?? '', {least: 1, most: 7, names: weekdays})
    // The third Monday, the last Friday: once a month.
    return days === null ? month : longestGap(days, 7) * day
  }
  const hours = valuesOf(hour ?? '', {least: 0, most: 23, names: []})
  return hours === null ? week : longestGap(hours, 24)
}

function any(field: string | undefined): boolean {
  return field === '*' || field === '?'
}

interface Bounds {
  readonly least: number
  readonly most: number
  /** Names of the values, from the least on. */
  readonly names: readonly string[]
}

/** The values that a field stands for: lists, ranges and steps; null where it is none of these. */
function valuesOf(field: string, {least, most, names}: Bounds): readonly number[] | null {
  const numberOf = (text: string): number | null => {
    const named = names.indexOf(text)
    const value = named >= 0 ? least + named : /^\d{1,2}$/.test(text) ? Number(text) : Number.NaN
    return value >= least && value <= most ? value : null
  }
  const found = new Set<number>()
  for (const item of field.split(',')) {
    const [span = '', step = '1', ...more] = item.split('/')
    const [from = '', to, ...others] = span.split('-')
    const first = any(from) ? least : numberOf(from)
    const stepped = item.includes('/') || any(from)
    const last = to === undefined ? (stepped ? most : first) : numberOf(to)
    if (first === null || last === null || more.length > 0 || others.length > 0 || !/^[1-9]\d?$/.test(step)) return null
    // A range may go over the end of the week.
    const size = most - least + 1
    const length = ((last - first + size) % size) + 1
    for (let at = 0; at < length; at += Number(step)) found.add(least + ((first - least + at) % size))
  }
  return [...found].toSorted((one, other) => one - other)
}

function longestGap(values: readonly number[], cycle: number): number {
  const gaps = values.map((value, index) => (values[index + 1] ?? (values[0] ?? 0) + cycle) - value)
  return Math.max(...gaps)
}
