import type {AwsSession} from '../../aws/session.ts'
import {unknown} from '../../model/fact.ts'
import {RunCommandCalls} from './calls.ts'
import type {Commander, NodeCommand} from './command.ts'
import {follow} from './follow.ts'
import {NodeSlots} from './node-slots.ts'
import {type RunCommandOptions, usualRunCommand} from './options.ts'
import {ended, type Run} from './run.ts'
import {lineOf} from './script-line.ts'
import {batchesOf, send} from './send.ts'
import {lingering} from './wait.ts'

/** What AWS and the agent take. Sources: SendCommand, Comment; amazon-ssm-agent, pluginutil: other times become an hour. */
const commentLimit = 100
const [leastSeconds, mostSeconds] = [5, 172_800]

/**
 * A commander through SSM Run Command. Rates and slots are those of the commander: make one for a run, and hand it to all that
 * need it. It ends with the session: then it cancels what it sent, and every node that has not answered is unknown.
 *
 * SendCommand has no token of its own: where an answer is lost and the SDK asks again, a script runs twice on its nodes.
 */
export function makeCommander(session: AwsSession, options: Partial<RunCommandOptions> = {}): Commander {
  const settings = {...usualRunCommand, ...options}
  const calls = new RunCommandCalls(session, settings.callsPerSecond)
  const slots = new NodeSlots(settings.commandsPerNode)
  const {signal} = session
  const last = lingering(signal, settings.lastWords)
  return {
    async run(command, answered) {
      const line = checkedLine(command)
      const left = new Set(command.nodes)
      const held = new Set<string>()
      const faults: unknown[] = []
      const settle: Run['settle'] = async (node, answer, commandId) => {
        if (!left.delete(node)) return
        if (held.delete(node)) slots.release(node)
        await handOver(() => answered(node, answer, commandId), faults)
      }
      const run: Run = {calls, options: settings, command: {...command, line}, signal, last, settle}
      const batch = async (nodes: readonly string[]): Promise<void> => {
        if (!(await slots.take(nodes, signal))) {
          await Promise.all(nodes.map(node => settle(node, ended)))
          return
        }
        for (const node of nodes) held.add(node)
        try {
          const sent = await send(nodes, run)
          await Promise.all(sent.map(one => follow(one, run)))
        } catch (error) {
          faults.push(error)
        }
        await Promise.all(nodes.map(node => settle(node, broken)))
      }
      await Promise.all(batchesOf([...left]).map(batch))
      if (faults.length > 0) throw faults[0]
    },
  }
}

/** What a node's answer is where a fault of ours kept it from getting another one. */
const broken = unknown('failed', 'openvidu-doctor broke while it waited for the node: please report it')

/** A fault of whoever takes the answers must not cost the other nodes theirs. */
async function handOver(give: () => void | Promise<void>, faults: unknown[]): Promise<void> {
  try {
    await give()
  } catch (error) {
    faults.push(error)
  }
}

/** Throws RangeError for what no AWS takes: a fault of ours. */
function checkedLine({script, comment, seconds}: NodeCommand): string {
  if ([...comment].length > commentLimit) throw new RangeError(`a comment has ${commentLimit} characters at most`)
  if (!Number.isInteger(seconds) || seconds < leastSeconds || seconds > mostSeconds) {
    throw new RangeError(`a script may run ${leastSeconds} to ${mostSeconds} seconds, not ${seconds}`)
  }
  return lineOf(script)
}
