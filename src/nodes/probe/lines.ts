import {UnreadableAnswer} from './part.ts'

/** Lines of `NAME=VALUE`, as systemctl and timedatectl print them; of several with one name the last. */
export function settingsIn(lines: readonly string[]): ReadonlyMap<string, string> {
  return new Map(
    lines.flatMap(line => {
      const at = line.indexOf('=')
      return at < 1 ? [] : [[line.slice(0, at), line.slice(at + 1)] as const]
    }),
  )
}

/** A value that must be there, in its form. `what` is told where it is not. */
export function inForm(value: string | undefined, form: RegExp, what: string): string {
  if (value === undefined || !form.test(value)) throw new UnreadableAnswer(`${what} is missing or not in its form`)
  return value
}

/** A whole number that fits. */
export function countOf(value: string | undefined, what: string): number {
  return Number(inForm(value, /^\d{1,15}$/, what))
}
