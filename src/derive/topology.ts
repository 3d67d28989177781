import type {Fact} from '../model/fact.ts'
import type {FactKey} from '../model/facts.ts'
import type {Topology} from '../model/report.ts'
import type {Snapshot} from '../model/snapshot.ts'
import {subjectName} from '../model/subject.ts'

/** The facts that the drawing is made of. */
export const topologyFacts = [
  'masters',
  'mediaGroup',
  'targetGroups',
  'balancers',
  'balancerSubnets',
  'mediaSubnets',
  'subnets',
] as const satisfies readonly FactKey[]

/** What stands where, for the drawing in reports; null where not even the masters are known. */
export function topologyOf({facts}: Snapshot): Topology | null {
  const masters = knownValue(facts.masters)
  if (masters === null) return null
  const group = knownValue(facts.mediaGroup)
  const groups = knownValue(facts.targetGroups) ?? []
  const balancerSubnets = listOf(knownValue(facts.balancerSubnets)?.value)
  return {
    balancers: (knownValue(facts.balancers) ?? []).map(({subject, listeners}) => ({
      name: subjectName(subject),
      subnets: [...balancerSubnets],
      ports: listeners.flatMap(({port, targetGroup}) => {
        const members = groups.find(({name}) => targetGroup.state === 'known' && name === targetGroup.value)?.members
        const to = members?.state === 'known' ? behind[members.value] : null
        return port.state === 'known' ? [{port: port.value, to}] : []
      }),
    })),
    masters: masters.map(({subject, subnetId}) => ({
      name: subjectName(subject),
      subnet: subnetId.state === 'known' ? subnetId.value : null,
    })),
    media:
      group === null
        ? null
        : {
            name: subjectName(group.subject),
            size: {min: seenOr(group.min.value), desired: seenOr(group.desired.value), max: seenOr(group.max.value)},
            subnets: [...listOf(knownValue(facts.mediaSubnets)?.value)],
          },
    zones: (knownValue(facts.subnets) ?? []).flatMap(({id, details}) =>
      details === null ? [] : [{subnet: id, zone: details.zone}],
    ),
  }
}

/** What arrows lead to; a target group with some of the masters leads to the masters. */
const behind = {masters: 'masters', 'some-masters': 'masters', media: 'media', none: null} as const

function knownValue<T>(fact: Fact<T> | undefined): T | null {
  return fact?.state === 'known' ? fact.value : null
}

function seenOr(seen: {readonly state: 'known'; readonly value: number} | {readonly state: 'unknown'}): number | null {
  return seen.state === 'known' ? seen.value : null
}

function listOf(
  seen: {readonly state: 'known'; readonly value: readonly string[]} | {readonly state: 'unknown'} | undefined,
): readonly string[] {
  return seen?.state === 'known' ? seen.value : []
}
