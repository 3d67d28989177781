import {type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import {type Subject, stackAsWhole} from '../model/subject.ts'
import {nodeName} from './live-nodes.ts'

export type NodeProbe = FactMap['nodeProbes'][number]
export type NodeAnswer = Extract<NodeProbe['answer'], {state: 'known'}>['value']
export type PartName = keyof NodeAnswer
/** The value of a part where it was seen. */
export type Part<P extends PartName> = Extract<NodeAnswer[P], {state: 'known'}>['value']

/** A part of what a node answered: unknown for the node's reason where it gave no answer at all. */
export function partOf<P extends PartName>({answer}: Pick<NodeProbe, 'answer'>, part: P): Seen<Part<P>> {
  return answer.state === 'unknown' ? answer : (answer.value[part] as Seen<Part<P>>)
}

/** `see` of a judgement: what was not seen is told by it. */
export type See = <T>(seen: Seen<T>, subject: Subject) => T | undefined

export interface AnsweredPart<P extends PartName> {
  readonly node: NodeProbe
  /** As findings name it. */
  readonly name: string
  readonly part: Part<P>
}

/**
 * The nodes, or those of one group, that are there to be judged. Where none runs, that is told as not seen: nothing judged is
 * never a pass.
 */
export function nodesToJudge(probes: readonly NodeProbe[], see: See, group?: NodeProbe['group']): readonly NodeProbe[] {
  const nodes = group === undefined ? probes : probes.filter(node => node.group === group)
  if (nodes.length === 0) {
    const who = group === undefined ? 'no node of the stack runs' : `no ${group} node runs`
    see(unknown('unresolved', `${who}, so nothing was seen inside one`), stackAsWhole)
  }
  return nodes
}

/** A part of each node that showed it; that the others did not is told. */
export function answersOf<P extends PartName>(
  nodes: readonly NodeProbe[],
  part: P,
  see: See,
): readonly AnsweredPart<P>[] {
  return nodes.flatMap(node => {
    const value = see(partOf(node, part), node.subject)
    return value === undefined ? [] : [{node, name: nodeName(node), part: value}]
  })
}
