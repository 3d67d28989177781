import {createRequire} from 'node:module'
import {join} from 'node:path'
import {pathToFileURL} from 'node:url'
import {areas} from '../model/areas.ts'
import type {AnyCheck, PackOrigin} from '../model/check.ts'
import {PackTrouble} from '../model/errors.ts'
import {type Limits, PackThread} from './pack-thread.ts'
import {standIn} from './stand-in.ts'

/** A plugin of the command line that brings a pack, by what oclif knows of it. */
export interface PackPlugin {
  readonly name: string
  readonly version: string
  readonly root: string
  /** The files behind its hook, relative to `root`, and the exports in them. */
  readonly hooks: readonly {readonly target: string; readonly identifier: string}[]
}

/** A pack that is not there, and why. */
export interface MissingPack {
  readonly plugin: string
  readonly version: string
  /** A sentence without its full stop. */
  readonly sentence: string
}

export interface Packs {
  readonly checks: readonly AnyCheck[]
  readonly missing: readonly MissingPack[]
  /** In the place of each missing pack: a check that is always broken, so that its absence is no pass and every report tells of it. */
  readonly standIns: readonly AnyCheck[]
}

const limits: Limits = {load: 10_000, judge: 5_000}

/** Loads the packs of plugins, each on a thread of its own. Never throws for what a pack does. */
export function loadPacks(plugins: readonly PackPlugin[], within: Limits = limits): Packs {
  // All begin before the first is waited for.
  const begun = plugins.flatMap(plugin => plugin.hooks.map(hook => begin(plugin, hook, within)))
  const checks: AnyCheck[] = []
  const missing: MissingPack[] = []
  const taken = new Map<string, string>(areas.map(area => [area, 'an area of checks']))
  for (const {plugin, thread} of begun) {
    const {name, version} = plugin
    try {
      if (thread instanceof PackTrouble) throw thread
      const pack = thread.pack()
      const owner = taken.get(pack.name)
      if (owner !== undefined) throw new PackTrouble(`is named ${pack.name}, as ${owner} is already`)
      taken.set(pack.name, `a pack of ${name}`)
      const origin = {name: pack.name, version: pack.version, plugin: name}
      checks.push(
        ...pack.checks.map((data, index) => standIn(data, origin, given => judgeOf(thread, data.id, index, given))),
      )
    } catch (error) {
      if (!(error instanceof PackTrouble)) throw error
      missing.push({
        plugin: name,
        version,
        sentence: `the check pack of ${name} ${version} was not loaded: it ${error.message}`,
      })
    }
  }
  // A plugin may bring two packs: it is told once.
  const standIns = [...Map.groupBy(missing, ({plugin}) => plugin).values()].map(absentPack)
  return {checks, missing, standIns}
}

interface Begun {
  readonly plugin: PackPlugin
  readonly thread: PackThread | PackTrouble
}

function begin(plugin: PackPlugin, {target, identifier}: PackPlugin['hooks'][number], within: Limits): Begun {
  let file: string
  try {
    // As oclif does it, a hook may be named without the ending of its file.
    file = createRequire(join(plugin.root, 'package.json')).resolve(join(plugin.root, target))
  } catch {
    return {plugin, thread: new PackTrouble(`has a hook, ${target}, that is not there`)}
  }
  return {plugin, thread: new PackThread({url: pathToFileURL(file).href, identifier}, within)}
}

function judgeOf(thread: PackThread, id: string, index: number, given: Parameters<PackThread['judge']>[1]) {
  try {
    return thread.judge(index, given)
  } catch (error) {
    throw error instanceof PackTrouble ? new PackTrouble(`check ${id} ${error.message}`) : error
  }
}

function absentPack(missing: readonly MissingPack[]): AnyCheck {
  const [{plugin, version} = {plugin: '', version: ''}] = missing
  const pack: PackOrigin = {name: plugin, version, plugin}
  return {
    id: plugin,
    area: 'stack',
    title: `The check pack of ${plugin} is loaded`,
    severity: 'medium',
    sources: ['plan', 'lookup', 'deployed', 'nodes'],
    requirements: [],
    pack,
    why: 'What its checks would have found is not known.',
    how: {},
    needs: [],
    phrases: {},
    remedy: {text: `Tell whoever keeps ${plugin}, or take the plugin out.`, url: 'https://oclif.io/docs/plugins/'},
    judge: () => {
      throw new PackTrouble(missing.map(({sentence}) => sentence).join('; '))
    },
  }
}
