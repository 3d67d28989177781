import {createHash} from 'node:crypto'
import {type Unknown, unknown} from '../../model/fact.ts'
import type {CommandAnswer} from '../transport/command.ts'
import {chunkMark} from './chunk-script.ts'
import type {RunId} from './staging-place.ts'

export type ChunkReading =
  | {readonly state: 'arrived'; readonly bytes: Buffer}
  /** `final` where asking again would bring the same. */
  | {readonly state: 'missing'; readonly why: Unknown; readonly final: boolean}

/** One chunk as a node sent it, held against what was asked for: run, number, length and hash. */
export function readChunk(answer: CommandAnswer, run: RunId, index: number, length: number): ChunkReading {
  if (answer.state === 'unknown') {
    return {state: 'missing', why: answer, final: answer.cause === 'denied' || answer.cause === 'unreachable'}
  }
  const [header = '', body = '', ...rest] = answer.output.split('\n')
  const mark = chunkMark(run, index)
  if (header === `${mark} gone`) {
    return {state: 'missing', why: unknown('failed', 'what was staged on the node is no longer there'), final: true}
  }
  if (!header.startsWith(`${mark} `)) return damaged('another answer than the one that was asked for')
  const [, told, sum] = /^ (\d{1,5}) ([0-9a-f]{64})$/.exec(header.slice(mark.length)) ?? []
  if (told === undefined || sum === undefined) return damaged('a header that is not in its form')
  if (Number(told) !== length) return damaged(`${Number(told)} bytes where ${length} belong`)
  if (!answer.whole) return damaged('an answer that was cut')
  if (rest.some(line => line !== '')) return damaged('more than one chunk')
  const bytes = Buffer.from(body, 'base64')
  // Node skips what is no base64: only what is written the same way again was read as it came.
  if (bytes.length !== length || bytes.toString('base64') !== body) return damaged('a chunk that is not in its form')
  if (createHash('sha256').update(bytes).digest('hex') !== sum) return damaged('a chunk with another hash than its own')
  return {state: 'arrived', bytes}
}

function damaged(what: string): ChunkReading {
  return {state: 'missing', why: unknown('failed', `the node sent ${what}`), final: false}
}
