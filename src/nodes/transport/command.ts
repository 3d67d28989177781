import type {Unknown} from '../../model/fact.ts'

/** One script for several nodes. */
export interface NodeCommand {
  /** POSIX sh, as an administrator may read it. It must end with exit 0 and tell in its output how it went. */
  readonly script: string
  /** Instance ids, any number. */
  readonly nodes: readonly string[]
  /** Told in the account's command history, 100 characters at most. */
  readonly comment: string
  /** How long the script may run on a node, seconds, 5 at least. */
  readonly seconds: number
  /** A log group that the agents of the nodes write all output to as well; whether they did, no answer tells. */
  readonly logGroup?: string
}

/** What came back from one node. */
export type CommandAnswer =
  | {
      readonly state: 'answered'
      /** Standard output, 24,000 characters at most. */
      readonly output: string
      /** False where Run Command cut it. */
      readonly whole: boolean
      /** Between these moments of the caller's clock it ran, ISO 8601. */
      readonly between: readonly [sent: string, received: string]
    }
  | Unknown

/**
 * Runs scripts on nodes through SSM Run Command: batches of 50, waiting as AWS rules, every status told by its cause. Each
 * node's answer is handed over as it comes, so that nothing has to be kept. Never rejects for what AWS or a node does.
 */
export interface Commander {
  readonly run: (
    command: NodeCommand,
    /** `commandId` where AWS took a command for the node. */
    answered: (node: string, answer: CommandAnswer, commandId?: string) => void | Promise<void>,
  ) => Promise<void>
}
