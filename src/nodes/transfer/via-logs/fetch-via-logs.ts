import {type Unknown, unknown} from '../../../model/fact.ts'
import type {Fetching, Wanted} from '../fetch.ts'
import {commandBatches, performAll} from '../in-flight.ts'
import type {LogGroup} from './log-streams.ts'
import {streamOf} from './log-streams.ts'
import {printScript, printSeconds, readPrint} from './print-script.ts'
import {readBack} from './read-back.ts'

export interface ViaLogs {
  readonly group: LogGroup
  /** Between two readings of a stream, where not the usual ones, milliseconds. */
  readonly pauses?: readonly number[]
}

/**
 * Has each node print what is wanted of it, its agent write that to CloudWatch Logs, and reads it back: length and hash of what
 * arrives are held against what the node told by the usual way. What was printed stays in the log group as long as that keeps it.
 */
export async function fetchViaLogs(
  fetching: Fetching,
  viaLogs: ViaLogs,
  wanted: readonly Wanted[],
  masters: ReadonlySet<string>,
): Promise<void> {
  const open = wanted.filter(({file}) => file.wanted > 0)
  const [chain, others] = [
    open.filter(({node}) => masters.has(node)).map(one => [one]),
    // Those that are cut are all cut to the same share.
    [
      ...Map.groupBy(
        open.filter(({node}) => !masters.has(node)),
        ({file}) => (file.wanted < file.size ? file.wanted : Number.POSITIVE_INFINITY),
      ).values(),
    ].flatMap(commandBatches),
  ]
  // Masters one after the other: printing keeps the agent busy.
  const tasks = [
    async () => {
      for (const master of chain) await printed(fetching, viaLogs, master)
    },
    ...others.map(batch => () => printed(fetching, viaLogs, batch)),
  ]
  await performAll(
    () => tasks.shift() ?? null,
    task => task(),
  )
  for (const one of wanted) {
    if (!one.file.complete) one.givenUp ??= unknown('timed-out', 'the run was ended before all had arrived')
  }
}

/** One command for some nodes; each is read back as soon as it has printed. */
async function printed(fetching: Fetching, viaLogs: ViaLogs, batch: readonly Wanted[]): Promise<void> {
  const {run, commander, signal, comment} = fetching
  const most = Math.max(...batch.map(({file}) => file.wanted))
  if (signal.aborted) return
  const local: unknown[] = []
  await commander.run(
    {
      script: printScript(run, most),
      nodes: batch.map(({node}) => node),
      comment,
      seconds: printSeconds(most),
      logGroup: viaLogs.group.name,
    },
    async (node, answer, commandId) => {
      const one = batch.find(candidate => candidate.node === node)
      if (one === undefined) return
      const told = readPrint(answer, run)
      if ('state' in told) one.givenUp ??= told
      else if (commandId === undefined) one.givenUp ??= unknown('failed', 'the command of the node is not known')
      else {
        await taken(one, told, streamOf(commandId, node), fetching, viaLogs).catch((error: unknown) => {
          // What fails here is this machine's, as a full disk is, and no node's.
          local.push(error)
        })
      }
    },
  )
  if (local.length > 0) throw local[0]
}

async function taken(
  one: Wanted,
  told: {readonly bytes: number; readonly sha256: string},
  stream: string,
  {signal}: Fetching,
  {group, pauses}: ViaLogs,
): Promise<void> {
  const {file} = one
  const damaged = (what: string): Unknown => unknown('failed', what)
  if (told.bytes !== file.wanted) {
    one.givenUp ??= damaged('the node printed another number of bytes than it was asked for')
    return
  }
  one.givenUp ??= await readBack({group, stream, signal, ...(pauses === undefined ? {} : {pauses})}, file)
  if (!file.complete || (await file.sha256()) === told.sha256) return
  file.forget()
  one.givenUp ??= damaged('what arrived in the log group is not what the node printed')
}
