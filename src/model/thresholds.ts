/** What is still well, where that is a matter of degree. */
export interface Thresholds {
  /** A certificate with fewer days left is reported. */
  readonly certificateDaysLeft: number
}

export const defaultThresholds: Thresholds = {certificateDaysLeft: 30}
