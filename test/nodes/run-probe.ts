import {execFileSync, spawn} from 'node:child_process'
import {chmodSync, copyFileSync, existsSync, mkdtempSync, readdirSync, rmSync, symlinkSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {delimiter, join} from 'node:path'
import {onTestFinished} from 'vitest'
import type {NodeAnswer} from '../../src/derive/node-answers.ts'
import type {Seen} from '../../src/model/fact.ts'
import {allowedCommands} from '../../src/nodes/probe/allowed-commands.ts'
import {readAnswer} from '../../src/nodes/probe/answer.ts'
import type {AnyPart, ProbeInputs} from '../../src/nodes/probe/part.ts'
import {partsOf} from '../../src/nodes/probe/parts/index.ts'
import {probeScript} from '../../src/nodes/probe/script.ts'
import type {NodeRole} from '../../src/openvidu/services.ts'
import {masterAddresses, type NodeDirectory, nodeDirectory} from './node-directory.ts'

export type ShellName = 'dash' | 'bash' | 'busybox'

/** Those that are here; bash called sh is as POSIX wants it. */
export const shells: readonly ShellName[] = (['dash', 'bash', 'busybox'] as const).filter(
  name => whereIs(name) !== undefined,
)

export const between: readonly [string, string] = ['2026-11-22T10:00:00.000Z', '2026-11-22T10:00:04.000Z']

export interface RunOptions {
  readonly shell?: ShellName
  /** Commands that are not on the node. */
  readonly without?: readonly string[]
  readonly parts?: readonly AnyPart[]
  readonly inputs?: Partial<ProbeInputs>
  /** Whom it runs as; oneself otherwise. */
  readonly uid?: number
}

export interface ProbeRun {
  readonly output: string
  readonly errors: string
  readonly code: number | null
}

const standIns = join(import.meta.dirname, 'stand-ins')
/** That of the lab: the real one takes a whole probe longer than all else in it. Its parts have tests with the real one. */
const curl = join(import.meta.dirname, '../lab/openvidu/stand-ins/curl')

export function probeInputs(role: NodeRole): ProbeInputs {
  return {role, generation: '3.8.0', region: 'eu-west-1', masters: masterAddresses, key: '0123456789abcdef'.repeat(2)}
}

/** Runs the script of a role in a node's directory, with the allowed commands on the path and no other. */
export function runProbe(role: NodeRole, node: NodeDirectory, options: RunOptions = {}): Promise<ProbeRun> {
  const {parts = partsOf(role).map(patient), inputs} = options
  return runScript(probeScript({...probeInputs(role), ...inputs}, parts), node, options)
}

export function runScript(script: string, {root}: NodeDirectory, options: RunOptions = {}): Promise<ProbeRun> {
  const path = commandsOf(options)
  const child = spawn(join(path, 'sh'), ['-s'], {
    cwd: root,
    env: {PATH: path, OPENVIDU_DOCTOR_ROOT: root},
    stdio: 'pipe',
    ...(options.uid === undefined ? {} : {uid: options.uid, gid: options.uid}),
  })
  child.stdin.on('error', () => {})
  child.stdin.end(script)
  let [output, errors] = ['', '']
  child.stdout.setEncoding('utf8').on('data', text => {
    output += text
  })
  child.stderr.setEncoding('utf8').on('data', text => {
    errors += text
  })
  return new Promise((resolve, reject) => {
    child.on('error', reject)
    child.on('close', code => resolve({output, errors, code}))
  })
}

/** What one part comes to on such a node. */
export async function partIn(
  part: AnyPart,
  node: NodeDirectory,
  options: RunOptions & {readonly role?: NodeRole} = {},
): Promise<Seen<unknown>> {
  const role = options.role ?? part.roles[0] ?? 'master'
  const {output} = await runProbe(role, node, {...options, parts: [patient(part)]})
  return answerIn(output, role)[part.id]
}

/** Limits of time are for nodes that hang; tests of those bring their own. */
function patient(part: AnyPart): AnyPart {
  return {...part, seconds: part.seconds * 10} as AnyPart
}

export function answerIn(output: string, role: NodeRole): NodeAnswer {
  const answer = readAnswer({state: 'answered', output, whole: true, between}, role)
  if (answer.state === 'unknown') throw new Error(answer.detail)
  return answer.value
}

/** A healthy node, changed. Content null takes a file away. */
export function nodeWith(
  role: NodeRole,
  changes: Readonly<Record<string, string | Buffer | null>> = {},
): NodeDirectory {
  const node = nodeDirectory({role})
  for (const [path, content] of Object.entries(changes)) node.write(path, content)
  return node
}

const applets = new Set(
  shells.includes('busybox') ? execFileSync('busybox', ['--list'], {encoding: 'utf8'}).split('\n') : [],
)

function commandsOf({shell = 'dash', without = []}: RunOptions): string {
  const folder = mkdtempSync(join(tmpdir(), 'openvidu-path-'))
  chmodSync(folder, 0o755)
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}))
  const ours = readdirSync(standIns)
  for (const name of allowedCommands) {
    if (without.includes(name)) continue
    const busybox = shell === 'busybox' && applets.has(name) ? whereIs('busybox') : undefined
    const real = name === 'sh' ? whereIs(shell) : (busybox ?? whereIs(name))
    const own = name === 'curl' ? curl : ours.includes(name) ? join(standIns, name) : null
    // What this machine has not, a node may lack too.
    if (own === null && real !== undefined) symlinkSync(real, join(folder, name))
    // Copied: whoever else a script is run as may not look into the project.
    if (own !== null) copyFileSync(own, join(folder, name))
  }
  return folder
}

function whereIs(name: string): string | undefined {
  return (process.env.PATH ?? '')
    .split(delimiter)
    .map(folder => join(folder, name))
    .find(path => existsSync(path))
}
