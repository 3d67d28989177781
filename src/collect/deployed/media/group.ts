import type {FactMap} from '../../../model/facts.ts'
import type {Subject} from '../../../model/subject.ts'
import {scalingGroupType} from '../scaling-group.ts'

/** Auto Scaling tells a group that is not there by its text only, which differs from call to call. */
export function lacksGroup(error: unknown): boolean {
  return (
    error instanceof Error &&
    error.name === 'ValidationError' &&
    /group\b.*\bnot found\b/i.test(error.message.slice(0, 500))
  )
}

/** The group of media nodes, or why there is none to look at. */
export function groupOf({mediaGroup}: FactMap['parts']): {name: string; subject: Subject} | {why: string} {
  if (mediaGroup === null) return {why: 'the template of the stack has no group of media nodes'}
  const {logicalId, id} = mediaGroup
  if (id === null) return {why: `CloudFormation made no ${logicalId}`}
  return {name: id, subject: {type: scalingGroupType, id, logicalId, location: null}}
}

export function goneGroup(name: string): string {
  return `AWS has no Auto Scaling group ${name} any more`
}
