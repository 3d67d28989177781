import {matchesAction} from '../model/wildcard.ts'

/** What the agent of a node must be allowed first of all. Source: Systems Manager, permissions of an instance profile. */
const registration = 'ssm:UpdateInstanceInformation'

/** Policies of AWS that allow it. */
const grantingPolicies: readonly string[] = [
  'AmazonSSMManagedInstanceCore',
  'AmazonSSMManagedEC2InstanceDefaultPolicy',
  'AmazonSSMFullAccess',
  'service-role/AmazonEC2RoleforSSM',
  'AdministratorAccess',
  'PowerUserAccess',
]

export function actionsGrant(actions: readonly string[]): boolean {
  return actions.some(pattern => matchesAction(pattern, registration))
}

export function policyGrants(arn: string): boolean {
  const name = awsPolicyName(arn)
  return name !== null && grantingPolicies.includes(name)
}

/** The name of a policy of AWS's own; null for a customer's, whose content is not known. */
export function awsPolicyName(arn: string): string | null {
  // By hand: a pattern would try every place of a long hostile text anew.
  const marker = ':aws:policy/'
  const start = arn.indexOf(marker)
  return start < 0 ? null : arn.slice(start + marker.length)
}
