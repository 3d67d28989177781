import type {FactMap} from '../model/facts.ts'

type Fleet = FactMap['mediaFleet']
type PolicyState = FactMap['policyStates'][number]

/** How many nodes of the group do what. Only those in service hold rooms that new participants join. */
export function nodesByState({members}: Fleet) {
  const count = (test: (node: Fleet['members'][number]) => boolean) => members.filter(test).length
  const inService = count(({lifecycleState, healthy}) => lifecycleState === 'InService' && healthy)
  const unhealthy = count(({lifecycleState, healthy}) => lifecycleState === 'InService' && !healthy)
  const starting = count(({lifecycleState}) => lifecycleState.startsWith('Pending'))
  const draining = count(({lifecycleState}) => lifecycleState.startsWith('Terminating'))
  const elsewhere = members.length - inService - unhealthy - starting - draining
  return {inService, starting, draining, unhealthy, elsewhere}
}

const needed = new Set([
  'Launch',
  'Terminate',
  'HealthCheck',
  'ReplaceUnhealthy',
  'AlarmNotification',
  'AddToLoadBalancer',
])

/** The suspended processes without which the group neither scales nor replaces a node that is ill, with the reasons given. */
export function neededSuspended(fleet: Fleet | undefined): {
  readonly suspended: readonly string[]
  readonly reasons: readonly string[]
} {
  const stopped = fleet?.suspended.filter(({process}) => needed.has(process)) ?? []
  const reasons = new Set(stopped.flatMap(({reason}) => (reason === '' ? [] : [reason])))
  return {suspended: stopped.map(({process}) => process), reasons: [...reasons]}
}

/** One alarm tells a policy when to add nodes, and one when to take some away, unless that is switched off. */
export function alarmsNeeded({scaleInDisabled}: PolicyState): number {
  return scaleInDisabled ? 1 : 2
}
