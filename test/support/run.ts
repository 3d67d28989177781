import {type ChildProcess, spawn, spawnSync} from 'node:child_process'
import {join} from 'node:path'
import {projectRoot} from './snapshots.ts'

export interface Run {
  readonly stdout: string
  readonly stderr: string
  readonly code: number | null
}

/** An environment in which the SDK finds no credentials, whatever the machine has. */
const nowhere = {
  AWS_CONFIG_FILE: '/dev/null',
  AWS_SHARED_CREDENTIALS_FILE: '/dev/null',
  AWS_EC2_METADATA_DISABLED: 'true',
}

/** Runs the built command line as its user would, from the project's root or another folder, with nothing of AWS in the environment. */
export function run(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder: string = projectRoot,
  program: string = join(projectRoot, 'bin/run.js'),
): Run {
  const {status, stdout, stderr} = spawnSync(process.execPath, [program, ...args], {
    cwd: folder,
    encoding: 'utf8',
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {PATH: process.env.PATH, HOME: process.env.HOME, ...nowhere, ...environment},
    maxBuffer: 64 * 2 ** 20,
  })
  return {stdout, stderr, code: status}
}

/** A run as one text, with what changes from run to run taken out. */
export function transcript(args: readonly string[], {stdout, stderr, code}: Run): string {
  const told = [
    `$ openvidu-doctor ${args.join(' ')}`,
    stdout,
    ...(stderr === '' ? [] : ['--- stderr', stderr]),
    `--- exit ${code}`,
    '',
  ]
  return timeless(told.join('\n'))
}

/** Without times and versions, which change without anything having changed. */
export function timeless(text: string): string {
  return text
    .replace(/\d{4}-\d\d-\d\dT\d\d:\d\d:\d\d\.\d{3}Z/g, 'TIME')
    .replace(/\d{4}-\d\d-\d\d \d\d:\d\d UTC/g, 'TIME')
    .replace(/timestamp="[\dT:-]+"/g, 'timestamp="TIME"')
    .replace(/openvidu-doctor(\/| )\d+\.\d+\.\d+/g, 'openvidu-doctor$1VERSION')
    .replace(/VERSION \S+ node-v\S+/g, 'VERSION PLATFORM')
    .replace(/"version": "\d+\.\d+\.\d+"/g, '"version": "VERSION"')
}

export interface LongRun {
  readonly child: ChildProcess
  readonly finished: Promise<Run>
}

/** The same without waiting for it: for a run that asks a lab in this very process, or that is to be interrupted. */
export function start(
  args: readonly string[],
  environment: Readonly<Record<string, string>> = {},
  folder: string = projectRoot,
  program: string = join(projectRoot, 'bin/run.js'),
): LongRun {
  const child = spawn(process.execPath, [program, ...args], {
    cwd: folder,
    stdio: ['ignore', 'pipe', 'pipe'],
    env: {PATH: process.env.PATH, HOME: process.env.HOME, ...nowhere, ...environment},
  })
  const texts = {stdout: '', stderr: ''}
  child.stdout.setEncoding('utf8').on('data', (text: string) => {
    texts.stdout += text
  })
  child.stderr.setEncoding('utf8').on('data', (text: string) => {
    texts.stderr += text
  })
  const finished = new Promise<Run>(resolve => {
    child.on('close', code => resolve({...texts, code}))
  })
  return {child, finished}
}
