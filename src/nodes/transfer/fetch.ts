import {type Unknown, unknown} from '../../model/fact.ts'
import type {Commander} from '../transport/command.ts'
import {readChunk} from './chunk-answer.ts'
import {chunkScript, chunkSeconds} from './chunk-script.ts'
import {commandBatches, performAll} from './in-flight.ts'
import type {PackedFile} from './packed-file.ts'
import type {RunId} from './staging-place.ts'

/** One chunk is asked for so often at most. */
const mostAttempts = 3

/** A node whose answers are bad so often altogether is asked no more. */
const mostFailures = 10

/** A node that does not answer holds up the others of its batch each time. */
const mostTimeouts = 2

export interface Fetching {
  readonly run: RunId
  readonly commander: Commander
  readonly signal: AbortSignal
  readonly comment: string
  /** Told of a node once all that is wanted of it has arrived. */
  readonly arrived?: (one: Wanted) => void
}

/** What is fetched from a node, with why it was given up where it was. */
export interface Wanted {
  readonly node: string
  readonly file: PackedFile
  givenUp: Unknown | null
}

interface Task {
  readonly index: number
  readonly wanted: readonly Wanted[]
}

/**
 * Fetches chunk by chunk, each for all nodes that have it with one command for a batch; what is bad or missing again, alone. Ends
 * when all has arrived, been given up, or the signal says so: then those that are not complete are given up as well.
 */
export async function fetchChunks(fetching: Fetching, wanted: readonly Wanted[]): Promise<void> {
  const attempts = new Attempts()
  const again: Task[] = []
  const first = tasksOf(wanted)

  const next = (): Task | null => {
    while (!fetching.signal.aborted) {
      const task = again.shift() ?? first.next().value
      if (task === undefined) return null
      const open = task.wanted.filter(({givenUp, file}) => givenUp === null && !file.has(task.index))
      if (open.length > 0) return {...task, wanted: open}
    }
    return null
  }
  const perform = async (task: Task): Promise<void> => {
    for (const [one, why] of await fetchChunk(fetching, task)) {
      if (why === null) {
        if (one.file.complete) fetching.arrived?.(one)
        continue
      }
      if (attempts.more(one.node, task.index, why)) again.push({index: task.index, wanted: [one]})
      else one.givenUp ??= why.why
    }
  }

  await performAll(next, perform)
  for (const one of wanted) {
    if (!one.file.complete) one.givenUp ??= unknown('timed-out', 'the run was ended before all had arrived')
  }
}

/** Why each node's chunk did not arrive, null where it did. */
async function fetchChunk(
  {run, commander, comment}: Fetching,
  {index, wanted}: Task,
): Promise<ReadonlyMap<Wanted, Missing | null>> {
  const none: Missing = {why: unknown('failed', 'no answer was handed over for the node'), final: false}
  const missing = new Map<Wanted, Missing | null>(wanted.map(one => [one, none]))
  const local: unknown[] = []
  await commander.run(
    {script: chunkScript(run, index), nodes: wanted.map(({node}) => node), comment, seconds: chunkSeconds},
    async (node, answer) => {
      const one = wanted.find(candidate => candidate.node === node)
      if (one === undefined || missing.get(one) === null) return
      const reading = readChunk(answer, run, index, one.file.lengthOf(index))
      missing.set(one, reading.state === 'arrived' ? null : reading)
      if (reading.state !== 'arrived') return
      // What fails here is this machine's, as a full disk is, and no node's.
      await one.file.write(index, reading.bytes).catch((error: unknown) => local.push(error))
    },
  )
  if (local.length > 0) throw local[0]
  return missing
}

interface Missing {
  readonly why: Unknown
  readonly final: boolean
}

/** All first chunks, then all second ones, and so on. */
function* tasksOf(wanted: readonly Wanted[]): Generator<Task, undefined> {
  const longest = wanted.reduce((most, {file}) => Math.max(most, file.chunks), 0)
  for (let index = 0; index < longest; index += 1) {
    for (const batch of commandBatches(wanted.filter(({file}) => file.chunks > index))) yield {index, wanted: batch}
  }
}

class Attempts {
  readonly #ofChunks = new Map<string, number>()
  readonly #failures = new Map<string, number>()
  readonly #timeouts = new Map<string, number>()

  /** Whether a node is to be asked for the chunk once more. */
  more(node: string, index: number, {why, final}: Missing): boolean {
    const ofChunk = count(this.#ofChunks, `${node} ${index}`)
    const failures = count(this.#failures, node)
    const timeouts = why.cause === 'timed-out' ? count(this.#timeouts, node) : 0
    return !final && ofChunk < mostAttempts && failures < mostFailures && timeouts < mostTimeouts
  }
}

function count(counts: Map<string, number>, key: string): number {
  const counted = (counts.get(key) ?? 0) + 1
  counts.set(key, counted)
  return counted
}
