import {spawn} from 'node:child_process'
import {createHash} from 'node:crypto'
import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {gzipSync} from 'node:zlib'
import {type Held, heldOf} from '../test/support/protocol-nodes.ts'

/*
 * Nodes that hold many bytes of logs and answer at once, and the command that collects them in a process of its own: what the
 * benchmarks of memory share.
 */

/** What the command shows is counted and dropped; memory is the most that the kernel saw resident. */
export async function run(args: readonly string[], environment: Readonly<Record<string, string>>) {
  const program = join(import.meta.dirname, '../bin/run.js')
  const child = spawn(process.execPath, [program, ...args], {
    env: environment,
    stdio: ['ignore', 'pipe', 'inherit'],
  })
  let [shown, mebibytes] = [0, 0]
  child.stdout.on('data', (block: Buffer) => {
    shown += block.length
  })
  const watch = setInterval(() => {
    mebibytes = Math.max(mebibytes, residentMebibytes(child.pid ?? 0))
  }, 100)
  const code = await new Promise<number | null>(resolve => child.once('close', resolve))
  clearInterval(watch)
  return {code, shown, mebibytes}
}

function residentMebibytes(pid: number): number {
  try {
    return Number(/VmHWM:\s+(\d+)/.exec(readFileSync(`/proc/${pid}/status`, 'utf8'))?.[1] ?? 0) / 1024
  } catch {
    return 0
  }
}

export interface Lines {
  /** Framed, without the frames themselves. */
  readonly packed: Buffer
  readonly raw: number
  /** As they are shown at least. */
  readonly bytes: number
}

/** Lines as LiveKit writes them. */
export function linesOf(megabytes: number, id: () => string): Lines {
  const blocks: Buffer[] = []
  let [raw, count] = [0, 0]
  while (raw < megabytes * 1e6) {
    const lines = Array.from({length: 500}, (_, index) => {
      const at = new Date(Date.UTC(2026, 10, 12) + index * 1_000).toISOString().slice(0, -1)
      return `|${at}000000Z {"level":"info","logger":"livekit","msg":"participant active","room":"room-${index % 50}","participant":"${id()}","remote":false}\n`
    }).join('')
    blocks.push(Buffer.from(lines))
    raw += lines.length
    count += 500
  }
  return {packed: gzipSync(Buffer.concat(blocks), {level: 1}), raw, bytes: raw - count * 40}
}

/** The lines as a node prints them: gzip takes its parts one behind the other. */
export function framed(lines: Lines, key: string, name = 'caddy'): {readonly packed: Buffer; readonly held: Held} {
  const [begin, end] = [
    Buffer.from(`@${key} begin container ${name} 1794000000 -\n`),
    Buffer.from(`\n@${key} end 0\n@${key} done\n`),
  ]
  const packed = Buffer.concat([gzipSync(begin), lines.packed, gzipSync(end)])
  const held = heldOf(Buffer.alloc(0), packed)
  return {packed, held: {...held, raw: begin.length + lines.raw + end.length, sha256: sha256(packed)}}
}

function sha256(bytes: Buffer): string {
  return createHash('sha256').update(bytes).digest('hex')
}
