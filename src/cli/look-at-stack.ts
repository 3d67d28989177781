import type {AwsFailure} from '../aws/errors.ts'
import type {AwsSession} from '../aws/session.ts'
import type {AnyCollector, CollectEvents, CollectOptions, Step} from '../collect/collector.ts'
import {CannotExamine} from '../model/errors.ts'
import {unknown} from '../model/fact.ts'
import type {FactKey} from '../model/facts.ts'
import type {Snapshot} from '../model/snapshot.ts'
import type {Connection} from './connection.ts'

export interface StackLook {
  /** Name or ARN. */
  readonly stack: string
  readonly region: string | null
  readonly toolVersion: string
  readonly progress: NodeJS.WriteStream | null
  readonly options: CollectOptions
  /** Whether the nodes are asked through Systems Manager. */
  readonly nodes: boolean
  /** The facts that are wanted, with what leads to them; all where it is not given. */
  readonly wanted?: readonly FactKey[]
  /** Loads what the report takes, while AWS is asked; who needs it waits for it where it is used. */
  readonly preload?: () => Promise<unknown>
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
    const [{causes}, {factKeys}] = await Promise.all([import('../aws/errors.ts'), import('../model/facts.ts')])
    const gap = unknown(causes[failure.kind], failure.detail, failure.action)
    const facts = Object.fromEntries(factKeys.map(key => [key, gap]))
    return {
      snapshot: snapshot(facts as Snapshot['facts'], accountId, region),
      failure,
      hopeless: 'failure' in connection || credentialFailures.includes(failure.kind),
    }
  }
  if ('failure' in connection) return blind(connection.failure, null, look.region)

  const step = {id: 'stack', title: 'Stack and template'}
  const stepped = await progressOn(look.progress, [step])
  let read: WholeStack | undefined
  try {
    read = await readWhole(connection.session, look, takenAt)
  } finally {
    stepped.events.ended?.(step, {gaps: gapsIn(read), count: null, looked: true})
    await stepped.settled
  }
  if ('failure' in read) return blind(read.failure, read.accountId, connection.session.region)

  const {session, base} = read
  const collectors = await collectorsFor(look)
  const [{collectFacts}, {onceSent}] = await Promise.all([
    import('../collect/collector.ts'),
    import('../collect/once-sent.ts'),
  ])
  const shown = await progressOn(look.progress, collectors)
  try {
    void onceSent(async () => look.preload?.()).catch(() => {})
    const found = await collectFacts(collectors, session, base, {...shown.events, options: look.options})
    const facts = look.nodes ? found : {...found, nodeProbes: nodesNotAsked}
    return {snapshot: snapshot(facts, session.accountId, session.region), failure: null, hopeless: false}
  } finally {
    await shown.settled
  }
}

const nodesNotAsked = unknown('not-requested', 'the nodes were not asked (--no-nodes)')

async function collectorsFor({nodes, wanted}: StackLook): Promise<readonly AnyCollector[]> {
  const [{deployedCollectors}, inside, {neededFor}] = await Promise.all([
    import('../collect/deployed/index.ts'),
    nodes ? import('../collect/inside/index.ts') : {insideCollectors: []},
    import('../collect/needed.ts'),
  ])
  const all = [...deployedCollectors, ...inside.insideCollectors]
  return wanted === undefined ? all : neededFor(wanted, all)
}

/** What no further look would mend. */
const credentialFailures: readonly AwsFailure['kind'][] = ['no-credentials', 'expired-credentials', 'bad-credentials']

type WholeStack =
  | {readonly session: AwsSession; readonly base: Snapshot['facts']}
  | {readonly failure: AwsFailure; readonly accountId: string | null}

/** What of the stack itself was not seen, for the progress. */
function gapsIn(read: WholeStack | undefined): number {
  if (read === undefined || 'failure' in read) return 1
  // Without its template, names may still tell the facts of an official one, but not what was asked for.
  const {intended, resources} = read.base
  return [intended, resources].filter(fact => fact?.state === 'unknown').length
}

/** The stack as CloudFormation knows it, and the session as that of its account. */
async function readWhole(session: AwsSession, {stack: name}: StackLook, takenAt: string): Promise<WholeStack> {
  const [{findStack}, {templateBody}, {onceSent}] = await Promise.all([
    import('../collect/deployed/find-stack.ts'),
    import('../collect/deployed/template-body.ts'),
    import('../collect/once-sent.ts'),
  ])
  // Both take what the stack was asked for by. Where it is not there, that the other failed is no news.
  const template = templateBody(session, name)
  // While the answers are on their way there is nothing to do but to load and make what is needed next.
  const [stack, {readStack}, {makeClients}] = await Promise.all([
    findStack(session, name),
    onceSent(() => import('../collect/deployed/read-stack.ts')),
    onceSent(() => import('../collect/deployed/index.ts')),
  ])
  if ('kind' in stack) {
    const {accountOf} = await import('../aws/session.ts')
    const accountId = await accountOf(session)
    if (stack.kind === 'not-found') throw noSuchStack(name, session.region, accountId)
    return {failure: stack, accountId}
  }
  if (stack.StackStatus === 'DELETE_COMPLETE') {
    const when = stack.DeletionTime?.toISOString() ?? 'some time ago'
    throw new CannotExamine(`the stack ${nameOf(name)} was deleted (${when})`, 'Name a stack that is there.')
  }
  // Whose stack it is stands in its ARN: nobody has to be asked.
  const own = session.of(stack.StackId?.split(':')[4] ?? '')
  const [base] = await Promise.all([readStack(own, stack, template, takenAt), onceSent(() => makeClients(own))])
  return {session: own, base}
}

interface Progress {
  readonly events: CollectEvents
  /** Resolves when every line is drawn for the last time. */
  readonly settled: Promise<void>
}

/** Lines of progress on a terminal; none without one. */
async function progressOn(stream: NodeJS.WriteStream | null, steps: readonly Step[]): Promise<Progress> {
  if (stream === null) return {events: {}, settled: Promise.resolve()}
  return (await import('../progress/collect-progress.ts')).showProgress(steps, stream)
}

/** The name in an ARN, or what is a name already. */
function nameOf(stack: string): string {
  return /:stack\/([^/]+)\//.exec(stack)?.[1] ?? stack
}

function noSuchStack(stack: string, region: string, accountId: string | null) {
  const where = accountId === null ? region : `${region} of account ${accountId}`
  return new CannotExamine(
    `there is no stack ${nameOf(stack)} in ${where}`,
    'Look at the name, --region and --profile; a deleted stack answers to its ARN only.',
  )
}
