import {UnusableInput} from '../model/errors.ts'

/** A day: more than any operation on a stack takes, and what a CI job may run. */
const longestSeconds = 86_400
const units = {h: 3_600, m: 60, s: 1} as const

/** Reads a duration such as `10m`, `90s` or `1h30m` as milliseconds. Throws UnusableInput for anything else, and for none or more than a day. */
export function durationIn(text: string): number {
  const refuse = (what: string) =>
    new UnusableInput(
      [{message: `"${text.slice(0, 40)}" is ${what}`, location: null}],
      'Give hours, minutes and seconds, such as 90s, 10m or 1h30m.',
    )
  const [, ...parts] = /^(?:(\d{1,5})h)?(?:(\d{1,5})m)?(?:(\d{1,5})s)?$/.exec(text) ?? []
  const given = parts.filter(part => part !== undefined)
  if (given.length === 0) throw refuse('no duration')
  const [hours = 0, minutes = 0, seconds = 0] = parts.map(part => Number(part ?? 0))
  const total = hours * units.h + minutes * units.m + seconds * units.s
  if (total === 0) throw refuse('no time at all')
  if (total > longestSeconds) throw refuse('longer than a day')
  return total * 1_000
}

/** A duration as `durationIn` reads it, in whole seconds: `1h30m`, `12s`. */
export function durationText(milliseconds: number): string {
  let left = Math.round(milliseconds / 1_000)
  if (left === 0) return '0s'
  return Object.entries(units)
    .map(([unit, seconds]) => {
      const count = Math.floor(left / seconds)
      left -= count * seconds
      return count === 0 ? '' : `${count}${unit}`
    })
    .join('')
}
