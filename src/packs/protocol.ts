import type {MessagePort} from 'node:worker_threads'
import type {Call, Given} from './record-judgement.ts'
import type {CheckData} from './stand-in.ts'

/** What the thread of a pack begins with. */
export interface ThreadData {
  /** The file that the plugin names for the hook, as a URL, and the name of the export in it. */
  readonly hook: {readonly url: string; readonly identifier: string}
  readonly port: MessagePort
  /** One number, which goes up with every message to the other side: who waits for one sleeps on it. */
  readonly signal: Int32Array<SharedArrayBuffer>
}

export interface Question {
  readonly check: number
  readonly given: Given
}

export interface PackData {
  readonly name: string
  readonly version: string
  readonly checks: readonly CheckData[]
}

/** Why there is no answer: a sentence, of what it is said stands before it. */
export interface Refusal {
  readonly trouble: string
  /** Whether the thread has come to its end. */
  readonly ended: boolean
}

export type Answer = {readonly pack: PackData} | {readonly calls: readonly Call[]} | Refusal
