import {mkdtemp, rm} from 'node:fs/promises'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {unknown} from '../../model/fact.ts'
import {cleanUp, usualMilliseconds} from './clean-up.ts'
import {secondsToFetch, secondsViaLogs, secondsViaS3} from './estimate.ts'
import {fairShares} from './fair-shares.ts'
import {fetchChunks, type Wanted} from './fetch.ts'
import {PackedFile} from './packed-file.ts'
import type {LeftBehind, NodeOutcome, TransferRequest, TransferResult} from './request.ts'
import {stageAll} from './stage.ts'
import type {Staged, StageReading} from './stage-answer.ts'
import {newRunId, type RunId, stagingPath} from './staging-place.ts'
import {unpack} from './unpack.ts'
import type {ObjectLeft} from './via-s3/fetch-via-s3.ts'
import {keepYoungGenerationSmall} from './young-generation.ts'

/** A node removes by itself what nobody fetched, after this and twice the time that fetching the whole budget takes. */
const removalMinutes = 30

const usedUp = 'the budget of the whole transfer is used up'

/** What has been staged on a node, and the file that its packed bytes go to. */
interface Arriving extends Wanted {
  readonly staged: Staged
}

/**
 * Brings from nodes what is larger than one answer of Run Command: has it staged there, fetches it in chunks, hands it over
 * unpacked, and removes what was staged, whatever happens. In memory there is never more than the answers under way. Rejects only
 * for faults of this machine or of ours.
 */
export async function transfer(request: TransferRequest): Promise<TransferResult> {
  keepYoungGenerationSmall()
  const folder = await mkdtemp(join(tmpdir(), 'openvidu-doctor-'))
  try {
    return await new Transfer(request, folder).perform()
  } finally {
    await rm(folder, {recursive: true, force: true})
  }
}

/** Only who uploads needs it. */
function loadViaS3(): Promise<typeof import('./via-s3/fetch-via-s3.ts')> {
  return import('./via-s3/fetch-via-s3.ts')
}

function loadViaLogs(): Promise<typeof import('./via-logs/fetch-via-logs.ts')> {
  return import('./via-logs/fetch-via-logs.ts')
}

class Transfer {
  readonly #request: TransferRequest
  readonly #folder: string
  readonly #run: RunId = newRunId()
  readonly #outcomes = new Map<string, NodeOutcome>()
  readonly #arriving: Arriving[] = []
  /** Of the objects that may be in the bucket. */
  readonly #keys: string[] = []
  /** Where something of ours may be, and whether a timer would remove it. */
  readonly #dirty = new Map<string, boolean>()
  /** One after the other: unpacking keeps a core busy, and the sinks write to the same disk. */
  #handingOver: Promise<void> = Promise.resolve()
  readonly #handedOver = new Set<Arriving>()

  constructor(request: TransferRequest, folder: string) {
    const ids = new Set(request.nodes.map(({id}) => id))
    if (ids.size < request.nodes.length) throw new Error('a node is asked for twice in one transfer')
    this.#request = request
    this.#folder = folder
  }

