import type {Result, Topology} from '../../src/model/report.ts'

/** Every name that a failed check has a finding about, with the check: the heaviest where there are several. */
export function failedNames(heaviestFirst: readonly Result[]): ReadonlyMap<string, Result> {
  const named = heaviestFirst.flatMap(result =>
    result.findings.flatMap(({subject, waiver}) =>
      (waiver === null ? [subject.logicalId, subject.id] : []).flatMap(name =>
        name === null ? [] : [[name, result] as const],
      ),
    ),
  )
  // The last of equal keys stays in a map.
  return new Map(named.toReversed())
}

export function zonesOf({zones}: Topology): ReadonlyMap<string, string> {
  return new Map(zones.map(({subnet, zone}) => [subnet, zone]))
}

/** The zone of a subnet where it is known, otherwise the subnet. */
export function placeOf(subnet: string | null, zones: ReadonlyMap<string, string>): string {
  if (subnet === null) return 'subnet not known yet'
  return zones.get(subnet) ?? (zones.size === 0 ? subnet : `${subnet}, zone not known`)
}

export function portsIn(ports: readonly number[]): string {
  if (ports.length === 0) return 'ports not known'
  return `${ports.length === 1 ? 'port' : 'ports'} ${ports.join(', ')}`
}

export function boundsOf({min, desired, max}: NonNullable<Topology['media']>['size']): string {
  return `min ${min ?? 'unknown'}, desired ${desired ?? 'unknown'}, max ${max ?? 'unknown'}`
}

/** Nobody to draw. */
export function isEmpty({balancers, masters, media}: Topology): boolean {
  return balancers.length === 0 && masters.length === 0 && media === null
}
