/** What is still well, where that is a matter of degree. */
export interface Thresholds {
  /** A certificate with fewer days left is reported. */
  readonly certificateDaysLeft: number
  /** A master's volume whose newest snapshot is older is reported, unless a policy makes them at a longer interval. */
  readonly snapshotAgeHours: number
}

export const defaultThresholds: Thresholds = {certificateDaysLeft: 30, snapshotAgeHours: 24}
