import {causes, classify} from '../../aws/errors.ts'
import {type Unknown, unknown} from '../../model/fact.ts'
import type {RunCommandCalls, Sending} from './calls.ts'
import type {CommandAnswer} from './command.ts'
import type {RunCommandOptions} from './options.ts'

/** What the parts of one run share. */
export interface Run {
  readonly calls: RunCommandCalls
  readonly options: RunCommandOptions
  readonly command: Omit<Sending, 'nodes'>
  /** Ends the run. */
  readonly signal: AbortSignal
  /** Ends a SendCommand that is under way, shortly after. */
  readonly last: AbortSignal
  /** Takes the answer of a node, which had none before. Never rejects. */
  readonly settle: (node: string, answer: CommandAnswer, commandId?: string) => Promise<void>
}

export const ended: Unknown = unknown('timed-out', 'the run was ended before the node had answered')

/** Why a call gave nothing. Throws on what is a fault of ours. */
export function gapOf(error: unknown, action: string): Unknown {
  const failure = classify(error, action)
  return failure.kind === 'aborted' ? ended : unknown(causes[failure.kind], failure.detail, failure.action)
}
