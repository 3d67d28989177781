/** How Run Command is asked; what differs from the usual is for tests and for users with other limits. */
export interface RunCommandOptions {
  /** Calls a second of each operation, over all batches and runs, after a burst of some. */
  readonly callsPerSecond: number
  /** Commands that a node has at the same time. */
  readonly commandsPerNode: number
  /** Pause between two looks, milliseconds, to begin with and after a node has ended; else each is longer by the factor. */
  readonly firstPause: number
  readonly pauseGrowth: number
  readonly longestPause: number
  /** How long AWS may take until a command that was sent can be seen, milliseconds. */
  readonly appearsWithin: number
  /** How long a command is waited for, milliseconds, by the seconds that its script may run. */
  readonly patience: (seconds: number) => number
  /** How long a SendCommand under way may still tell its command's id after the run was ended, milliseconds. */
  readonly lastWords: number
  /** How long cancelling may take, milliseconds. */
  readonly cancelWithin: number
}

/** TimeoutSeconds: until when a command must be delivered. AWS takes no less. */
export const deliverySeconds = 30

export const usualRunCommand: RunCommandOptions = {
  // The rates of Systems Manager are unpublished; users who polled faster were throttled.
  callsPerSecond: 10,
  // The agent runs so many in parallel, and lets others wait.
  commandsPerNode: 5,
  firstPause: 1_000,
  pauseGrowth: 1.5,
  longestPause: 5_000,
  appearsWithin: 15_000,
  // AWS gives a command up only when both its limits are over; this is for a node that it does not give up even then.
  patience: seconds => (deliverySeconds + seconds + 30) * 1_000,
  lastWords: 2_000,
  cancelWithin: 5_000,
}
