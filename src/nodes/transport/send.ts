import {hasName} from '../../aws/errors.ts'
import {unknown} from '../../model/fact.ts'
import {nodesPerCommand} from './calls.ts'
import {gapOf, type Run} from './run.ts'

/** A command that AWS took. */
export interface Sent {
  readonly id: string
  readonly nodes: readonly string[]
  /** When it was sent, ISO 8601. */
  readonly at: string
}

/**
 * Sends the command of a run to nodes, 50 at most, and settles those that can't be sent to. One node that Systems Manager does not
 * have fails the call for all: then the others are sent to apart, so that a run has several commands.
 */
export async function send(nodes: readonly string[], run: Run): Promise<readonly Sent[]> {
  const at = new Date().toISOString()
  try {
    const id = await run.calls.send({...run.command, nodes}, run.signal, run.last)
    return [{id, nodes, at}]
  } catch (error) {
    if (!hasName(error, 'InvalidInstanceId')) {
      const gap = gapOf(error, 'ssm:SendCommand')
      await Promise.all(nodes.map(node => run.settle(node, gap)))
      return []
    }
    if (nodes.length > 1) return (await Promise.all(parted(nodes, error).map(some => send(some, run)))).flat()
    const gap = unknown(
      'unreachable',
      'Systems Manager takes no command for the node: no agent is registered, or it is gone',
    )
    await Promise.all(nodes.map(node => run.settle(node, gap)))
    return []
  }
}

/**
 * Those that the message names and the others, else two halves. The message is no promise of AWS, and at times empty: it decides
 * only how few calls it takes, since nobody is given up who was not refused alone.
 */
function parted(nodes: readonly string[], error: unknown): readonly (readonly string[])[] {
  const message = error instanceof Error ? error.message : ''
  const named = nodes.filter(node => message.includes(node))
  if (named.length > 0 && named.length < nodes.length) {
    return [nodes.filter(node => !named.includes(node)), named]
  }
  const middle = Math.ceil(nodes.length / 2)
  return [nodes.slice(0, middle), nodes.slice(middle)]
}

/** All nodes, as many together as one command takes. */
export function batchesOf(nodes: readonly string[]): readonly (readonly string[])[] {
  return Array.from({length: Math.ceil(nodes.length / nodesPerCommand)}, (_, index) =>
    nodes.slice(index * nodesPerCommand, (index + 1) * nodesPerCommand),
  )
}