  async perform(): Promise<TransferResult> {
    let left: readonly LeftBehind[] = []
    let objectsLeft: readonly ObjectLeft[] = []
    try {
      await this.#stage()
      await this.#fetch()
    } finally {
      try {
        left = await this.#cleanUp()
      } finally {
        // Afterwards: a node that were still uploading would make anew what was deleted.
        objectsLeft = await this.#deleteObjects()
      }
    }
    for (const arriving of this.#arriving) this.#arrived(arriving)
    await this.#handingOver
    return {outcomes: this.#outcomes, left, objectsLeft}
  }

  async #stage(): Promise<void> {
    const {nodes, limits, what, commander, signal, callsPerSecond} = this.#request
    const longest = secondsToFetch([limits.totalBytes], callsPerSecond)
    await stageAll(
      {
        commander: commander(signal),
        signal,
        comment: this.#comment('collects'),
        staging: {
          run: this.#run,
          what,
          bytes: limits.bytesPerNode,
          collectSeconds: limits.collectSeconds,
          removalMinutes: removalMinutes + Math.ceil((2 * longest) / 60),
          inline: true,
        },
        asked: node => this.#dirty.set(node, false),
        staged: (node, reading) => this.#staged(node, reading),
      },
      nodes,
    )
  }

  async #staged(node: string, reading: StageReading): Promise<void> {
    if (reading.state === 'not-staged') {
      await this.#settle(node, reading.why)
      if (reading.refused || reading.why.action === 'ssm:SendCommand') this.#dirty.delete(node)
      return
    }
    if (reading.left === 'nothing') this.#dirty.delete(node)
    else this.#dirty.set(node, reading.left === 'with-timer')
    // Instance ids come from AWS, but no name of a file should: they are numbered.
    const path = join(this.#folder, `${this.#arriving.length}.gz`)
    const arriving = {node, staged: reading, file: new PackedFile(path, reading.size), givenUp: null}
    this.#arriving.push(arriving)
    if (reading.body === null) return
    await arriving.file.write(0, reading.body)
    this.#arrived(arriving)
  }

  /** Handed over at once, whatever is still to come from others: a run that ends badly keeps what it has. */
  #arrived(arriving: Arriving): void {
    if (this.#handedOver.has(arriving)) return
    this.#handedOver.add(arriving)
    this.#handingOver = this.#handingOver.then(async () => {
      await this.#settle(arriving.node, await this.#handOver(arriving))
    })
    // Told by whoever waits for all of it.
    this.#handingOver.catch(() => {})
  }

  async #settle(node: string, outcome: NodeOutcome): Promise<void> {
    this.#outcomes.set(node, outcome)
    await this.#request.settled?.(node, outcome)
  }

  async #fetch(): Promise<void> {
    const {limits, nodes, commander, signal, onEstimate, viaS3, viaLogs} = this.#request
    const large = this.#arriving.filter(({file}) => !file.complete)
    if (large.length === 0) return
    const sizes = large.map(({file}) => file.size)
    const shares = fairShares(sizes, limits.totalBytes)
    for (const [index, {file}] of large.entries()) file.wantOnly(shares[index] ?? 0)
    await onEstimate?.({
      bytes: shares.reduce((sum, share) => sum + share, 0),
      seconds: this.#secondsFor(shares),
      nodes: shares.filter(share => share > 0).length,
      cut: large.filter(({file}) => file.wanted < file.size).length,
    })
    const fetching = {run: this.#run, commander: commander(signal), signal, comment: this.#comment('fetches')}
    const complete = new Map<Wanted, Arriving>(large.map(one => [one, one]))
    const arrived = (one: Wanted): void => {
      const arriving = complete.get(one)
      if (arriving !== undefined) this.#arrived(arriving)
    }
    const telling = {...fetching, arrived}
    if (viaS3 !== undefined) await (await loadViaS3()).fetchViaS3(telling, viaS3, large, key => this.#keys.push(key))
    else if (viaLogs !== undefined) {
      const masters = new Set(nodes.filter(({role}) => role === 'master').map(({id}) => id))
      await (await loadViaLogs()).fetchViaLogs(telling, viaLogs, large, masters)
    } else await fetchChunks(telling, large)
  }

  #secondsFor(shares: readonly number[]): number {
    const {callsPerSecond, viaS3, viaLogs} = this.#request
    if (viaS3 !== undefined) return secondsViaS3(shares)
    return viaLogs === undefined ? secondsToFetch(shares, callsPerSecond) : secondsViaLogs(shares)
  }

  async #deleteObjects(): Promise<readonly ObjectLeft[]> {
    const {viaS3, cleanUpMilliseconds = usualMilliseconds} = this.#request
    if (viaS3 === undefined || this.#keys.length === 0) return []
    const signal = AbortSignal.timeout(cleanUpMilliseconds)
    return (await loadViaS3()).removeObjects(viaS3, this.#keys, signal)
  }

  async #cleanUp(): Promise<readonly LeftBehind[]> {
    const nodes = [...this.#dirty.keys()]
    const left = await cleanUp(this.#request, this.#run, nodes, this.#comment('removes'))
    return [...left].map(([node, why]) => ({
      node,
      path: stagingPath(this.#run),
      timer: this.#dirty.get(node) ?? false,
      why,
    }))
  }

  async #handOver({node, staged, file, givenUp}: Arriving): Promise<NodeOutcome> {
    const leading = file.leading
    const whole = leading === file.size
    if (whole && (await file.sha256()) !== staged.sha256) {
      return unknown('failed', 'what arrived has another hash than what the node staged')
    }
    if (leading === 0) return givenUp ?? unknown('truncated', usedUp)
    const cut = whole ? staged.cut : (givenUp?.detail ?? usedUp)
    const unpacked = await unpack(file, leading, staged.raw, await this.#request.sink(node))
    if (unpacked.state === 'unknown') return unpacked
    if (cut === null) return {state: 'whole', bytes: unpacked.bytes}
    return {state: 'truncated', seen: staged.seen, kept: unpacked.bytes, why: cut}
  }

  #comment(verb: string): string {
    return `openvidu-doctor ${verb} ${this.#request.what}`
  }
}
