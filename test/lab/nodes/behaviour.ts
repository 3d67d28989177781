/** How a node of the lab behaves; may be changed at any time, for the commands that come after. */
export type NodeBehaviour =
  | {readonly kind: 'normal'}
  /** Its agent begins so late. */
  | {readonly kind: 'slow'; readonly milliseconds: number}
  /** Its agent takes commands and is never heard of again. */
  | {readonly kind: 'dead'}
  | {readonly kind: 'undeliverable'}
  /** So many commands are undeliverable, then it is normal. */
  | {readonly kind: 'lossy'; readonly times: number}
  /** Prints more than Run Command takes, after what the script prints. */
  | {readonly kind: 'flooded'}
  /** Nothing can be written to its disk: EFBIG, where a full disk says ENOSPC. */
  | {readonly kind: 'full-disk'}
  /** Runs nothing and answers with this. */
  | {readonly kind: 'hostile'; readonly output: string | Uint8Array}
  /** Runs the script and ends with this code, whatever the script ends with. */
  | {readonly kind: 'exit'; readonly code: number}
  /** Takes no command any more, and never answers those it has. */
  | {readonly kind: 'terminated'}

/** What a node is told to run. */
export interface Order {
  readonly commandId: string
  readonly instanceId: string
  readonly region: string
  /** Lines of the parameter `commands`. */
  readonly lines: readonly string[]
  readonly comment: string
  /** executionTimeout. */
  readonly seconds: number
  /** Ends it: CancelCommand. */
  readonly signal: AbortSignal
}

/** What becomes of an order; what is left out is what a script without output that went well has. */
export interface Result {
  readonly output?: string | Uint8Array
  readonly errorOutput?: string | Uint8Array
  readonly code?: number
  readonly status?: string
  readonly details?: string
}
