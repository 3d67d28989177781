import {known, type Seen, unknown} from '../../model/fact.ts'
import type {FactMap} from '../../model/facts.ts'
import {launchTemplateOf, nodeProperty, type Roles} from '../roles.ts'
import {
  allowingStatements,
  type PlannedResource,
  type PlannedStack,
  type Setting,
  settingOf,
  subjectOfResource,
} from '../stack.ts'
import {items, property, propertyAt, seenLiteral, seenText, sketchOf} from '../value.ts'

type Image = FactMap['masters'][number]['image']

export function instanceTypeOf(stack: PlannedStack, node: PlannedResource): Setting<string> {
  const overrides = items(propertyAt(node.properties, 'MixedInstancesPolicy', 'LaunchTemplate', 'Overrides'))
  if (overrides.length > 0) {
    const gap = unknown('unresolved', `${node.logicalId} mixes instance types, which are not judged`)
    return {subject: subjectOfResource(node), value: gap}
  }
  const found = nodeProperty(stack, node, 'InstanceType')
  return found === null
    ? {subject: subjectOfResource(node), value: unknown('unresolved', `${node.logicalId} names no instance type`)}
    : settingOf(found.owner, found.value, seenLiteral)
}

/** The AMI of a node. The public parameters of Canonical and AWS carry the architecture in their names. */
export function imageOf(stack: PlannedStack, node: PlannedResource): Image {
  const found = nodeProperty(stack, node, 'ImageId')
  if (found === null) {
    const missing = unknown('unresolved', `${node.logicalId} names no image`)
    return {subject: subjectOfResource(node), reference: missing, architecture: missing}
  }
  const {subject, value: reference} = settingOf(found.owner, found.value, seenText)
  return {subject, reference, architecture: reference.state === 'unknown' ? reference : architectureOf(reference.value)}
}

function architectureOf(reference: string): Image['architecture'] {
  const named = /[/_-](amd64|x86_64|arm64)(?=[/_}-]|$)/.exec(reference)?.[1]
  if (named !== undefined) return known(named === 'arm64' ? 'arm64' : 'x86_64')
  return unknown('not-requested', 'only AWS can tell; run with credentials and without --offline', 'ec2:DescribeImages')
}

/** The roles that masters and media nodes run under, by their instance profiles. */
export function nodeRoles(stack: PlannedStack, roles: Roles): FactMap['nodeRoles'] {
  const [master] = roles.masters
  const nodes = [
    {group: 'master' as const, node: master ?? roles.masterGroup},
    {group: 'media' as const, node: roles.mediaGroup},
  ]
  return nodes.flatMap(({group, node}) => {
    const role = node === null ? null : roleOf(stack, node)
    if (role === null) return []
    return [
      {
        subject: subjectOfResource(role),
        group,
        managedPolicies: managedPoliciesOf(role),
        allowedActions: allowedActionsOf(stack, role),
      },
    ]
  })
}

/** Actions that the role's own policies allow, and the policies of the template that name the role. */
function allowedActionsOf(stack: PlannedStack, role: PlannedResource): Seen<string[]> {
  const attached = [...stack.ofType('AWS::IAM::Policy'), ...stack.ofType('AWS::IAM::ManagedPolicy')].filter(policy =>
    items(property(policy.properties, 'Roles')).some(named => stack.referenced(named) === role),
  )
  const allowing = [role, ...attached].flatMap(allowingStatements)
  if (allowing.some(statement => property(statement, 'NotAction') !== undefined)) {
    return unknown('unresolved', `${role.logicalId} allows by NotAction, which is not judged`)
  }
  const actions = allowing.flatMap(statement => items(property(statement, 'Action')))
  return known(actions.flatMap(action => (action.kind === 'text' ? [action.text] : [])))
}

function managedPoliciesOf(role: PlannedResource): Seen<string[]> {
  const policies: string[] = []
  for (const arn of items(property(role.properties, 'ManagedPolicyArns'))) {
    // The partition in it may be unresolved; the policy's name is what counts.
    const sketch = sketchOf(arn)
    if (sketch === null) return unknown('unresolved', 'a managed policy of the role is known at deploy time only')
    policies.push(sketch)
  }
  return known(policies)
}

function roleOf(stack: PlannedStack, node: PlannedResource): PlannedResource | null {
  const direct = stack.referenced(property(node.properties, 'IamInstanceProfile'))
  const launched = propertyAt(launchTemplateOf(stack, node)?.properties, 'LaunchTemplateData', 'IamInstanceProfile')
  const profile = direct ?? stack.referenced(property(launched, 'Name')) ?? stack.referenced(property(launched, 'Arn'))
  const [role] = items(property(profile?.properties, 'Roles'))
  return stack.referenced(role)
}

/** The key pair of the masters. */
export function keyName(stack: PlannedStack, {masters, masterGroup}: Roles): Setting<string> | null {
  const node = masters[0] ?? masterGroup
  const found = node === null ? null : nodeProperty(stack, node, 'KeyName')
  return found === null ? null : settingOf(found.owner, found.value, seenLiteral)
}
