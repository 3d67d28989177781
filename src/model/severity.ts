/** Severities from the heaviest to the lightest; their order is what thresholds compare. */
export const severities = ['critical', 'high', 'medium', 'low', 'info'] as const

export type Severity = (typeof severities)[number]

/** What `--fail-on` takes: nobody's run fails for what merely informs. */
export const failOnLevels = ['critical', 'high', 'medium', 'low', 'never'] as const

export type FailOn = (typeof failOnLevels)[number]

/** Whether `severity` weighs at least as much as `threshold`. */
export function atLeast(severity: Severity, threshold: Severity): boolean {
  return severities.indexOf(severity) <= severities.indexOf(threshold)
}

/** The heavier of two severities. */
export function heavier(one: Severity, other: Severity): Severity {
  return atLeast(one, other) ? one : other
}

/** `severity`, but never heavier than `ceiling`. */
export function capped(severity: Severity, ceiling: Severity): Severity {
  return atLeast(severity, ceiling) ? ceiling : severity
}
