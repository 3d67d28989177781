import {createHash} from 'node:crypto'
import {lstatSync, readdirSync, readFileSync, readlinkSync, renameSync, writeFileSync} from 'node:fs'
import {join, relative} from 'node:path'
import {gunzipSync, gzipSync} from 'node:zlib'
import {answerMark} from '../../../src/nodes/probe/script.ts'
import {lineOf} from '../../../src/nodes/transport/script-line.ts'
import type {Order, Result} from './behaviour.ts'

/*
 * The probe of a node takes up to 400 processes, a fleet 2,100, and nearly every test of a command probes the same healthy fleet. What it
 * answers depends on the script, on what is on the node, and on the clock, so each node is probed by a real shell once, and the
 * same question of a node that is alike is answered with that, under the time of day. The key of a run only makes the hashes in
 * an answer others; those of nodes that were probed with one key can be compared as well.
 */

/** Of this run of the tests, for all its workers. */
const answers = process.env.LAB_ANSWERS

export interface Asked {
  /** With the key that all remembered answers have. */
  readonly order: Order
  /** What is asked of the node with this folder; null where something is in it that can't be read. */
  readonly question: (folder: string) => string | null
}

/** An order that runs the probe; null for other scripts, which are run each time. */
export function asked(order: Order): Asked | null {
  const packed = /echo (\S+) \| base64/.exec(order.lines.join('\n'))?.[1]
  if (packed === undefined) return null
  const script = gunzipSync(Buffer.from(packed, 'base64')).toString('utf8')
  if (!script.includes(answerMark)) return null
  const line = lineOf(script.replace(/^key=[0-9a-f]{32}$/m, `key=${'0'.repeat(32)}`))
  return {order: {...order, lines: [line]}, question: folder => questionOf(line, folder)}
}

export function remembered(question: string | null): Result | null {
  if (question === null || answers === undefined) return null
  try {
    return {output: atThisTime(readFileSync(join(answers, question))), code: 0}
  } catch {
    // Nobody asked before.
    return null
  }
}

/** Answers that came whole from a script that ended well. */
export function remember(question: string | null, {code, status, output = ''}: Result): void {
  if (question === null || answers === undefined || code !== 0 || status !== undefined) return
  if (unpacked(Buffer.from(output)) === null) return
  const writing = join(answers, `${question}.${process.pid}`)
  writeFileSync(writing, output)
  renameSync(writing, join(answers, question))
}

/** Of the script and all that is on the node, but for what its agent keeps. */
function questionOf(line: string, folder: string): string | null {
  const hash = createHash('sha256').update(line)
  for (const entry of readdirSync(folder, {recursive: true, withFileTypes: true})) {
    const path = join(entry.parentPath, entry.name)
    const name = relative(folder, path)
    if (name.startsWith('root/var/lib/amazon/ssm') || name.startsWith('tools/')) continue
    hash.update(`\0${name}\0${lstatSync(path).mode}\0`)
    if (entry.isSymbolicLink()) hash.update(readlinkSync(path))
    else if (entry.isFile()) hash.update(readFileSync(path))
    else if (!entry.isDirectory()) return null
  }
  return hash.digest('hex')
}

/** A node whose clock a test has stopped tells whole seconds, and always the same. */
function atThisTime(answer: Buffer): Buffer {
  const text = unpacked(answer) ?? ''
  const now = text.replace(/^\|now=\d+\.(?!0{9}$)\d+$/m, `|now=${(Date.now() / 1_000).toFixed(9)}`)
  const packed = gzipSync(now).toString('base64')
  return Buffer.from(`${answerMark} gzip ${packed.length}\n${packed}\n`)
}

function unpacked(answer: Buffer): string | null {
  const [, packed] = /^openvidu-doctor-probe 1 gzip \d+\n(\S+)\n$/.exec(answer.toString('latin1')) ?? []
  return packed === undefined ? null : gunzipSync(Buffer.from(packed, 'base64')).toString('latin1')
}
