import {unknown} from '../model/fact.ts'
import type {Snapshot} from '../model/snapshot.ts'
import type {Connection} from './connection.ts'

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
