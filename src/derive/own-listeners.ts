import type {Fact} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'

type Balancer = FactMap['balancers'][number]
type Listener = Balancer['listeners'][number]

/**
 * The listeners of a balancer that are OpenVidu's: all but one that nobody declared, on a port of which the template knows
 * nothing. Where the template was not seen, none that nobody declared.
 */
export function ownListeners(
  {balancer, listeners}: Balancer,
  intended: Fact<FactMap['intended']>,
): readonly Listener[] {
  if (!hasUndeclared({listeners})) return listeners
  if (intended.state === 'unknown') return listeners.filter(({subject}) => subject.logicalId !== null)
  const asked = intended.state === 'known' ? intended.value.balancers : null
  const declared = asked?.find(one => one.balancer === balancer)?.listeners
  return declared === undefined ? listeners : listeners.filter(listener => !isAddition(listener, declared))
}

/** Whether a listener is there that nobody declared: only then does it matter which ports the template has. */
export function hasUndeclared({listeners}: Pick<Balancer, 'listeners'>): boolean {
  return listeners.some(({subject}) => subject.logicalId === null)
}

function isAddition({subject, port}: Listener, declared: readonly Listener[]): boolean {
  if (subject.logicalId !== null || port.state === 'unknown') return false
  return declared.every(one => one.port.state === 'known' && one.port.value !== port.value)
}
