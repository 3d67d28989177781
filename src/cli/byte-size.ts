import {UnusableInput} from '../model/errors.ts'

const factors: Readonly<Record<string, number>> = {'': 1, k: 1e3, m: 1e6, g: 1e9}

/** A number of bytes such as `500k`, `200MB` or `1000000`, from 1 to `most`. Throws UnusableInput for anything else. */
export function bytesIn(text: string, flag: string, most = 1e9): number {
  const [, digits = '', unit = ''] = /^(\d{1,13})([kmg]?)b?$/i.exec(text) ?? []
  const bytes = digits === '' ? Number.NaN : Number(digits) * (factors[unit.toLowerCase()] ?? Number.NaN)
  if (bytes >= 1 && bytes <= most) return bytes
  throw new UnusableInput(
    [{message: `${flag} "${text.slice(0, 40)}" is no number of bytes up to ${most / 1e9} GB`, location: null}],
    'Give it such as 500k or 200MB.',
  )
}

/** `12.3 MB`. */
export function bytesText(bytes: number): string {
  if (bytes < 1_000) return `${bytes} bytes`
  return bytes < 1e6 ? `${(bytes / 1e3).toFixed(1)} kB` : `${(bytes / 1e6).toFixed(1)} MB`
}
