import {known, type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'

type Listener = FactMap['balancers'][number]['listeners'][number]
type TargetGroups = FactMap['targetGroups']

export interface Destination {
  readonly members: 'masters' | 'some-masters' | 'media' | 'none'
  readonly port: number
}

/** Where a listener leads by its target group's members and port, whatever it is called; null where to none. */
export function destinationOf({targetGroup}: Listener, targetGroups: TargetGroups): Seen<Destination | null> {
  if (targetGroup.state === 'unknown') return targetGroup
  const name = targetGroup.value
  if (name === null) return known(null)
  const found = targetGroups.find(group => group.name === name)
  if (found === undefined) return unknown('failed', `the target group ${name} was not seen`)
  const {members, port} = found
  if (members.state === 'unknown') return members
  return port.state === 'unknown' ? port : known({members: members.value, port: port.value})
}

const memberNames = {
  masters: 'the masters',
  'some-masters': 'only some of the masters',
  media: 'the media nodes',
  none: 'no nodes',
} as const

export function destinationText(destination: Destination | null): string {
  return destination === null ? 'nowhere' : `${memberNames[destination.members]} on port ${destination.port}`
}
