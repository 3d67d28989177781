import {workerData} from 'node:worker_threads'
import {PackTrouble} from '../model/errors.ts'
import {apiVersion, type ChecksHook} from './pack.ts'
import type {SoundPack} from './pack-schema.ts'
import type {Answer, Question, ThreadData} from './protocol.ts'
import type {recordJudgement} from './record-judgement.ts'
import {dataOf} from './stand-in.ts'

/*
 * The thread of a check pack: loads it, and lets its checks judge. Whatever the pack does (throw, exit, leave a promise that fails)
 * ends here, as an answer; and where it does not come to an end, the other side ends the thread.
 */

const {hook, port, signal} = workerData as ThreadData
let pack: SoundPack | null = null
let record: typeof recordJudgement | null = null

function answer(told: Answer): void {
  port.postMessage(told)
  Atomics.add(signal, 0, 1)
  Atomics.notify(signal, 0)
}

function refuse(error: unknown, ended = false): void {
  answer({trouble: sentenceOf(error), ended})
}

function sentenceOf(error: unknown): string {
  if (error instanceof PackTrouble) return error.message
  return `broke: ${error instanceof Error ? `${error.name}: ${error.message}` : String(error)}`
}

process.on('exit', () => refuse(new PackTrouble('ended its thread'), true))
// Of a pack that judges already it is no answer to anything.
process.on('uncaughtException', error => {
  if (pack === null) refuse(error)
})
port.on('message', ({check: index, given}: Question) => {
  const check = pack?.checks[index]
  try {
    if (check === undefined || record === null) throw new Error(`there is no check ${index}`)
    answer({calls: record(check, given)})
  } catch (error) {
    refuse(error)
  }
})

try {
  const loaded = (await import(hook.url)) as Readonly<Record<string, unknown>>
  const found = loaded[hook.identifier] ?? Object.values(loaded).find(value => typeof value === 'function')
  if (typeof found !== 'function') throw new PackTrouble('has a hook that is no function')
  const given = await (found as ChecksHook)({apiVersion})
  // The schemas take longer to load than most packs, and are needed only now.
  const [{packIn}, recording] = await Promise.all([import('./pack-schema.ts'), import('./record-judgement.ts')])
  const sound = packIn(given)
  record = recording.recordJudgement
  pack = sound
  answer({pack: {name: sound.name, version: sound.version, checks: sound.checks.map(dataOf)}})
} catch (error) {
  refuse(error)
}
