import {spawn} from 'node:child_process'
import {chmodSync, existsSync, mkdirSync, mkdtempSync, readFileSync, rmSync, writeFileSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {type Command, Parser} from '@oclif/core'
import {parse} from 'yaml'
import type {Run} from './run.ts'
import {projectRoot} from './snapshots.ts'

/** A file of the project as text. */
export function textOf(file: string): string {
  return readFileSync(join(projectRoot, file), 'utf8')
}

/** A YAML file of the project; a key that is there twice throws. */
export function yamlOf<T>(file: string): T {
  return parse(textOf(file)) as T
}

/** Where a job runs: a folder for its files, and one for commands that stand in for others. */
export interface Workplace extends Disposable {
  readonly folder: string
  /** A command of this name, first on the path. */
  standIn(name: string, script: string): void
  /** Runs a script as a file with this shell. Nothing of this process's environment comes along. */
  run(shell: readonly string[], script: string, environment?: Readonly<Record<string, string>>): Promise<Run>
}

export function workplace(): Workplace {
  const base = mkdtempSync(join(tmpdir(), 'openvidu-doctor-ci-'))
  const folder = join(base, 'workspace')
  const commands = join(base, 'commands')
  mkdirSync(folder)
  mkdirSync(commands)
  return {
    folder,
    standIn(name, script) {
      const file = join(commands, name)
      writeFileSync(file, `#!/bin/bash\n${script}\n`)
      chmodSync(file, 0o755)
    },
    async run([program = 'sh', ...options], script, environment = {}) {
      const file = join(base, 'script')
      writeFileSync(file, script)
      const child = spawn(program, [...options, file], {
        cwd: folder,
        stdio: ['ignore', 'pipe', 'pipe'],
        env: {
          PATH: `${commands}:${process.env.PATH}`,
          HOME: base,
          AWS_CONFIG_FILE: '/dev/null',
          AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
          AWS_EC2_METADATA_DISABLED: 'true',
          ...environment,
        },
      })
      const texts = {stdout: '', stderr: ''}
      for (const stream of ['stdout', 'stderr'] as const) {
        child[stream].setEncoding('utf8').on('data', (text: string) => {
          texts[stream] += text
        })
      }
      const code = await new Promise<number | null>((resolve, reject) => {
        child.on('error', reject).on('close', resolve)
      })
      return {...texts, code}
    },
    [Symbol.dispose]: () => rmSync(base, {recursive: true, force: true}),
  }
}

/** The words of every call of a command that `recorder` stands in for. */
export function callsIn(file: string): readonly (readonly string[])[] {
  const calls = readFileSync(file, 'utf8').split('\0\0')
  return calls.slice(0, -1).map(call => call.split('\0'))
}

/** A stand-in that writes down how it is called. No word may be empty. */
export function recorder(file: string): string {
  return `printf '%s\\0' "$@" >>'${file}'; printf '\\0' >>'${file}'`
}

/** The words of a call after "openvidu-doctor". Throws as the command would for a flag, a value or an argument that it has not. */
export async function parsed(words: readonly string[]): Promise<void> {
  const [topic = '', second = ''] = words
  const commands = join(projectRoot, 'commands')
  const file = [join(topic, `${second}.ts`), `${topic}.ts`, join(topic, 'index.ts')].find(one =>
    existsSync(join(commands, one)),
  )
  if (file === undefined) throw new Error(`there is no command ${topic}`)
  const {default: command} = (await import(join(commands, file))) as {default: Command.Class}
  const given = words.slice(file === join(topic, `${second}.ts`) ? 2 : 1)
  await Parser.parse([...given], {flags: command.flags, args: command.args, strict: command.strict})
}
