import {spawn} from 'node:child_process'
import {accessSync, constants, mkdirSync, mkdtempSync, rmSync, symlinkSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import type {NodeAnswer, PartName} from '../../../src/derive/node-answers.ts'
import {allowedCommands} from '../../../src/nodes/probe/allowed-commands.ts'
import {readAnswer} from '../../../src/nodes/probe/answer.ts'
import type {ProbeInputs, ProbePart} from '../../../src/nodes/probe/part.ts'

/** The shells that a node may have as sh, those that are on this machine. */
export const shells = [
  {name: 'dash', words: ['dash']},
  {name: 'bash', words: ['bash', '--posix']},
  {name: 'busybox', words: ['busybox', 'sh']},
].filter(({words: [command = '']}) => onThisMachine(command) !== null)

export const inputs: ProbeInputs = {
  role: 'master',
  generation: '3.8.0',
  region: 'eu-west-1',
  masters: ['10.0.1.10'],
  key: '0'.repeat(32),
}

/** Where a command is; null for one that this machine has not. */
export function onThisMachine(command: string): string | null {
  const folders = (process.env.PATH ?? '').split(':')
  return folders.map(folder => join(folder, command)).find(isProgram) ?? null
}

function isProgram(path: string): boolean {
  try {
    accessSync(path, constants.X_OK)
    return true
  } catch {
    return false
  }
}

/** A folder that is a node to a script: its root, and commands of its own before those of the machine. */
export class MadeUpNode implements Disposable {
  readonly folder = mkdtempSync(join(tmpdir(), 'made-up-node-'))
  readonly root = join(this.folder, 'root')
  readonly #own = join(this.folder, 'own')
  readonly #bin = join(this.folder, 'bin')

  /** `without`: allowed commands that this node has not. Docker is never the machine's own. */
  constructor({without = []}: {readonly without?: readonly string[]} = {}) {
    for (const folder of [this.root, this.#own, this.#bin]) mkdirSync(folder)
    for (const command of allowedCommands) {
      const path = onThisMachine(command)
      if (path !== null && command !== 'docker' && !without.includes(command))
        symlinkSync(path, join(this.#bin, command))
    }
  }

  /** A command of its own: a script for sh. */
  command(name: string, script: string): void {
    writeFileSync(join(this.#own, name), `#!/bin/sh\n${script}\n`, {mode: 0o755})
  }

  file(path: string, content: string): void {
    const full = join(this.root, path)
    mkdirSync(join(full, '..'), {recursive: true})
    writeFileSync(full, content)
  }

  get path(): string {
    return `${this.#own}:${this.#bin}`
  }

  [Symbol.dispose](): void {
    rmSync(this.folder, {recursive: true, force: true})
  }
}

export interface PartRun<P extends PartName> {
  readonly answer: NodeAnswer[P]
  /** All that the script printed, errors too. */
  readonly printed: string
  readonly milliseconds: number
}

/** Runs the script of a part in a real shell, within the part's limits, and reads what it printed as `readAnswer` does. */
export async function runPart<P extends PartName>(
  part: ProbePart<P>,
  given: {
    readonly shell: readonly string[]
    readonly path: string
    readonly root?: string
    readonly inputs?: Partial<ProbeInputs>
    readonly environment?: Readonly<Record<string, string>>
    /** Instead of the part's own. */
    readonly seconds?: number
    /** Instead of the user of the tests. */
    readonly user?: number
  },
): Promise<PartRun<P>> {
  const began = performance.now()
  const used = {...inputs, ...given.inputs}
  const [command = '', ...words] = given.shell
  const seconds = String(given.seconds ?? part.seconds)
  const program = onThisMachine(command) ?? command
  const child = spawn(
    onThisMachine('timeout') ?? 'timeout',
    ['-k', '2', seconds, program, ...words, '-c', part.script(used)],
    {
      stdio: ['ignore', 'pipe', 'pipe'],
      ...(given.user !== undefined && {uid: given.user, gid: given.user}),
      env: {LC_ALL: 'C', PATH: given.path, root: given.root ?? '', key: used.key, ...given.environment},
    },
  )
  const texts = {stdout: '', stderr: ''}
  for (const name of ['stdout', 'stderr'] as const)
    child[name].setEncoding('utf8').on('data', (text: string) => {
      texts[name] += text
    })
  const code = await new Promise<number | null>((resolve, reject) => child.on('error', reject).on('close', resolve))
  const status = Buffer.byteLength(texts.stdout) > part.bytes ? 'cut' : String(code ?? 'killed')
  const lines = texts.stdout.split('\n').map(line => `|${line}\n`)
  const body = `@part ${part.id} ${status}\n${lines.join('')}@end`
  const output = `openvidu-doctor-probe 1 plain ${body.length}\n${body}\n`
  const at = '2026-11-22T10:00:00.000Z'
  const read = readAnswer({state: 'answered', output, whole: true, between: [at, at]}, used.role)
  if (read.state !== 'known') throw new Error(read.detail)
  return {
    answer: read.value[part.id],
    printed: texts.stdout + texts.stderr,
    milliseconds: performance.now() - began,
  }
}
