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

/** Connects to AWS. Loaded only here, with the clients: a run that is offline loads none. */
export async function connectToAws(
  options: ConnectionOptions,
  preload: () => Promise<unknown> = async () => {},
): Promise<Connection> {
  const {connect} = await import('../aws/session.ts')
  const connecting = connect(options)
  // The other clients load while the first answer is on its way; who needs them waits for them where they are used.
  setImmediate(() => void preload().catch(() => {}))
  const connected = await connecting
  return 'kind' in connected ? {failure: connected} : {session: connected}
}
