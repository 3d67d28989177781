import {createHash} from 'node:crypto'
import {gzipSync} from 'node:zlib'
import {chunkBytes} from '../../src/nodes/transfer/chunk-script.ts'
import type {CommandAnswer, Commander, NodeCommand} from '../../src/nodes/transport/command.ts'

/** What a node would have staged. */
export interface Held {
  readonly raw: number
  readonly size: number
  readonly sha256: string
  readonly chunk: (index: number) => Buffer
}

/** What a command asks for, read off the script by those who know it. */
export interface Asked {
  readonly kind: 'stage' | 'chunk' | 'clean'
  readonly run: string
  readonly index: number
  readonly command: NodeCommand
}

export interface ProtocolNodes {
  readonly commander: (signal: AbortSignal) => Commander
  readonly asked: Asked[]
  /** The most commands that were under way at the same time. */
  readonly mostInFlight: () => number
}

export function heldOf(bytes: Buffer, packed: Buffer = gzipSync(bytes, {level: 1})): Held {
  return {
    raw: bytes.length,
    size: packed.length,
    sha256: hash(packed),
    chunk: index => packed.subarray(index * chunkBytes, (index + 1) * chunkBytes),
  }
}

/**
 * Nodes that answer as their scripts would, without a shell: for many bytes, and for answers that no sound node gives. `faulty`
 * gives what is handed over in place of an answer, any number of times.
 */
export function protocolNodes(
  held: ReadonlyMap<string, Held>,
  faulty: (output: string, asked: Asked, node: string) => readonly string[] = output => [output],
): ProtocolNodes {
  const sent: Asked[] = []
  let inFlight = 0
  let most = 0
  const run: Commander['run'] = async (command, answered) => {
    const asked = {...readScript(command.script), command}
    sent.push(asked)
    inFlight += 1
    most = Math.max(most, inFlight)
    // So that commands which are sent together are under way together.
    await new Promise(resolve => setImmediate(resolve))
    for (const node of command.nodes) {
      const own = held.get(node)
      if (own === undefined) continue
      for (const output of faulty(answerOf(own, asked), asked, node)) await answered(node, answering(output))
    }
    inFlight -= 1
  }
  return {commander: () => ({run}), asked: sent, mostInFlight: () => most}
}

/** What a node that holds this prints when it runs a script of a transfer. */
export function printedBy(held: Held, script: string): string {
  return answerOf(held, readScript(script))
}

export function chunkAnswer(run: string, index: number, bytes: Buffer): string {
  return `openvidu-doctor-chunk 1 ${run} ${index} ${bytes.length} ${hash(bytes)}\n${bytes.toString('base64')}\n`
}

export function answering(output: string, whole = true): CommandAnswer {
  const at = '2026-01-01T00:00:00.000Z'
  return {state: 'answered', output, whole, between: [at, at]}
}

function readScript(script: string): Omit<Asked, 'command'> {
  const found = /openvidu-doctor-(stage|chunk|clean) 1 ([0-9a-f]{32})(?: (\d+))?/.exec(script)
  const [, kind, run = '', index = '0'] = found ?? []
  if (kind !== 'stage' && kind !== 'chunk' && kind !== 'clean') throw new Error('no script of a transfer')
  return {kind, run, index: Number(index)}
}

function answerOf(held: Held, {kind, run, index}: Omit<Asked, 'command'>): string {
  if (kind === 'clean') return `openvidu-doctor-clean 1 ${run} gone\n`
  if (kind === 'chunk') return chunkAnswer(run, index, held.chunk(index))
  const inline = held.size <= chunkBytes
  const header = `openvidu-doctor-stage 1 ${run} staged ${held.raw} 0 exact whole ${held.size} ${held.sha256}`
  return inline ? `${header} gone\n${held.chunk(0).toString('base64')}\n` : `${header} timer\n`
}

function hash(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
