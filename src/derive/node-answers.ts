import type {Seen} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'

export type NodeProbe = FactMap['nodeProbes'][number]
export type NodeAnswer = Extract<NodeProbe['answer'], {state: 'known'}>['value']
export type PartName = keyof NodeAnswer
/** The value of a part where it was seen. */
export type Part<P extends PartName> = Extract<NodeAnswer[P], {state: 'known'}>['value']

/** A part of what a node answered: unknown for the node's reason where it gave no answer at all. */
export function partOf<P extends PartName>({answer}: Pick<NodeProbe, 'answer'>, part: P): Seen<Part<P>> {
  return answer.state === 'unknown' ? answer : (answer.value[part] as Seen<Part<P>>)
}
