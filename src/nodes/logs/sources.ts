import {nodeFiles} from '../../openvidu/node-files.ts'
import {type NodeRole, services, unitName} from '../../openvidu/services.ts'

/** Where lines come from on a node. Containers are found by name when they are looked for. */
export type LogSource =
  | {readonly kind: 'container'; readonly name: string; readonly containers: readonly string[]; readonly roles: Roles}
  | {readonly kind: 'journal'; readonly name: string; readonly unit: string; readonly roles: Roles}
  | {readonly kind: 'file'; readonly name: string; readonly path: string; readonly roles: Roles}

type Roles = readonly NodeRole[]

const both: Roles = ['master', 'media']

/** The journals of units; `journal` is that of OpenVidu itself. */
const journals: readonly LogSource[] = [
  {kind: 'journal', name: 'journal', unit: unitName, roles: both},
  {kind: 'journal', name: 'docker', unit: 'docker.service', roles: both},
]

const shortNames: ReadonlyMap<string, string> = new Map([['amazon-ssm-agent', 'ssm-agent']])

/** Logs that are files, by the name of the file without its ending; those of cloud-init come together by that name too. */
const files: readonly LogSource[] = nodeFiles.flatMap(({path, kind, role}) => {
  const [, name] = /\/([a-z0-9_-]+)\.log$/.exec(path) ?? []
  if (kind !== 'log' || name === undefined) return []
  return [{kind: 'file', name: shortNames.get(name) ?? name, path, roles: role === 'any' ? both : [role]} as const]
})

const containers: readonly LogSource[] = [...new Set(services.map(({name}) => name))].map(name => {
  const same = services.filter(service => service.name === name)
  return {
    kind: 'container',
    name,
    containers: [...new Set([name, ...same.flatMap(({aliases}) => aliases)])],
    roles: [...new Set(same.map(({role}) => role))],
  }
})

export const logSources: readonly LogSource[] = [...containers, ...journals, ...files]

/** Several sources by one name. */
const groups: ReadonlyMap<string, readonly string[]> = new Map([['cloud-init', ['cloud-init-output', 'cloud-init']]])

/** Every name that `logs` takes. */
export const sourceNames: readonly string[] = [
  ...new Set([
    ...logSources.map(({name}) => name),
    ...containers.flatMap(source => aliasesOf(source)),
    ...groups.keys(),
  ]),
].toSorted()

/** The sources that a name stands for; none where it is unknown. */
export function sourcesNamed(name: string): readonly LogSource[] {
  const names = groups.get(name) ?? [name]
  return logSources.filter(
    source => names.includes(source.name) || aliasesOf(source).some(alias => names.includes(alias)),
  )
}

function aliasesOf(source: LogSource): readonly string[] {
  return source.kind === 'container' ? source.containers.filter(name => !isOwnName(name)) : []
}

function isOwnName(name: string): boolean {
  return services.some(service => service.name === name)
}
