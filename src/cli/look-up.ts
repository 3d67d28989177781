import type {AwsFailure} from '../aws/errors.ts'
import type {AwsSession} from '../aws/session.ts'
import {unknown} from '../model/fact.ts'
import type {Snapshot} from '../model/snapshot.ts'

export interface LookUpOptions {
  readonly region: string | null
  readonly profile: string | null
  readonly concurrency: number
  /** Whether AWS is asked whose account it is; a stack tells that itself. */
  readonly identify: boolean
  readonly signal: AbortSignal
}

/** What came of asking AWS. The failure where nobody could be asked at all. */
export type Connection = {readonly session: AwsSession} | {readonly failure: AwsFailure}

/** Connects to AWS. Loaded only here, with the clients: a run that is offline loads none. */
export async function connectToAws(
  options: LookUpOptions,
  preload: () => Promise<unknown> = async () => {},
): Promise<Connection> {
  const {connect, openSession} = await import('../aws/session.ts')
  const connecting = options.identify ? connect(options) : openSession(options)
  // The other clients load while the first answer is on its way; who needs them waits for them where they are used.
  setImmediate(() => void preload().catch(() => {}))
  const connected = await connecting
  return 'kind' in connected ? {failure: connected} : {session: connected}
}

/** The plan's snapshot with everything that AWS can tell of what it names; gaps say why. */
export async function lookUp(
  snapshot: Snapshot,
  connection: Connection,
  progress: NodeJS.WriteStream | null,
): Promise<Snapshot> {
  const {planCollectors} = await import('../collect/plan/index.ts')
  if ('failure' in connection) {
    const {causes} = await import('../aws/errors.ts')
    const {kind, detail, action} = connection.failure
    const gap = unknown(causes[kind], detail, action)
    const blind = Object.fromEntries(planCollectors.flatMap(({provides}) => provides).map(key => [key, gap]))
    return {...snapshot, facts: {...snapshot.facts, ...blind}}
  }
  const {collectFacts} = await import('../collect/collector.ts')
  const {session} = connection
  const shown =
    progress === null ? null : (await import('../progress/collect-progress.ts')).showProgress(planCollectors, progress)
  try {
    const facts = await collectFacts(planCollectors, session, snapshot.facts, shown?.events)
    return {...snapshot, target: {...snapshot.target, accountId: session.accountId}, facts}
  } finally {
    session.close()
    await shown?.settled
  }
}
