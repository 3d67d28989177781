import {known, type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import type {Subject} from '../model/subject.ts'
import type {StackNode} from './stack-nodes.ts'

export interface NodeSubnets {
  readonly subject: Subject
  readonly value: Seen<readonly string[]>
}

/** The subnets a node may run in: a master has its own, a group those that Auto Scaling spreads it over. */
export function nodeSubnets(
  {group, subject}: StackNode,
  facts: {
    readonly masters: FactMap['masters']
    readonly masterSubnets: FactMap['masterSubnets'] | undefined
    readonly mediaSubnets: FactMap['mediaSubnets'] | undefined
  },
): NodeSubnets {
  if (group === 'media') return facts.mediaSubnets ?? {subject, value: nowhere}
  const own = facts.masters.find(master => master.subject === subject)
  if (own === undefined) return {subject, value: nowhere}
  const {slot, subnetId} = own
  if (subnetId.state === 'known') return {subject, value: known([subnetId.value])}
  // Only the group of the first generation has no slot.
  return slot === null ? (facts.masterSubnets ?? {subject, value: nowhere}) : {subject, value: subnetId}
}

const nowhere = unknown('unresolved', 'the subnets that the nodes get are not known')
