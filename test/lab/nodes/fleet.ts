import {randomUUID} from 'node:crypto'
import {setTimeout as delay} from 'node:timers/promises'
import type {Order, Result} from './behaviour.ts'
import {cut} from './cut.ts'
import type {LabNode} from './lab-node.ts'
import {bytesSent, type LogOutput} from './log-output.ts'

export interface LabInvocation {
  readonly instanceId: string
  status: string
  details: string
  code: number
  output: string
  errorOutput: string
  begunAt: Date | null
  endedAt: Date | null
  readonly cancelling: AbortController
}

export interface LabCommand {
  readonly id: string
  readonly comment: string
  readonly parameters: Readonly<Record<string, readonly string[]>>
  readonly timeoutSeconds: number
  readonly sentAt: Date
  /** When others than SendCommand begin to know of it, on the monotonic clock. */
  readonly visibleAt: number
  readonly region: string
  /** Takes what agents write to a log group; null where none was asked for. */
  readonly publish?: Publish | null
  readonly invocations: LabInvocation[]
}

/** Of a node's stream, by the last part of its name. */
export type Publish = (stream: string, output: Buffer, how: LogOutput) => void

/** What a node without a shell answers, and how long it takes. */
export type Canned = (order: Order) => Result & {readonly afterMs?: number}

export const terminal = new Set(['Success', 'Failed', 'TimedOut', 'Cancelled'])

/** The nodes of an account as Run Command sees them, and what was sent to them. */
export class LabFleet {
  /** Nodes with a shell, by instance id. */
  readonly nodes = new Map<string, LabNode>()
  /** The answers of all others. */
  canned: Canned = () => ({})
  /** How long a command that was sent is unknown to the other operations. */
  appearsAfterMs = 20
  /** How long a second of TimeoutSeconds and executionTimeout lasts. */
  secondMs = 1_000
  /** What becomes of the output for log groups. */
  logOutput: LogOutput = {kind: 'written'}
  /** How much of it agents get through, in place of what theirs would. */
  sentToLogs: (seconds: number) => number = bytesSent
  readonly commands: LabCommand[] = []
  readonly #timers = new Set<NodeJS.Timeout>()

  add(...nodes: readonly LabNode[]): this {
    for (const node of nodes) this.nodes.set(node.instanceId, node)
    return this
  }

  /** Whether the node went away, for Systems Manager too. */
  isTerminated(instanceId: string): boolean {
    return this.nodes.get(instanceId)?.behaviour.kind === 'terminated'
  }

  send(
    command: Pick<LabCommand, 'comment' | 'parameters' | 'timeoutSeconds' | 'region' | 'publish'>,
    ids: readonly string[],
    silent: ReadonlySet<string>,
  ): LabCommand {
    const sent: LabCommand = {
      ...command,
      id: randomUUID(),
      sentAt: new Date(),
      visibleAt: performance.now() + this.appearsAfterMs,
      invocations: ids.map(instanceId => ({
        instanceId,
        status: 'Pending',
        details: 'Pending',
        code: -1,
        output: '',
        errorOutput: '',
        begunAt: null,
        endedAt: null,
        cancelling: new AbortController(),
      })),
    }
    this.commands.push(sent)
    for (const invocation of sent.invocations) this.#deliver(sent, invocation, silent.has(invocation.instanceId))
    return sent
  }

  /** The commands that the other operations know of by now. */
  find(id: string): LabCommand | undefined {
    return this.commands.find(command => command.id === id && command.visibleAt <= performance.now())
  }

  cancel(command: LabCommand, ids: readonly string[]): void {
    for (const invocation of command.invocations) {
      if (!ids.includes(invocation.instanceId) || terminal.has(invocation.status)) continue
      Object.assign(invocation, {status: 'Cancelling', details: 'Cancelling'})
      invocation.cancelling.abort()
    }
  }

  #deliver(command: LabCommand, invocation: LabInvocation, silent: boolean): void {
    const {instanceId} = invocation
    const seconds = executionSecondsOf(command.parameters)
    const order: Order = {
      commandId: command.id,
      instanceId,
      region: command.region,
      lines: command.parameters.commands ?? [],
      comment: command.comment,
      seconds,
      signal: invocation.cancelling.signal,
    }
    const expiry = setTimeout(
      () => {
        this.#timers.delete(expiry)
        conclude(invocation, {status: 'TimedOut', details: 'DeliveryTimedOut', code: -1})
      },
      (command.timeoutSeconds + seconds) * this.secondMs,
    )
    expiry.unref()
    this.#timers.add(expiry)
    if (silent) return
    const sent = performance.now()
    const begun = (): void => {
      if (invocation.status === 'Pending')
        Object.assign(invocation, {status: 'InProgress', details: 'InProgress', begunAt: new Date()})
    }
    void this.#obeyed(order, begun).then(
      result => {
        clearTimeout(expiry)
        this.#timers.delete(expiry)
        this.#publish(command, instanceId, result, (performance.now() - sent) / 1_000)
        conclude(invocation, result)
      },
      // The lab could not even begin, which is no behaviour of a node: the test must see it.
      error => conclude(invocation, {status: 'Failed', code: -1, errorOutput: `the lab failed: ${String(error)}`}),
    )
  }

  async #obeyed(order: Order, begun: () => void): Promise<Result> {
    const node = this.nodes.get(order.instanceId)
    if (node !== undefined) return node.take(order, begun, this.secondMs)
    begun()
    const {afterMs = 0, ...result} = this.canned(order)
    if (afterMs > 0) {
      const slept = await delay(afterMs, true, {signal: order.signal, ref: false}).catch(() => false)
      if (!slept) return {status: 'Cancelled', code: -1}
    }
    return result
  }

  #publish({id, publish}: LabCommand, instanceId: string, {output = ''}: Result, seconds: number): void {
    if (publish === undefined || publish === null || this.logOutput.kind === 'denied') return
    const stream = `${id}/${instanceId}/aws-runShellScript/stdout`
    publish(stream, Buffer.from(output).subarray(0, this.sentToLogs(seconds)), this.logOutput)
  }

  /** Ends all that runs. */
  close(): void {
    for (const timer of this.#timers) clearTimeout(timer)
    for (const node of this.nodes.values()) node.close()
  }
}

/** The agent takes 5 to 172,800 seconds, anything else becomes an hour. */
function executionSecondsOf({executionTimeout}: LabCommand['parameters']): number {
  const seconds = Number(executionTimeout?.[0])
  return Number.isInteger(seconds) && seconds >= 5 && seconds <= 172_800 ? seconds : 3_600
}

function conclude(invocation: LabInvocation, result: Result): void {
  if (terminal.has(invocation.status)) return
  const {output = '', errorOutput = '', code = 0} = result
  const status = result.status ?? (code === 0 ? 'Success' : 'Failed')
  Object.assign(invocation, {
    status,
    details: result.details ?? status,
    code,
    output: cut(output, 24_000),
    errorOutput: cut(errorOutput, 8_000),
    endedAt: new Date(),
  })
}
