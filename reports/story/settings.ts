import type {Report} from '../../src/model/report.ts'

/** What the configuration set otherwise than this version does by itself, as a sentence; null where nothing is. */
export function settingsWords({settings}: Report): string | null {
  if (settings === null) return null
  const {thresholds, severity, skip} = settings
  const parts = [
    ...Object.entries(thresholds).map(([name, value]) => `${name} ${value}`),
    ...Object.entries(severity).map(([check, weight]) => `${check} weighs ${weight}`),
    ...(skip.length === 0 ? [] : [`left out: ${skip.join(', ')}`]),
  ]
  return parts.length === 0 ? null : `Configured: ${parts.join('; ')}.`
}
