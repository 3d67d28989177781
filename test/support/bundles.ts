import {execFileSync} from 'node:child_process'
import {mkdtempSync, readdirSync, readFileSync, rmSync} from 'node:fs'
import {tmpdir} from 'node:os'
import {join} from 'node:path'
import {onTestFinished} from 'vitest'
import {type Manifest, manifestSchema} from '../../src/model/manifest.ts'
import {type Lab, type LabAccount, type LabOptions, labAccount, startLab} from '../lab/index.ts'
import {type OpenViduNode, openViduFleet} from '../lab/openvidu/fleet.ts'
import {type LongRun, start} from './run.ts'

export interface BundleStack {
  readonly lab: Lab
  readonly nodes: ReadonlyMap<string, OpenViduNode>
  /** Where bundles are made, and nothing else is. */
  readonly folder: string
  /** What the run uses for temporary files. */
  readonly aside: string
  readonly environment: Readonly<Record<string, string>>
  readonly bundle: (...args: readonly string[]) => LongRun
}

/** Each container costs a dozen processes a node, and each node some hundred. */
const few = ['openvidu', 'mongo']

export interface BundleStackOptions extends Partial<Omit<LabOptions, 'account'>> {
  readonly mastersManaged?: boolean
  /** The others are terminated, or stopped where that is wanted. */
  readonly running?: readonly ('master-1' | 'media-1')[]
  readonly others?: 'terminated' | 'stopped'
}

/** A stack of the lab whose nodes run few containers, and the command that makes a bundle of it. */
export async function bundleStack(
  change: (nodes: ReadonlyMap<string, OpenViduNode>, account: LabAccount) => void = () => {},
  {mastersManaged = true, running = ['media-1'], others = 'terminated', ...options}: BundleStackOptions = {},
): Promise<BundleStack> {
  const account = labAccount({template: mastersManaged ? {hardened: true} : {}})
  endOthers(account, running, others)
  let all: ReadonlyMap<string, OpenViduNode> = new Map()
  const fleet = openViduFleet(account, nodes => {
    all = nodes
    for (const node of nodes.values()) node.containers(own => own.filter(({name}) => few.includes(name)))
    change(nodes, account)
  })
  const lab = await startLab({account, fleet, ...options})
  onTestFinished(() => lab.close())
  const [folder, aside] = ['bundles-', 'bundles-aside-'].map(prefix => {
    const made = mkdtempSync(join(tmpdir(), prefix))
    onTestFinished(() => rmSync(made, {recursive: true, force: true}))
    return made
  })
  if (folder === undefined || aside === undefined) throw new Error('no folder')
  const environment = {...lab.environment, AWS_MAX_ATTEMPTS: '1', TMPDIR: aside}
  const bundle = (...args: readonly string[]) =>
    start(['bundle', 'video', '--no-progress', '--output', join(folder, 'video.tar.gz'), ...args], environment)
  return {lab, nodes: all, folder, aside, environment, bundle}
}

function endOthers({instances}: LabAccount, running: readonly string[], state: 'terminated' | 'stopped'): void {
  const counts = new Map<string, number>()
  for (const instance of instances) {
    const kind = /(Master|Media) Node/.exec(instance.Tags?.find(({Key}) => Key === 'Name')?.Value ?? '')?.[1]
    if (kind === undefined) continue
    const name = `${kind.toLowerCase()}-${(counts.get(kind) ?? 0) + 1}`
    counts.set(kind, (counts.get(kind) ?? 0) + 1)
    if (!running.includes(name)) instance.State = {Code: state === 'stopped' ? 80 : 48, Name: state}
  }
}

/** A bundle unpacked by tar, in a folder that is gone after the test. */
export function unpacked(file: string): string {
  const folder = mkdtempSync(join(tmpdir(), 'unpacked-'))
  onTestFinished(() => rmSync(folder, {recursive: true, force: true}))
  execFileSync('tar', ['xzf', file, '-C', folder])
  return folder
}

export function manifestOf(folder: string): Manifest {
  return manifestSchema.parse(JSON.parse(readFileSync(join(folder, 'manifest.json'), 'utf8')))
}

/** Paths of all files, sorted. */
export function filesIn(folder: string): readonly string[] {
  return readdirSync(folder, {recursive: true, withFileTypes: true})
    .filter(entry => entry.isFile())
    .map(({parentPath, name}) => join(parentPath, name).slice(folder.length + 1))
    .toSorted()
}
