import {known, type Seen} from '../../model/fact.ts'
import type {FactMap} from '../../model/facts.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import type {Subject} from '../../model/subject.ts'

/* How what AWS has is told apart from what the template asked for. */

interface Setting<T> {
  readonly subject: Subject
  readonly value: Seen<T>
}

/** What the template asks for; nothing of it where it could not be read, and everything there is subject to itself. */
export type Asked = Partial<FactMap['intended']>

export function askedIn({intended}: Snapshot['facts']): Asked {
  return intended?.state === 'known' ? intended.value : {}
}

/** The subject of something live, with the logical id of the resource that it is; null where the stack declares none such. */
export function liveSubject(resources: FactMap['resources'], type: string, id: string): Subject {
  const made = resources.find(resource => resource.type === type && resource.id === id)
  return {type, id, logicalId: made?.logicalId ?? null, location: null}
}

/**
 * A value as AWS has it. Where it is what the template asks for, what sets it there is what a finding should name; otherwise
 * somebody changed it in AWS, and the thing itself is.
 */
export function liveSetting<T>(intended: Setting<T> | null | undefined, value: T, own: Subject): Setting<T> {
  const asAsked = intended?.value.state === 'known' && intended.value.value === value
  return {subject: asAsked ? intended.subject : own, value: known(value)}
}
