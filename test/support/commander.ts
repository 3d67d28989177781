import {SSMClient} from '@aws-sdk/client-ssm'
import {type AwsSession, openSession} from '../../src/aws/session.ts'
import type {CommandAnswer, Commander, NodeCommand} from '../../src/nodes/transport/command.ts'
import type {RunCommandOptions} from '../../src/nodes/transport/options.ts'
import {makeCommander} from '../../src/nodes/transport/run-command.ts'
import {ec2Id} from '../lab/account/ids.ts'
import {type Lab, LabNode, type LabOptions, labAccount, type NodeBehaviour, startLab} from '../lab/index.ts'
import {enterLab, leaveLab} from './lab-environment.ts'

/** The waits of a commander, short enough for tests. */
export const quick: Partial<RunCommandOptions> = {
  callsPerSecond: 2_000,
  firstPause: 5,
  longestPause: 20,
  appearsWithin: 300,
  lastWords: 500,
}

export interface Commanding extends AsyncDisposable {
  readonly lab: Lab
  /** Managed nodes of the account. */
  readonly nodes: readonly string[]
  readonly session: AwsSession
  readonly commander: Commander
  /** Ends the session, as Ctrl-C and a deadline do. */
  readonly ending: AbortController
  /** Runs a script on nodes, all of the account where none are given, and tells every answer; twice for a node fails. */
  readonly run: (script: string, more?: Partial<NodeCommand>) => Promise<ReadonlyMap<string, CommandAnswer>>
}

export interface CommandingOptions extends Partial<Omit<LabOptions, 'account'>> {
  readonly count?: number
  readonly options?: Partial<RunCommandOptions>
  /** Of each call that is refused for its rate; one unless a test is about that. */
  readonly attempts?: number
  /** Gives each node a real shell that behaves so. */
  readonly behaviour?: (index: number) => NodeBehaviour
}

/** A commander in this process over real clients, and an account with managed nodes. */
export async function commanding({
  count = 1,
  options = {},
  behaviour,
  attempts,
  ...rest
}: CommandingOptions = {}): Promise<Commanding> {
  const account = labAccount({deployed: false})
  const nodes = Array.from({length: count}, (_, index) => ec2Id('i', `node ${index}`))
  for (const id of nodes) account.managedInstances.push({InstanceId: id, PingStatus: 'Online'})
  const lab = await startLab({account, ...rest})
  lab.fleet.appearsAfterMs = 0
  if (behaviour !== undefined) lab.fleet.add(...nodes.map((id, index) => new LabNode(id, behaviour(index))))
  enterLab(lab)
  if (attempts !== undefined) process.env.AWS_MAX_ATTEMPTS = String(attempts)
  const ending = new AbortController()
  const session = await openSession(SSMClient, {region: account.region, profile: null, signal: ending.signal})
  if ('kind' in session) throw new Error(session.detail)
  const commander = makeCommander(session, {...quick, ...options})
  return {
    lab,
    nodes,
    session,
    commander,
    ending,
    run: async (script, more = {}) => {
      const answers = new Map<string, CommandAnswer>()
      const command = {script, nodes, comment: 'openvidu-doctor test', seconds: 30, ...more}
      await commander.run(command, (node, answer) => {
        if (answers.has(node)) throw new Error(`a second answer of ${node}`)
        answers.set(node, answer)
      })
      return answers
    },
    [Symbol.asyncDispose]: async () => {
      leaveLab()
      session.close()
      await lab.close()
    },
  }
}

/** The one answer of a run with one node. */
export function only<T>(answers: ReadonlyMap<string, T>): T {
  const [[, answer] = []] = [...answers]
  if (answer === undefined || answers.size > 1) throw new Error(`${answers.size} answers`)
  return answer
}
