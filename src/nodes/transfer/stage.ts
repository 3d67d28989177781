import {unknown} from '../../model/fact.ts'
import type {Commander} from '../transport/command.ts'
import {commandBatches, performAll} from './in-flight.ts'
import type {TransferNode} from './request.ts'
import {readStage, type StageReading} from './stage-answer.ts'
import {type Staging, stageScript, stageSeconds} from './stage-script.ts'

export interface StagingRun {
  readonly commander: Commander
  readonly signal: AbortSignal
  readonly comment: string
  readonly staging: Omit<Staging, 'collect'>
  /** Before a node is asked to stage. */
  readonly asked: (node: string) => void
  readonly staged: (node: string, reading: StageReading) => Promise<void>
}

/**
 * Has the nodes stage: masters one after the other, media nodes with the same script in one command. A node that was not asked
 * since the signal ended it first is told so.
 */
export async function stageAll(run: StagingRun, nodes: readonly TransferNode[]): Promise<void> {
  const masters = nodes.filter(({role}) => role === 'master')
  const media = nodes.filter(({role}) => role === 'media')
  const alike = [...Map.groupBy(media, ({collect}) => collect).values()].flatMap(commandBatches)
  const chain = masters.map(master => [master])
  // The chain of the masters counts as one task, which the others go beside.
  const tasks: (() => Promise<void>)[] = [
    async () => {
      for (const master of chain) await stageBatch(run, master)
    },
    ...alike.map(batch => () => stageBatch(run, batch)),
  ]
  await performAll(
    () => tasks.shift() ?? null,
    task => task(),
  )
}

async function stageBatch(run: StagingRun, nodes: readonly TransferNode[]): Promise<void> {
  const {commander, signal, comment, staged} = run
  const waiting = new Set(nodes.map(({id}) => id))
  const [first] = nodes
  if (first === undefined) return
  if (signal.aborted) {
    for (const id of waiting) {
      await staged(id, readingOf(unknown('timed-out', 'the run was ended before the node was asked')))
    }
    return
  }
  const staging: Staging = {...run.staging, collect: first.collect}
  const local: unknown[] = []
  for (const id of waiting) run.asked(id)
  await commander.run(
    {script: stageScript(staging), nodes: [...waiting], comment, seconds: stageSeconds(staging)},
    async (node, answer) => {
      if (!waiting.delete(node)) return
      // What fails here is this machine's, as a full disk is, and no node's.
      await staged(node, readStage(answer, staging.run, staging)).catch((error: unknown) => local.push(error))
    },
  )
  if (local.length > 0) throw local[0]
  for (const id of waiting) {
    await staged(id, readingOf(unknown('failed', 'no answer was handed over for the node')))
  }
}

function readingOf(why: ReturnType<typeof unknown>): StageReading {
  return {state: 'not-staged', why, refused: false}
}
