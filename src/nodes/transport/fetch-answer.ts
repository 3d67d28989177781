import {hasName, required} from '../../aws/errors.ts'
import {unknown} from '../../model/fact.ts'
import type {CommandAnswer} from './command.ts'
import {isWhole} from './output.ts'
import {gapOf, type Run} from './run.ts'
import type {Sent} from './send.ts'
import {phaseOf} from './statuses.ts'

/** What GetCommandInvocation tells of a node: its answer, or that there is none yet, or that AWS does not know it yet. */
export type Fetched = CommandAnswer | 'under-way' | 'absent'

/** Asks for the answer of one node. `received` is when it was known to have ended; the present, where that is not known. */
export async function fetchAnswer(
  {id, at}: Sent,
  node: string,
  run: Run,
  received: string | null = null,
): Promise<Fetched> {
  try {
    const answer = await run.calls.get(id, node, run.signal)
    const phase = phaseOf({
      status: required(answer.Status, 'status of a command'),
      details: answer.StatusDetails ?? null,
      code: answer.ResponseCode ?? null,
    })
    if (phase !== 'ran') return phase
    const output = required(answer.StandardOutputContent, 'output of a command')
    return {state: 'answered', output, whole: isWhole(output), between: [at, received ?? new Date().toISOString()]}
  } catch (error) {
    return hasName(error, 'InvocationDoesNotExist') ? 'absent' : gapOf(error, 'ssm:GetCommandInvocation')
  }
}

export const neverListed = unknown('failed', 'Run Command took the command, but never told of it on the node')
export const neverHandedOut = unknown(
  'failed',
  'Run Command told that the node has answered, but never handed the answer out',
)
