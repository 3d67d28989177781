import {createRequire} from 'node:module'
import {dirname, join} from 'node:path'
import {MessageChannel, receiveMessageOnPort, Worker} from 'node:worker_threads'
import {PackTrouble} from '../model/errors.ts'
import type {Answer, PackData, Question, ThreadData} from './protocol.ts'
import type {Call, Given} from './record-judgement.ts'

/** How long a pack may take, in milliseconds: to be loaded, and to judge one check. */
export interface Limits {
  readonly load: number
  readonly judge: number
}

/** A pack has to fit in beside a snapshot of a large stack. */
const largestMegabytes = 512

/**
 * A thread of its own for a pack. It is asked and waited for, since checks are judged one after the other; what does not answer in
 * time, an endless loop, too, is ended, and begun anew for the next check. It is no sandbox: a pack may do what its user may.
 */
export class PackThread {
  readonly #hook: ThreadData['hook']
  readonly #limits: Limits
  #running: Running

  /** Begins to load the pack; `pack()` waits for it. */
  constructor(hook: ThreadData['hook'], limits: Limits) {
    this.#hook = hook
    this.#limits = limits
    this.#running = begin(hook)
  }

  /** The pack, once it is loaded. Throws PackTrouble where it can't be, or not in time. */
  pack(): PackData {
    const answer = this.#answer(this.#limits.load)
    if ('pack' in answer) return answer.pack
    this.#end()
    throw new PackTrouble('trouble' in answer ? answer.trouble : 'broke')
  }

  /** What the check of this index says. Throws PackTrouble where it breaks, or does not come to an end. */
  judge(check: number, given: Given): readonly Call[] {
    if (this.#running.ended) {
      this.#running = begin(this.#hook)
      this.pack()
    }
    this.#running.port.postMessage({check, given} satisfies Question)
    const answer = this.#answer(this.#limits.judge)
    if ('calls' in answer) return answer.calls
    throw new PackTrouble('trouble' in answer ? answer.trouble : 'broke')
  }

  #answer(limit: number): Answer {
    const {port, signal} = this.#running
    const end = performance.now() + limit
    for (;;) {
      const seen = Atomics.load(signal, 0)
      const received = receiveMessageOnPort(port)
      if (received !== undefined) {
        const answer = received.message as Answer
        if ('ended' in answer && answer.ended) this.#end()
        return answer
      }
      const left = end - performance.now()
      if (left <= 0) {
        this.#end()
        return {trouble: `did not come to an end within ${counted(limit)}`, ended: true}
      }
      Atomics.wait(signal, 0, seen, left)
    }
  }

  #end(): void {
    this.#running.ended = true
    this.#running.port.close()
    void this.#running.worker.terminate()
  }
}

interface Running {
  readonly worker: Worker
  readonly port: ThreadData['port']
  readonly signal: ThreadData['signal']
  ended: boolean
}

function begin(hook: ThreadData['hook']): Running {
  const {port1: port, port2} = new MessageChannel()
  const signal = new Int32Array(new SharedArrayBuffer(Int32Array.BYTES_PER_ELEMENT))
  const worker = new Worker(threadEntry, {
    workerData: {hook, port: port2, signal} satisfies ThreadData,
    transferList: [port2],
    // What a pack prints would stand in the middle of a report. Nobody reads it: to do so would keep the run from ending.
    stdout: true,
    stderr: true,
    resourceLimits: {maxOldGenerationSizeMb: largestMegabytes},
  })
  // It is waited for where it is asked, and tells of its end itself; nobody waits for it at the end of the run.
  worker.on('error', () => {})
  worker.unref()
  port.unref()
  return {worker, port, signal, ended: false}
}

/** A thread begins with a file, and that is a bundle of its own, wherever this module was bundled to. */
const threadEntry = join(
  dirname(createRequire(import.meta.url).resolve('openvidu-doctor/package.json')),
  'dist/bundle/packs/thread-entry.js',
)

function counted(milliseconds: number): string {
  const seconds = milliseconds / 1000
  return seconds === 1 ? '1 second' : `${seconds} seconds`
}
