import {spawn} from 'node:child_process'
import {mkdirSync, writeFileSync} from 'node:fs'
import {join} from 'node:path'
import type {Order, Result} from './behaviour.ts'

export interface Machine {
  /** What stands before absolute paths. */
  readonly root: string
  readonly path: string
  readonly fullDisk: boolean
  /** How long a second of the time limit lasts, milliseconds. */
  readonly secondMs: number
}

/** What is kept of an output while it comes: 24,000 bytes are told, more goes into a log group where one is asked for. */
const keptBytes = 100_000_000

/**
 * Runs an order as the agent does: `sh -c` on a file that holds the lines, in a process group of its own that is killed at
 * executionTimeout; the copies of script and output stay on the node.
 */
export async function runScript(order: Order, machine: Machine): Promise<Result> {
  // While it waited for its turn.
  if (order.signal.aborted) return outcomeOf(-1, false, true)
  const folder = join(
    machine.root,
    'var/lib/amazon/ssm',
    order.instanceId,
    'document/orchestration',
    order.commandId,
    'awsrunShellScript/0.awsrunShellScript',
  )
  mkdirSync(folder, {recursive: true})
  const script = join(folder, '_script.sh')
  // At once and closed: a file that is still open for writing can't be run.
  writeFileSync(script, `${order.lines.join('\n')}\n`, {mode: 0o700})
  const args = machine.fullDisk ? ['-c', 'trap "" XFSZ; ulimit -f 0; exec sh -c "$0"', script] : ['-c', script]
  const child = spawn('/bin/sh', args, {
    detached: true,
    cwd: machine.root,
    env: environmentOf(order, machine),
    stdio: ['ignore', 'pipe', 'pipe'],
  })
  const [output, errorOutput] = [kept(child.stdout), kept(child.stderr)]
  let killed = false
  const kill = (): void => {
    killed = true
    if (child.pid !== undefined) endGroup(child.pid)
  }
  const limit = setTimeout(kill, order.seconds * machine.secondMs)
  order.signal.addEventListener('abort', kill, {once: true})
  const code = await new Promise<number>((resolve, reject) => {
    child.once('error', reject)
    child.once('close', (status, signal) => resolve(status ?? (signal === null ? -1 : 137)))
  })
  clearTimeout(limit)
  order.signal.removeEventListener('abort', kill)
  writeFileSync(join(folder, 'stdout'), output())
  writeFileSync(join(folder, 'stderr'), errorOutput())
  return {...outcomeOf(code, killed, order.signal.aborted), output: output(), errorOutput: errorOutput()}
}

function outcomeOf(code: number, killed: boolean, cancelled: boolean): Result {
  if (cancelled) return {code: -1, status: 'Cancelled'}
  // The agent reads 137 as its own kill, and these two as wishes about the steps that follow.
  if (killed || code === 137) return {code: 137, status: 'TimedOut', details: 'ExecutionTimedOut'}
  if (code === 168) return {code, status: 'Success'}
  return {code}
}

function environmentOf({commandId, instanceId, region}: Order, {root, path}: Machine): NodeJS.ProcessEnv {
  return {
    PATH: path,
    HOME: '/root',
    LANG: 'C.UTF-8',
    AWS_SSM_INSTANCE_ID: instanceId,
    AWS_SSM_REGION_NAME: region,
    AWS_SSM_PLATFORM_NAME: 'Ubuntu',
    AWS_SSM_PLATFORM_VERSION: '24.04',
    SSM_COMMAND_ID: commandId,
    OPENVIDU_DOCTOR_ROOT: root,
  }
}

function kept(stream: NodeJS.ReadableStream): () => Buffer {
  const chunks: Buffer[] = []
  let bytes = 0
  stream.on('data', (chunk: Buffer) => {
    if (bytes < keptBytes) chunks.push(chunk)
    bytes += chunk.length
  })
  return () => Buffer.concat(chunks)
}

function endGroup(pid: number): void {
  try {
    process.kill(-pid, 'SIGKILL')
  } catch {
    // It had ended already.
  }
}
