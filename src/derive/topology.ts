import type {Fact} from '../model/fact.ts'
import type {Topology} from '../model/report.ts'
import type {Snapshot} from '../model/snapshot.ts'
import {subjectName} from '../model/subject.ts'

/** What stands where, for the drawing in reports; null where not even the masters are known. */
export function topologyOf({facts}: Snapshot): Topology | null {
  const masters = knownValue(facts.masters)
  if (masters === null) return null
  const group = knownValue(facts.mediaGroup)
  const balancerSubnets = listOf(knownValue(facts.balancerSubnets)?.value)
  return {
    balancers: (knownValue(facts.balancers) ?? []).map(({subject, listeners}) => ({
      name: subjectName(subject),
      subnets: [...balancerSubnets],
      ports: listeners.flatMap(({port}) => (port.state === 'known' ? [port.value] : [])),
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
    zones: [],
  }
}

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
