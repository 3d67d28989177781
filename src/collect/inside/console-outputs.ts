import {EC2Client, GetConsoleOutputCommand} from '@aws-sdk/client-ec2'
import {classify} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {matchSignatures} from '../../derive/match-signatures.ts'
import type {FactMap} from '../../model/facts.ts'
import {ask} from '../ask.ts'
import {defineCollector, seen} from '../collector.ts'

type Output = FactMap['consoleOutputs'][number]
type Shown = Pick<Output, 'takenAt'> & {readonly matches: Extract<Output['matches'], {state: 'known'}>['value']}

/** One call tells of one node: of a fleet that is silent as a whole a few are told. */
const mostNodes = 8

export const consoleAction = 'ec2:GetConsoleOutput'

/** The console is all that a node shows from inside which Systems Manager does not reach. Masters first. */
export const consoleOutputs = defineCollector({
  id: 'console-outputs',
  title: 'Consoles',
  tier: 'nodes',
  provides: ['consoleOutputs'],
  follows: ['nodeProbes'],
  iam: [consoleAction],
  async collect({session, known: {nodeProbes}}) {
    const silent = nodeProbes
      .filter(({answer}) => answer.state === 'unknown' && answer.cause !== 'denied')
      .toSorted((a, b) => a.group.localeCompare(b.group))
      .slice(0, mostNodes)
    const outputs = await Promise.all(
      silent.map(async ({subject, id, group}): Promise<Output> => {
        const shown = await ask(consoleAction, () => outputOf(session, id))
        if (shown.state === 'unknown') return {subject, id, group, takenAt: null, matches: shown}
        return {subject, id, group, takenAt: shown.value.takenAt, matches: {state: 'known', value: shown.value.matches}}
      }),
    )
    return {consoleOutputs: seen(outputs, consoleAction)}
  },
})

async function outputOf(session: AwsSession, id: string): Promise<Shown> {
  const {takenAt, text} = await consoleOf(session, id)
  return {
    takenAt,
    matches: text === null ? null : matchSignatures(text, 'cloud-init').map(match => ({...match, where: 'console'})),
  }
}

export interface ConsoleText {
  readonly takenAt: string | null
  /** Null where EC2 has none. */
  readonly text: string | null
}

/** Live where the instance can, else as EC2 last kept it. The client leaves it in base64; it may be absent. */
export async function consoleOf(session: AwsSession, id: string): Promise<ConsoleText> {
  const client = session.client(EC2Client)
  const ask = (latest: boolean) =>
    client.send(new GetConsoleOutputCommand({InstanceId: id, ...(latest ? {Latest: true} : {})}), session.options)
  const {Output: output, Timestamp: taken} = await ask(true).catch((error: unknown) => {
    // Only Nitro instances show it live. What is denied or throttled would be so again.
    if (classify(error).kind === 'denied' || !(error instanceof Error) || error.name !== 'UnsupportedOperation')
      throw error
    return ask(false)
  })
  const text = output === undefined || output === '' ? null : Buffer.from(output, 'base64').toString('utf8')
  return {takenAt: taken?.toISOString() ?? null, text}
}
