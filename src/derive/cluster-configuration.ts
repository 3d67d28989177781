import type {Subject} from '../model/subject.ts'
import {installationFolder} from '../openvidu/services.ts'
import {commonTroubles} from './common-troubles.ts'
import {nodeName} from './live-nodes.ts'
import type {AnsweredPart} from './node-answers.ts'

/** A file of the cluster's configuration, or a key in one, with what each master has of it. */
interface Item {
  readonly kind: 'file' | 'key'
  readonly name: string
  readonly values: ReadonlyMap<AnsweredPart<'configuration' | 'installation'>['node'], string>
}

export interface OddMaster {
  readonly node: Item['values'] extends ReadonlyMap<infer Node, string> ? Node : never
  readonly name: string
  /** What differs from most masters; the values stay unsaid. */
  readonly keys: readonly string[]
  readonly files: readonly string[]
}

export interface ClusterConfiguration {
  readonly odd: readonly OddMaster[]
  /** Keys and files that no majority of masters has alike. */
  readonly split: readonly string[]
}

const folder = `${installationFolder}/config/cluster/`
/** Each node has its own env file; of what is in it, all nodes share the password of Redis. */
const ownFolder = `${installationFolder}/config/node/`
const sharedKey = 'REDIS_PASSWORD'
const none = 'none'

/**
 * Where the configuration that masters share differs between them. Env files are compared key by key, so that comments and
 * order don't count; other files by their hashes.
 */
export function clusterConfiguration(
  configurations: readonly AnsweredPart<'configuration'>[],
  installations: readonly AnsweredPart<'installation'>[],
): ClusterConfiguration {
  const items = [
    ...filesOf(configurations),
    ...keysOf(configurations),
    ...settingsOf(installations),
    ...passwordOf(configurations),
  ]
  const odd = new Map<OddMaster['node'], {name: string; keys: Set<string>; files: Set<string>}>()
  const split = new Set<string>()
  const names = new Map([...configurations, ...installations].map(({node, name}) => [node, name]))
  for (const {kind, name, values} of items) {
    const groups = Map.groupBy(values, ([, value]) => value)
    if (groups.size < 2) continue
    const [most] = [...groups].find(([, group]) => group.length * 2 > values.size) ?? []
    if (most === undefined) split.add(name)
    else {
      for (const [node, value] of values) {
        if (value === most) continue
        const own = odd.get(node) ?? {name: names.get(node) ?? node.id, keys: new Set(), files: new Set()}
        odd.set(node, own)
        own[kind === 'key' ? 'keys' : 'files'].add(name)
      }
    }
  }
  return {
    odd: [...odd].map(([node, {name, keys, files}]) => ({
      node,
      name,
      keys: [...keys].toSorted(),
      files: [...files].toSorted(),
    })),
    split: [...split].toSorted(),
  }
}

/** Files whose contents masters share, and that a master has and could not read. */
export function unreadableFiles({part}: AnsweredPart<'configuration'>): readonly string[] {
  const shared = ({path}: {readonly path: string}) => path.startsWith(folder) || path.startsWith(ownFolder)
  return part.files.filter(file => shared(file) && file.hash === null).map(({path}) => path)
}

/** Whether anything of what masters share was seen. */
export function hasClusterFiles({part}: AnsweredPart<'configuration'>): boolean {
  return part.files.some(({path}) => path.startsWith(folder))
}

/** Media nodes whose password of Redis is not the one that most masters have; told once where all of them have another. */
export function strayPasswords(
  configurations: readonly AnsweredPart<'configuration'>[],
  stack: Subject,
): readonly {readonly who: string; readonly subject: Subject}[] {
  const hashes = configurations.flatMap(({node, part}) => {
    const hash = passwordIn(part)
    return hash === null ? [] : [{node, hash}]
  })
  const masters = hashes.filter(({node}) => node.group === 'master')
  const [right] =
    [...Map.groupBy(masters, ({hash}) => hash)].find(([, group]) => group.length * 2 > masters.length) ?? []
  if (right === undefined) return []
  const media = hashes.filter(({node}) => node.group === 'media')
  const {alike, own} = commonTroubles(media.map(({node, hash}) => ({node, troubles: hash === right ? [] : ['other']})))
  return [
    ...alike.map(({who}) => ({who, subject: stack})),
    ...own.map(({node}) => ({who: nodeName(node), subject: node.subject})),
  ]
}

/** The hash of the password of Redis in the node's own file; null where none was seen. */
function passwordIn({keys}: AnsweredPart<'configuration'>['part']): string | null {
  return keys.findLast(({path, key}) => path.startsWith(ownFolder) && key === sharedKey)?.hash ?? null
}

function passwordOf(configurations: readonly AnsweredPart<'configuration'>[]): readonly Item[] {
  if (configurations.every(({part}) => passwordIn(part) === null)) return []
  const values = configurations.flatMap(({node, part}) => {
    const unread = part.files.some(({path, hash}) => path.startsWith(ownFolder) && hash === null)
    return unread ? [] : [[node, passwordIn(part) ?? none] as const]
  })
  return [{kind: 'key', name: sharedKey, values: new Map(values)}]
}

function filesOf(configurations: readonly AnsweredPart<'configuration'>[]): readonly Item[] {
  const compared = new Set(configurations.flatMap(({part}) => part.keys.map(({path}) => path)))
  const paths = new Set(configurations.flatMap(({part}) => part.files.map(({path}) => path)))
  return [...paths]
    .filter(path => path.startsWith(folder) && !compared.has(path))
    .map(path => ({
      kind: 'file',
      name: path,
      values: new Map(
        configurations.flatMap(({node, part}) => {
          const file = part.files.find(one => one.path === path)
          // One that could not be read is told as not seen.
          return file !== undefined && file.hash === null ? [] : [[node, file?.hash ?? none]]
        }),
      ),
    }))
}

function keysOf(configurations: readonly AnsweredPart<'configuration'>[]): readonly Item[] {
  return itemsOf(
    configurations.map(({node, part}) => ({
      node,
      entries: part.keys.map(({path, key, hash}) => ({file: path, key, value: hash})),
      // Where the file could not be read, that it has no keys says nothing.
      unread: part.files.filter(({hash}) => hash === null).map(({path}) => path),
    })),
  )
}

function settingsOf(installations: readonly AnsweredPart<'installation'>[]): readonly Item[] {
  return itemsOf(installations.map(({node, part}) => ({node, entries: part.settings, unread: []})))
}

function itemsOf(
  masters: readonly {
    readonly node: OddMaster['node']
    readonly entries: readonly {readonly file: string; readonly key: string; readonly value: string}[]
    readonly unread: readonly string[]
  }[],
): readonly Item[] {
  const all = masters.flatMap(({entries}) => entries).filter(({file}) => file.startsWith(folder))
  const distinct = new Map(all.map(({file, key}) => [JSON.stringify([file, key]), {file, key}]))
  return [...distinct.values()].map(({file, key}) => ({
    kind: 'key',
    name: file.endsWith('/openvidu.env') ? key : `${key} of ${file}`,
    values: new Map(
      masters.flatMap(({node, entries, unread}) => {
        if (unread.includes(file)) return []
        return [[node, entries.find(one => one.file === file && one.key === key)?.value ?? none] as const]
      }),
    ),
  }))
}
