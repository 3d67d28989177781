import type {AwsFailure} from '../aws/errors.ts'
import type {CollectOptions} from '../collect/collector.ts'
import {CannotExamine} from '../model/errors.ts'
import {unknown} from '../model/fact.ts'
import {factKeys} from '../model/facts.ts'
import type {Snapshot} from '../model/snapshot.ts'
import type {Connection} from './connection.ts'

export interface StackLook {
  /** Name or ARN. */
  readonly stack: string
  readonly region: string | null
  readonly toolVersion: string
  readonly progress: NodeJS.WriteStream | null
  readonly options: CollectOptions
}

/** A deployed stack as it was seen, and whether it could be looked at at all. */
export interface StackSeen {
  readonly snapshot: Snapshot
  /** Why nothing could be asked; every fact of the snapshot is unknown for it. */
  readonly failure: AwsFailure | null
  /** Whether asking again would come to the same: nobody is there to ask as. */
  readonly hopeless: boolean
}

/**
 * Everything that AWS tells of a deployed stack. Throws CannotExamine where there is no such stack, NotHighAvailability where
 * it is of something else.
 */
export async function lookAtStack(connection: Connection, look: StackLook): Promise<StackSeen> {
  const takenAt = new Date().toISOString()
  const snapshot = (facts: Snapshot['facts'], accountId: string | null, region: string | null): Snapshot => ({
    schemaVersion: '1',
    tool: {name: 'openvidu-doctor', version: look.toolVersion},
    takenAt,
    target: {kind: 'deployed', stackName: nameOf(look.stack), region, accountId},
    facts,
  })
  const blind = async (failure: AwsFailure, accountId: string | null, region: string | null): Promise<StackSeen> => {
    const {causes} = await import('../aws/errors.ts')
    const gap = unknown(causes[failure.kind], failure.detail, failure.action)
    const facts = Object.fromEntries(factKeys.map(key => [key, gap]))
    return {
      snapshot: snapshot(facts as Snapshot['facts'], accountId, region),
      failure,
      hopeless: 'failure' in connection,
    }
  }
  if ('failure' in connection) return blind(connection.failure, null, look.region)

  const {session} = connection
  const {findStack} = await import('../collect/deployed/find-stack.ts')
  const stack = await findStack(session, look.stack)
  if ('kind' in stack) {
    if (stack.kind === 'not-found') throw noSuchStack(look.stack, session)
    return blind(stack, session.accountId, session.region)
  }
  if (stack.StackStatus === 'DELETE_COMPLETE') {
    const when = stack.DeletionTime?.toISOString() ?? 'some time ago'
    throw new CannotExamine(`the stack ${nameOf(look.stack)} was deleted (${when})`, 'Name a stack that is there.')
  }
  const [{readStack}, {deployedCollectors}, {collectFacts}] = await Promise.all([
    import('../collect/deployed/read-stack.ts'),
    import('../collect/deployed/index.ts'),
    import('../collect/collector.ts'),
  ])
  const base = await readStack(session, stack, takenAt)
  const shown =
    look.progress === null
      ? null
      : (await import('../progress/collect-progress.ts')).showProgress(deployedCollectors, look.progress)
  try {
    const facts = await collectFacts(deployedCollectors, session, base, {...shown?.events, options: look.options})
    return {snapshot: snapshot(facts, session.accountId, session.region), failure: null, hopeless: false}
  } finally {
    await shown?.settled
  }
}

/** The name in an ARN, or what is a name already. */
function nameOf(stack: string): string {
  return /:stack\/([^/]+)\//.exec(stack)?.[1] ?? stack
}

function noSuchStack(stack: string, {region, accountId}: {readonly region: string; readonly accountId: string}) {
  return new CannotExamine(
    `there is no stack ${nameOf(stack)} in ${region} of account ${accountId}`,
    'Look at the name, --region and --profile; a deleted stack answers to its ARN only.',
  )
}
