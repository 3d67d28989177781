/** What is still well, where that is a matter of degree. */
export interface Thresholds {
  /** A certificate with fewer days left is reported. */
  readonly certificateDaysLeft: number
  /** A master's volume whose newest snapshot is older is reported, unless a policy makes them at a longer interval. */
  readonly snapshotAgeHours: number
  /** A file system of a node with more of its bytes or inodes used is reported. */
  readonly diskUsedPercent: number
  /** A node with less of its memory available is reported. */
  readonly memoryAvailablePercent: number
  /** A clock that is further off is reported. */
  readonly clockSkewMilliseconds: number
  /** A container that Docker started again within this time is reported. */
  readonly restartHours: number
}

export const defaultThresholds: Thresholds = {
  certificateDaysLeft: 30,
  snapshotAgeHours: 24,
  diskUsedPercent: 80,
  memoryAvailablePercent: 10,
  clockSkewMilliseconds: 500,
  restartHours: 24,
}
