import {execFileSync, spawn} from 'node:child_process'
import {existsSync, mkdirSync, mkdtempSync, readdirSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {unknown} from '../../src/model/fact.ts'
import {allowedCommands, stagingCommands} from '../../src/nodes/probe/allowed-commands.ts'
import type {CommandAnswer, Commander, NodeCommand} from '../../src/nodes/transport/command.ts'

export type Shell = 'dash' | 'bash' | 'busybox'

export const shells: readonly Shell[] = ['dash', 'bash', 'busybox']

export interface ShellNodes {
  readonly commander: (signal: AbortSignal) => Commander
  /** What stands before the absolute paths of a node. */
  readonly rootOf: (node: string) => string
  /** What is in the node's /var/tmp. */
  readonly staged: (node: string) => readonly string[]
  /** A command of the nodes is another one now. */
  readonly standIn: (command: string, script: string) => void
  /** Scripts in the order in which they were sent. */
  readonly sent: NodeCommand[]
  readonly remove: () => void
}

export interface ShellNodesOptions {
  readonly shell?: Shell
  /** Whether Ctrl-C ends what runs on the nodes, as CancelCommand does where it comes in time. */
  readonly cancels?: boolean
  /** What becomes of an answer; null where none is handed over. */
  readonly fault?: (node: string, answer: CommandAnswer, command: NodeCommand) => CommandAnswer | null
}

/**
 * Nodes that are directories, and a Commander that runs scripts in them with a real shell: with no commands on the path but
 * those that scripts may run, and output that is cut as the agent cuts it.
 */
export function shellNodes({
  shell = 'dash',
  cancels = true,
  fault = (_, answer) => answer,
}: ShellNodesOptions = {}): ShellNodes {
  const folder = mkdtempSync(join(tmpdir(), 'shell-nodes-'))
  const path = join(folder, 'bin')
  const applets = shell === 'busybox' ? execFileSync('busybox', ['--list'], {encoding: 'utf8'}).split('\n') : []
  mkdirSync(path)
  for (const command of [...allowedCommands, ...stagingCommands]) {
    const found = applets.includes(command)
      ? '/usr/bin/busybox'
      : ['/usr/bin', '/bin', '/usr/sbin'].map(bin => join(bin, command)).find(existsSync)
    if (found !== undefined && !command.startsWith('system')) symlinkSync(found, join(path, command))
  }
  const functions = new Map<string, string>()
  const standIn = (command: string, script: string): void => {
    rmSync(join(path, command), {force: true})
    writeFileSync(join(path, command), `#!/bin/sh\n${script}\n`, {mode: 0o755})
    // The shell of busybox takes its own commands before those on the path, but functions before both.
    if (applets.includes(command)) functions.set(command, `${command}() (\n${script}\n)\n`)
  }
  standIn('systemd-run', 'exit 1')
  standIn('systemctl', 'exit 1')
  // The disk of this machine is its own affair.
  standIn('df', 'echo Filesystem; echo "/dev/root 8000000 4000000 4000000 50% /"')
  const rootOf = (node: string): string => join(folder, 'nodes', node)
  const sent: NodeCommand[] = []

  const run = async (signal: AbortSignal, command: NodeCommand, node: string): Promise<CommandAnswer> => {
    if (signal.aborted) return unknown('timed-out', 'the run was ended')
    mkdirSync(join(rootOf(node), 'var/tmp'), {recursive: true})
    const script = join(rootOf(node), `script-${sent.length}-${Math.random()}`)
    // The scripts widen the path by the usual folders: here only what is allowed is to be found.
    writeFileSync(
      script,
      command.script.replace(/^PATH=.*$/m, () => [...functions.values()].join('')),
    )
    const at = new Date().toISOString()
    const [program, first] = shell === 'busybox' ? ['/usr/bin/busybox', ['sh']] : [`/usr/bin/${shell}`, []]
    const child = spawn(program, [...first, script], {
      env: {PATH: path, OPENVIDU_DOCTOR_ROOT: rootOf(node)},
      stdio: ['ignore', 'pipe', 'inherit'],
      detached: true,
    })
    const end = (): void => {
      if (cancels && child.pid !== undefined && child.exitCode === null) process.kill(-child.pid, 'SIGKILL')
    }
    signal.addEventListener('abort', end)
    const chunks: Buffer[] = []
    for await (const bytes of child.stdout) chunks.push(bytes)
    signal.removeEventListener('abort', end)
    rmSync(script, {force: true})
    if (signal.aborted) return unknown('timed-out', 'the run was ended')
    const output = Buffer.concat(chunks).toString('latin1')
    const whole = output.length < 24_000
    return {
      state: 'answered',
      output: whole ? output : `${output.slice(0, 23_980)}--output truncated--`,
      whole,
      between: [at, new Date().toISOString()],
    }
  }

  return {
    commander: signal => ({
      run: async (command, answered) => {
        sent.push(command)
        await Promise.all(
          command.nodes.map(async node => {
            const answer = fault(node, await run(signal, command, node), command)
            if (answer !== null) await answered(node, answer)
          }),
        )
      },
    }),
    rootOf,
    staged: node => readdirSync(join(rootOf(node), 'var/tmp')),
    standIn,
    sent,
    remove: () => rmSync(folder, {recursive: true, force: true}),
  }
}
