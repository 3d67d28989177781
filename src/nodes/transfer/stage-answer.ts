import {createHash} from 'node:crypto'
import {type Unknown, unknown} from '../../model/fact.ts'
import type {CommandAnswer} from '../transport/command.ts'
import {chunkBytes} from './chunk-script.ts'
import type {BytesSeen} from './request.ts'
import {largestStaged, type Staging, stageMark} from './stage-script.ts'
import type {RunId} from './staging-place.ts'

/** What a node says that it has staged: its word, and bounded; what arrives is held against it. */
export interface Staged {
  readonly state: 'staged'
  /** Unpacked bytes. */
  readonly raw: number
  readonly seen: BytesSeen
  /** Why it is not all, null where it is. */
  readonly cut: string | null
  /** Packed bytes. */
  readonly size: number
  /** Of the packed bytes, hexadecimal. */
  readonly sha256: string
  /** The packed bytes, where they came along. */
  readonly body: Buffer | null
  /** What is on the node now. */
  readonly left: 'nothing' | 'with-timer' | 'without-timer'
}

/** `refused` where the node itself said so, having left nothing. */
export type StageReading = Staged | {readonly state: 'not-staged'; readonly why: Unknown; readonly refused: boolean}

const form =
  /^ staged (\d{1,12}) (\d{1,12}) (exact|least) (whole|cut|late) (\d{1,9}) ([0-9a-f]{64}) (gone|timer|no-timer)$/

const leftovers = {gone: 'nothing', timer: 'with-timer', 'no-timer': 'without-timer'} as const

/** What a node answered to staging. A node may be broken or hostile: what it claims beyond its limits is no answer. */
export function readStage(answer: CommandAnswer, run: RunId, {bytes, collectSeconds, inline}: Staging): StageReading {
  if (answer.state === 'unknown') return notStaged(answer)
  const [header = '', body = '', ...rest] = answer.output.split('\n')
  const mark = stageMark(run)
  if (!header.startsWith(`${mark} `)) return damaged('what the node printed is no answer to staging')
  const told = header.slice(mark.length)
  const [, reason, amount] = /^ refused ([a-z-]{1,10}) (\d{1,12})$/.exec(told) ?? []
  if (reason !== undefined) return {state: 'not-staged', why: refusal(reason, Number(amount)), refused: true}
  const [, raw, more, count, ended, size, sha256, kept] = form.exec(told) ?? []
  if (raw === undefined || more === undefined || size === undefined || sha256 === undefined || !isLeft(kept)) {
    return damaged('the answer to staging is not in its form')
  }
  if (Number(raw) > bytes || Number(size) > largestStaged || Number(size) === 0) {
    return damaged('the node claims to have staged what it was not asked for')
  }
  const staged: Omit<Staged, 'body'> = {
    state: 'staged',
    raw: Number(raw),
    seen: {bytes: Number(raw) + Number(more), exact: count === 'exact'},
    cut: cutBy(ended, bytes, collectSeconds),
    size: Number(size),
    sha256,
    left: leftovers[kept],
  }
  if (!inline || staged.size > chunkBytes) {
    return kept === 'gone' ? damaged('the node claims to have kept nothing') : {...staged, body: null}
  }
  if (!answer.whole) return notStaged(unknown('truncated', 'the answer to staging was cut'))
  const packed = Buffer.from(body, 'base64')
  const intact =
    packed.length === staged.size &&
    packed.toString('base64') === body &&
    rest.every(line => line === '') &&
    createHash('sha256').update(packed).digest('hex') === sha256
  return intact ? {...staged, body: packed} : damaged('what came with the answer to staging is not what it says')
}

function isLeft(kept: string | undefined): kept is keyof typeof leftovers {
  return kept !== undefined && Object.hasOwn(leftovers, kept)
}

function cutBy(ended: string | undefined, bytes: number, seconds: number): string | null {
  if (ended === 'whole') return null
  return ended === 'late'
    ? `collecting was ended after ${seconds} s`
    : `no more than ${bytes} bytes of a node are brought`
}

function refusal(reason: string, amount: number): Unknown {
  switch (reason) {
    case 'no-df':
      return unknown('failed', 'nothing was staged: the node does not tell how full its disk is')
    case 'full':
      return unknown('failed', `nothing was staged: the disk under /var/tmp is ${amount} % full`)
    case 'mkdir':
      return unknown('failed', 'nothing was staged: no directory could be made in /var/tmp')
    case 'write':
      return unknown('failed', 'nothing was staged: it could not be written to /var/tmp')
    case 'large':
      return unknown(
        'truncated',
        `nothing was staged: packed it is more than the ${amount} bytes that may be written there`,
      )
    case 'code':
      return unknown('failed', `the collecting script ended with code ${amount}`)
    default:
      return unknown('failed', 'nothing was staged, for a reason that is not known here')
  }
}

function damaged(what: string): StageReading {
  return notStaged(unknown('failed', what))
}

function notStaged(why: Unknown): StageReading {
  return {state: 'not-staged', why, refused: false}
}
