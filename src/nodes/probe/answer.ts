import {gunzipSync} from 'node:zlib'
import type {NodeAnswer, PartName} from '../../derive/node-answers.ts'
import {known, type Seen, type Unknown, unknown} from '../../model/fact.ts'
import type {CommandAnswer} from '../transport/command.ts'
import {type AnyPart, type ProbeReading, UnreadableAnswer} from './part.ts'
import {allParts} from './parts/index.ts'

/** No answer is as long as this unpacked; a longer one is none of ours. */
const longestAnswer = 256 * 1024

/** One part as it came: its lines and how it ended. */
interface Frame {
  readonly status: string
  readonly lines: readonly string[]
}

/**
 * What a node answered to the probe, part for part. What cannot be read is unknown, with its reason: a node may be broken or
 * hostile, and nothing that it sends can do more than that.
 */
export function readAnswer(answer: CommandAnswer, role: ProbeReading['role']): Seen<NodeAnswer> {
  if (answer.state === 'unknown') return answer
  const text = unpacked(answer.output, answer.whole)
  if (typeof text !== 'string') return text
  const frames = framesOf(text)
  if (frames === null) return unknown('failed', 'the answer of the probe is not in its form')
  const reading: ProbeReading = {role, between: answer.between}
  const parts = allParts.map(part => [part.id, readPart(part, frames.get(part.id), reading)] as const)
  // Every part is in the list of parts: a test holds it against the names.
  return known(Object.fromEntries(parts) as {readonly [P in PartName]: NodeAnswer[P]})
}

function readPart(part: AnyPart, frame: Frame | undefined, reading: ProbeReading): Seen<unknown> {
  if (!part.roles.includes(reading.role)) {
    const asked = part.roles.includes('master') ? 'masters' : 'media nodes'
    return unknown('not-requested', `only ${asked} are asked for it`)
  }
  if (frame === undefined) return unknown('failed', `the answer of the probe has no part ${part.id}`)
  if (frame.status === 'cut') return unknown('truncated', `${part.id} is longer than ${part.bytes} bytes`)
  // 124 from timeout, 137 and 143 from what had to be killed.
  if (['124', '137', '143'].includes(frame.status))
    return unknown('timed-out', `${part.id} was not told in time (${part.seconds} seconds)`)
  if (frame.status !== '0') return unknown('failed', `the probe of ${part.id} ended with code ${codeIn(frame.status)}`)
  try {
    return known(part.parse(frame.lines, reading))
  } catch (error) {
    if (error instanceof UnreadableAnswer) return unknown('failed', `${part.id}: ${error.message}`)
    throw error
  }
}

function codeIn(status: string): string {
  return /^\d{1,3}$/.test(status) ? status : 'unknown'
}

function unpacked(output: string, whole: boolean): string | Unknown {
  const end = output.indexOf('\n')
  const [, encoding, length] = /^openvidu-doctor-probe 1 (gzip|plain) (\d{1,6})$/.exec(output.slice(0, end)) ?? []
  if (end < 0 || length === undefined) {
    if (output.trim() === '') return unknown('failed', 'the probe printed nothing')
    return unknown('failed', 'what the node printed is no answer of the probe')
  }
  const body = output.slice(end + 1).replace(/\n$/, '')
  if (!whole || body.length < Number(length))
    return unknown('truncated', `of ${length} characters of the answer ${body.length} arrived`)
  if (body.length > Number(length)) return unknown('failed', 'the answer of the probe is longer than it says')
  if (encoding === 'plain') return body
  try {
    return gunzipSync(Buffer.from(body, 'base64'), {maxOutputLength: longestAnswer}).toString('utf8')
  } catch {
    return unknown('failed', 'the answer of the probe cannot be unpacked')
  }
}

/** Null where a line is neither a frame nor content, a part comes twice, or the end is missing. */
function framesOf(text: string): ReadonlyMap<string, Frame> | null {
  const frames = new Map<string, {status: string; lines: string[]}>()
  let open: {status: string; lines: string[]} | undefined
  let ended = false
  for (const line of text.replace(/\n$/, '').split('\n')) {
    if (ended) return null
    if (line === '@end') {
      ended = true
      continue
    }
    const [, id, status] = /^@part ([A-Za-z]{1,40}) (\S{1,20})$/.exec(line) ?? []
    if (id !== undefined && status !== undefined) {
      if (frames.has(id)) return null
      open = {status, lines: []}
      frames.set(id, open)
    } else if (line.startsWith('|') && open !== undefined) open.lines.push(line.slice(1))
    else return null
  }
  if (!ended) return null
  // The line that stands before the end mark of a part, and what printf adds after it, are ours.
  for (const frame of frames.values()) while (frame.lines.at(-1) === '') frame.lines.pop()
  return frames
}
