import type {Report, Topology} from '../../src/model/report.ts'
import {fence} from '../escape/markdown.ts'
import {label} from '../escape/mermaid.ts'
import {firstOf} from '../story/plural.ts'
import {marks} from '../story/status.ts'

/** Who stands where, drawn by Mermaid; nothing where nobody is known. */
export function topology({topology: known, results}: Report): string[] {
  if (known === null) return []
  if (known.balancers.length === 0 && known.masters.length === 0 && known.media === null) return []
  const findings = results.filter(result => result.status === 'fail').flatMap(result => result.findings)
  const counting = findings.filter(({waiver}) => waiver === null)
  const failed = new Set(counting.flatMap(({subject}) => [subject.logicalId, subject.id]).filter(name => name !== null))
  const lines = drawing(known, failed)
  const legend = lines.some(line => line.includes(marks.fail))
    ? ['', `${marks.fail} stands before what a finding above names.`]
    : []
  return ['## Topology', '', ...fence('mermaid', lines), ...legend]
}

/** Ids are made here and labels are quoted: no text of the report can act as Mermaid. */
function drawing(known: Topology, failed: ReadonlySet<string>): string[] {
  const marked = (name: string) => (failed.has(name) ? `${marks.fail} ${name}` : name)
  const zones = new Map(known.zones.map(({subnet, zone}) => [subnet, zone]))
  const balancers = known.balancers.map(({name, ports}, index) => {
    const id = `balancer${index}`
    return {id, name, ports, line: `  ${id}([${label(marked(name), portsIn(ports.map(({port}) => port)))}])`}
  })
  const masters = known.masters.map(({name, subnet}, index) => {
    const id = `master${index}`
    const below = subnet !== null && zones.has(subnet) ? [marked(subnet)] : []
    return {id, name, place: placeOf(subnet, zones), line: `    ${id}[${label(marked(name), ...below)}]`}
  })
  const media = (known.media === null ? [] : [known.media]).map(({name, size, subnets}) => {
    const id = 'media'
    return {id, name, line: `  ${id}[[${label(marked(name), boundsOf(size), spreadOf(subnets, zones))}]]`}
  })
  const places = Map.groupBy(masters, ({place}) => place)
  const behind = {masters: masters.map(({id}) => id), media: media.map(({id}) => id)}
  const arrows = balancers.flatMap(({id, ports}) =>
    (['masters', 'media'] as const).flatMap(members => {
      const own = ports.filter(({to}) => to === members).map(({port}) => port)
      const targets = behind[members].join(' & ')
      return own.length === 0 || targets === '' ? [] : [`  ${id} -- "${own.join(', ')}" --> ${targets}`]
    }),
  )
  const red = [...balancers, ...masters, ...media].filter(({name}) => failed.has(name)).map(({id}) => id)
  return [
    'flowchart TB',
    ...balancers.map(({line}) => line),
    ...[...places].flatMap(([place, own], index) => [
      `  subgraph place${index}[${label(marked(place))}]`,
      ...own.map(({line}) => line),
      '  end',
    ]),
    ...media.map(({line}) => line),
    ...arrows,
    ...(red.length === 0
      ? []
      : ['  classDef failed stroke:#cf222e,stroke-width:3px', `  class ${red.join(',')} failed`]),
  ]
}

/** The zone where it is known, otherwise the subnet. */
function placeOf(subnet: string | null, zones: ReadonlyMap<string, string>): string {
  if (subnet === null) return 'subnet not known yet'
  return zones.get(subnet) ?? (zones.size === 0 ? subnet : `${subnet}, zone not known`)
}

function portsIn(ports: readonly number[]): string {
  if (ports.length === 0) return 'ports not known'
  return `${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`
}

function boundsOf({min, desired, max}: NonNullable<Topology['media']>['size']): string {
  return `min ${min ?? 'unknown'}, desired ${desired ?? 'unknown'}, max ${max ?? 'unknown'}`
}

function spreadOf(subnets: readonly string[], zones: ReadonlyMap<string, string>): string {
  if (subnets.length === 0) return 'subnets not known yet'
  return `in ${firstOf([...new Set(subnets.map(subnet => zones.get(subnet) ?? subnet))], 4)}`
}
