import {known, type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import {subjectName} from '../model/subject.ts'
import type {LiveNode} from './live-nodes.ts'
import {actionsGrant, awsPolicyName, policyGrants} from './systems-manager-grants.ts'

type Role = FactMap['nodeRoles'][number]

/** That a role does not let Systems Manager in, with the policies of AWS it has; null where it does. */
export function refusalOf({subject, managedPolicies, allowedActions}: Role): Seen<{
  readonly policies: readonly string[]
} | null> {
  // One grant is enough: what else the role has need not be seen then.
  if (allowedActions.state === 'known' && actionsGrant(allowedActions.value)) return known(null)
  if (managedPolicies.state === 'known' && managedPolicies.value.some(policyGrants)) return known(null)
  if (managedPolicies.state === 'unknown') return managedPolicies
  if (allowedActions.state === 'unknown') return allowedActions
  const own = managedPolicies.value.filter(arn => awsPolicyName(arn) === null)
  if (own.length > 0)
    return unknown('unresolved', `what ${own.join(', ')} allows ${subjectName(subject)} is not in the role`)
  return known({policies: managedPolicies.value.flatMap(arn => awsPolicyName(arn) ?? [])})
}

/** How long a node may take from its start until Systems Manager knows it, in milliseconds. */
const registrationTime = 10 * 60_000

interface Registration {
  readonly unregistered: readonly LiveNode[]
  /** Not registered, but started so lately that nothing follows from it. */
  readonly young: readonly LiveNode[]
  readonly lost: readonly {readonly node: LiveNode; readonly ping: string; readonly lastPingAt: string | null}[]
}

/** The running nodes that Systems Manager does not reach. */
export function registration(nodes: readonly LiveNode[], managed: FactMap['managedNodes'], now: string): Registration {
  const known = new Map(managed.map(node => [node.id, node]))
  const running = nodes.filter(({state}) => state === 'running')
  const absent = running.filter(({id}) => !known.has(id))
  const isYoung = ({launchedAt}: LiveNode) => Date.parse(now) - Date.parse(launchedAt) < registrationTime
  return {
    unregistered: absent.filter(node => !isYoung(node)),
    young: absent.filter(isYoung),
    lost: running.flatMap(node => {
      const found = known.get(node.id)
      return found === undefined || found.ping === 'Online'
        ? []
        : [{node, ping: found.ping, lastPingAt: found.lastPingAt}]
    }),
  }
}
