import {mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {dirname, join} from 'node:path'
import {setTimeout as delay} from 'node:timers/promises'
import {type Machine, runScript} from './agent.ts'
import type {NodeBehaviour, Order, Result} from './behaviour.ts'
import {OneAtATime} from './one-at-a-time.ts'
import {asked, remember, remembered} from './remembered.ts'
import {linkTools} from './tools.ts'

/** A probe starts hundreds of processes; six at a time take a machine of two processors half as long again as one after the other. */
const probes = new OneAtATime()

/** The agent runs so many commands at the same time. */
const commandsAtOnce = 5

/**
 * A node that runs what it is sent, with a real shell in a folder of its own. Scripts find the folder in OPENVIDU_DOCTOR_ROOT, to be
 * put before absolute paths, and in PATH the stand-ins of the node before common tools of the machine.
 */
export class LabNode {
  readonly instanceId: string
  /** What is `/` on a node. */
  readonly root: string
  behaviour: NodeBehaviour = {kind: 'normal'}
  /** Whether a probe is answered as that of a node that is alike; otherwise a shell runs it each time. */
  remembers = false
  /** Every order that arrived. */
  readonly orders: Order[] = []
  /** How often a script ended with 194, which the agent takes for a wish to reboot. */
  reboots = 0
  /** The most commands that it was at, or that waited, at the same time. */
  mostAtOnce = 0
  readonly #folder: string
  readonly #ending = new AbortController()
  #lost = 0
  #present = 0
  #waiting: (() => void)[] = []

  constructor(instanceId: string, behaviour: NodeBehaviour = {kind: 'normal'}) {
    this.instanceId = instanceId
    this.behaviour = behaviour
    this.#folder = mkdtempSync(join(tmpdir(), 'lab-node-'))
    this.root = join(this.#folder, 'root')
    for (const name of ['root/tmp', 'root/var/tmp', 'root/root', 'bin', 'tools']) {
      mkdirSync(join(this.#folder, name), {recursive: true})
    }
    linkTools(join(this.#folder, 'tools'))
  }

  /** Writes a file of the node, `/etc/hosts`, or makes a folder where the path ends with a slash. */
  write(path: string, content: string | Uint8Array, mode = 0o644): this {
    const file = join(this.root, path)
    mkdirSync(path.endsWith('/') ? file : dirname(file), {recursive: true})
    if (!path.endsWith('/')) writeFileSync(file, content, {mode})
    return this
  }

  read(path: string): string {
    return readFileSync(join(this.root, path), 'utf8')
  }

  /** A command of the node, as POSIX sh: `standIn('docker', 'echo none')`. What it answers may change: the node remembers no more. */
  standIn(name: string, script: string): this {
    this.remembers = false
    writeFileSync(join(this.#folder, 'bin', name), `#!/bin/sh\n${script}\n`, {mode: 0o755})
    return this
  }

  /** Takes an order as its agent does; never comes back where the agent would not. */
  async take(order: Order, begun: () => void, secondMs: number): Promise<Result> {
    this.orders.push(order)
    this.#present += 1
    this.mostAtOnce = Math.max(this.mostAtOnce, this.#present)
    try {
      return await this.#obey(order, begun, secondMs)
    } finally {
      this.#present -= 1
      this.#waiting.shift()?.()
    }
  }

  async #obey(order: Order, begun: () => void, secondMs: number): Promise<Result> {
    const {behaviour} = this
    if (this.#isLost(behaviour)) return {status: 'Failed', details: 'Undeliverable', code: -1}
    begun()
    if (this.#present > commandsAtOnce) await new Promise<void>(resolve => this.#waiting.push(resolve))
    if (behaviour.kind === 'dead' || behaviour.kind === 'terminated') return never()
    if (behaviour.kind === 'hostile') return {output: behaviour.output}
    if (behaviour.kind === 'slow' && !(await this.#idle(behaviour.milliseconds, order.signal))) {
      return {status: 'Cancelled', code: -1}
    }
    const signal = AbortSignal.any([order.signal, this.#ending.signal])
    const machine = {
      root: this.root,
      path: `${join(this.#folder, 'bin')}:${join(this.#folder, 'tools')}`,
      fullDisk: behaviour.kind === 'full-disk',
      secondMs,
    }
    const result = await this.#run({...order, signal}, machine)
    // A node that went away meanwhile can't say how it ended.
    if (this.behaviour.kind === 'terminated') return never()
    if (result.code === 194) {
      this.reboots += 1
      return never()
    }
    if (behaviour.kind === 'exit') return {...result, code: behaviour.code}
    if (behaviour.kind !== 'flooded') return result
    return {...result, output: Buffer.concat([Buffer.from(result.output ?? ''), Buffer.alloc(30_000, '~')])}
  }

  async #run(order: Order, machine: Machine): Promise<Result> {
    const probe = machine.fullDisk ? null : asked(order)
    if (probe === null) return runScript(order, machine)
    if (!this.remembers) return probes.run(() => runScript(order, machine))
    const question = probe.question(this.#folder)
    return probes.run(async () => {
      const known = remembered(question)
      if (known !== null) return known
      const result = await runScript(probe.order, machine)
      remember(question, result)
      return result
    })
  }

  #isLost(behaviour: NodeBehaviour): boolean {
    if (behaviour.kind === 'undeliverable') return true
    if (behaviour.kind !== 'lossy' || this.#lost >= behaviour.times) return false
    this.#lost += 1
    return true
  }

  async #idle(milliseconds: number, signal: AbortSignal): Promise<boolean> {
    try {
      await delay(milliseconds, undefined, {signal: AbortSignal.any([signal, this.#ending.signal])})
      return true
    } catch {
      return false
    }
  }

  /** Ends what runs and removes the folder. */
  close(): void {
    this.#ending.abort()
    rmSync(this.#folder, {recursive: true, force: true, maxRetries: 3})
  }
}

function never(): Promise<never> {
  return new Promise(() => undefined)
}
