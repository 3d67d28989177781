import type {AwsFailure} from '../aws/errors.ts'
import type {AwsSession} from '../aws/session.ts'

export interface ConnectionOptions {
  readonly region: string | null
  readonly profile: string | null
  readonly concurrency: number
  readonly signal: AbortSignal
}

/** What came of asking AWS. The failure where nobody could be asked at all. */
export type Connection = {readonly session: AwsSession} | {readonly failure: AwsFailure}

/**
 * Connects to AWS, and has it say whose credentials these are. Loaded only here, with the clients: a run that is offline loads
 * none. What `preload` loads is loaded while the answer is on its way; who needs it waits for it where it is used.
 */
export async function connectToAws(
  options: ConnectionOptions,
  preload: () => Promise<unknown> = async () => {},
): Promise<Connection> {
  const {connect} = await import('../aws/session.ts')
  const connecting = connect(options)
  setImmediate(() => void preload().catch(() => {}))
  return connectionOf(await connecting)
}

/** A connection that nobody was asked over yet: for a stack, which tells its account itself. */
export async function openConnection(options: ConnectionOptions): Promise<Connection> {
  const {openSession} = await import('../aws/session.ts')
  // One name out of the module, so that the bundle leaves out the rest of it.
  const {CloudFormationClient} = await import('@aws-sdk/client-cloudformation')
  return connectionOf(await openSession(CloudFormationClient, options))
}

function connectionOf(connected: AwsSession | AwsFailure): Connection {
  return 'kind' in connected ? {failure: connected} : {session: connected}
}
