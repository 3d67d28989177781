import {classify, required} from '../../aws/errors.ts'
import {type Unknown, unknown} from '../../model/fact.ts'
import type {CommandAnswer} from './command.ts'
import {fetchAnswer, neverHandedOut, neverListed} from './fetch-answer.ts'
import {ended, gapOf, type Run} from './run.ts'
import type {Sent} from './send.ts'
import {type Phase, phaseOf} from './statuses.ts'
import {waited} from './wait.ts'

/** So many looks in a row may fail: each was tried again by the SDK already. */
const failuresInRow = 3

/** Follows a command until every node of it is settled; what still runs when patience or the run ends is cancelled. */
export async function follow(sent: Sent, run: Run): Promise<void> {
  await new Following(sent, run).toItsEnd()
}

class Following {
  readonly #sent: Sent
  readonly #run: Run
  /** Nodes that have neither ended nor been given up. */
  readonly #watched: Set<string>
  readonly #fetching: Promise<void>[] = []
  /** Until when AWS may not know of the command yet. */
  readonly #appears: number
  readonly #patience: AbortSignal
  #failures = 0
  #fault: unknown = null
  /** Whether the answers must be asked for node by node, since listing them is denied. */
  #alone = false

  constructor(sent: Sent, run: Run) {
    this.#sent = sent
    this.#run = run
    this.#watched = new Set(sent.nodes)
    this.#appears = performance.now() + run.options.appearsWithin
    this.#patience = AbortSignal.any([run.signal, AbortSignal.timeout(run.options.patience(run.command.seconds))])
  }

  async toItsEnd(): Promise<void> {
    const {firstPause, pauseGrowth, longestPause} = this.#run.options
    let pause = firstPause
    while (this.#watched.size > 0) {
      const before = this.#watched.size
      if (!(await waited(pause, this.#patience))) await this.#giveUp(this.#run.signal.aborted ? ended : overdue)
      else if (this.#alone) await Promise.all([...this.#watched].map(node => this.#ask(node)))
      else await this.#look()
      // Where some have ended, others are about to: their answers are asked for as they come, not all together at last.
      pause = this.#watched.size < before ? firstPause : Math.min(pause * pauseGrowth, longestPause)
    }
    await Promise.all(this.#fetching)
    if (this.#fault !== null) throw this.#fault
  }

  /** Goes on while other nodes are looked at; what breaks is thrown at the end. */
  #aside(work: Promise<void>): void {
    this.#fetching.push(
      work.catch(error => {
        this.#fault ??= error
      }),
    )
  }

  /** One call tells how all nodes fare; those that ended are asked for their answer. */
  async #look(): Promise<void> {
    try {
      const listed = await this.#run.calls.list(this.#sent.id, this.#patience)
      const now = new Date().toISOString()
      const unseen = new Set(this.#watched)
      for (const {InstanceId, Status, StatusDetails} of listed) {
        const node = required(InstanceId, 'instance id of an invocation')
        if (!unseen.delete(node)) continue
        const status = required(Status, 'status of an invocation')
        this.#take(node, phaseOf({status, details: StatusDetails ?? null, code: null}), status, now)
      }
      this.#failures = 0
      if (performance.now() > this.#appears) for (const node of unseen) this.#settle(node, neverListed)
    } catch (error) {
      await this.#failed(error)
    }
  }

  #take(node: string, phase: Phase, status: string, now: string): void {
    if (phase === 'under-way') return
    this.#watched.delete(node)
    // Only GetCommandInvocation tells the code with which a command failed.
    const more = phase === 'ran' || (status === 'Failed' && phase.cause === 'failed')
    this.#aside(more ? this.#fetch(node, now) : this.#run.settle(node, phase, this.#sent.id))
  }

  /** The answer of a node that has ended. */
  async #fetch(node: string, endedAt: string): Promise<void> {
    const until = performance.now() + this.#run.options.appearsWithin
    let fetched = await fetchAnswer(this.#sent, node, this.#run, endedAt)
    // What one call knows another may not know yet.
    while (typeof fetched === 'string' && performance.now() < until) {
      if (await waited(this.#run.options.firstPause, this.#run.signal)) {
        fetched = await fetchAnswer(this.#sent, node, this.#run, endedAt)
      } else fetched = ended
    }
    await this.#run.settle(node, typeof fetched === 'string' ? neverHandedOut : fetched, this.#sent.id)
  }

  /** How one node fares, where no call tells it of all. */
  async #ask(node: string): Promise<void> {
    const fetched = await fetchAnswer(this.#sent, node, this.#run)
    if (fetched === 'under-way') return
    if (fetched !== 'absent') this.#settle(node, fetched)
    else if (performance.now() > this.#appears) this.#settle(node, neverListed)
  }

  async #failed(error: unknown): Promise<void> {
    const {kind} = classify(error, 'ssm:ListCommandInvocations')
    // Ended: the next wait tells by whom.
    if (kind === 'aborted') return
    if (kind === 'denied') this.#alone = true
    else {
      this.#failures += 1
      if (this.#failures >= failuresInRow) await this.#giveUp(gapOf(error, 'ssm:ListCommandInvocations'))
    }
  }

  #settle(node: string, answer: CommandAnswer): void {
    this.#watched.delete(node)
    this.#aside(this.#run.settle(node, answer, this.#sent.id))
  }

  async #giveUp(gap: Unknown): Promise<void> {
    const nodes = [...this.#watched]
    for (const node of nodes) this.#settle(node, gap)
    // Whether it can be cancelled or not: nobody waits for the answers any more, and the agent ends what runs too long.
    await this.#run.calls
      .cancel(this.#sent.id, nodes, AbortSignal.timeout(this.#run.options.cancelWithin))
      .catch(() => undefined)
  }
}

const overdue = unknown('timed-out', 'the node did not answer within the time that its command has')
