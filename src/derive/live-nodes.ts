import type {FactMap} from '../model/facts.ts'
import {subjectName} from '../model/subject.ts'
import {hasEnded} from '../openvidu/instance-states.ts'
import {MASTER_SLOTS} from '../openvidu/placement.ts'

export type LiveNode = FactMap['nodes'][number]

/** Whether the masters were counted in a stack that is there; those of a plan nobody has made, so that they have no id. */
export function areDeployed({subject}: FactMap['masterCount']): boolean {
  return subject.id !== null
}

/** The masters that are there, running or not. */
export function standingMasters(nodes: readonly LiveNode[]): readonly LiveNode[] {
  return nodes.filter(({group, state}) => group === 'master' && !hasEnded(state))
}

/**
 * The masters that the deployment rests on. One that was put in the place of another counts; where more stand than a deployment has,
 * only those that the stack declares do.
 */
export function servingMasters(nodes: readonly LiveNode[]): readonly LiveNode[] {
  const standing = standingMasters(nodes)
  return standing.length > MASTER_SLOTS ? standing.filter(({ofStack}) => ofStack) : standing
}

/** The media nodes that are there, running or not. */
export function standingMedia(nodes: readonly LiveNode[]): readonly LiveNode[] {
  return nodes.filter(({group, state}) => group === 'media' && !hasEnded(state))
}

/** A node by the name that its readers know, with the id to act on. */
export function nodeName({subject, id}: Pick<LiveNode, 'subject' | 'id'>): string {
  const name = subjectName(subject)
  return name === id ? id : `${name} (${id})`
}

const shown = 5

/** The first few of a list, and how many more there are. */
export function fewOf(names: readonly string[]): string {
  const more = names.length - shown
  return more > 0 ? `${names.slice(0, shown).join(', ')} and ${more} more` : names.join(', ')
}
