import {classify} from '../../../aws/errors.ts'
import {known, type Seen} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import type {Subject} from '../../../model/subject.ts'
import {gapOf} from '../../collector.ts'

/* How what AWS has is told apart from what the template asked for. */

interface Setting<T> {
  readonly subject: Subject
  readonly value: Seen<T>
}

/** The subject of something live: with its logical id where the stack made it. */
export function liveSubject(resources: FactMap['resources'], type: string, id: string): Subject {
  const made = resources.find(resource => resource.type === type && resource.id === id)
  return {type, id, logicalId: made?.logicalId ?? null, location: null}
}

/**
 * A value as AWS has it. Where it is what the template asks for, what sets it there is what a finding should name; otherwise
 * somebody changed it in AWS, and the thing itself is.
 */
export function liveSetting<T>(intended: Setting<T> | undefined, value: T, own: Subject): Setting<T> {
  if (intended?.value.state === 'known' && intended.value.value === value) return intended
  return {subject: own, value: known(value)}
}

/** Makes a call about one thing: null where AWS has no such thing, a gap that names the action where it can't be told. */
export async function ask<T>(
  action: `${string}:${string}`,
  look: () => Promise<T>,
  gone: (error: unknown) => boolean = error => classify(error).kind === 'not-found',
): Promise<Seen<T | null>> {
  try {
    return known(await look())
  } catch (error) {
    return gone(error) ? known(null) : gapOf(error, action)
  }
}

/** Auto Scaling tells a group that is not there by its text only, which differs from call to call. */
export function lacksGroup(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'ValidationError' &&
    /group\b.*\bnot found\b/i.test(error.message.slice(0, 500))
  )
}

export const groupType = 'AWS::AutoScaling::AutoScalingGroup'

/** The group of media nodes, or why there is none to look at. */
export function groupOf({mediaGroup}: FactMap['parts']): {name: string; subject: Subject} | {why: string} {
  if (mediaGroup === null) return {why: 'the template of the stack has no group of media nodes'}
  const {logicalId, id} = mediaGroup
  if (id === null) return {why: `CloudFormation made no ${logicalId}`}
  return {name: id, subject: {type: groupType, id, logicalId, location: null}}
}

export function goneGroup(name: string): string {
  return `AWS has no Auto Scaling group ${name} any more`
}
