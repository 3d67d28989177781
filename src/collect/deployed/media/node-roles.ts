import {GetInstanceProfileCommand, IAMClient} from '@aws-sdk/client-iam'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {absent, known, type Seen, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {lookFor} from '../../ask.ts'
import {defineCollector, seen} from '../../collector.ts'
import {liveSubject} from '../live.ts'
import {attachedActions, attachedPolicies, inlineActions, inlineStatements, managedStatements} from './role-policies.ts'

type Role = FactMap['nodeRoles'][number]
type Resource = FactMap['resources'][number]

interface Profile {
  readonly resource: Resource
  /** Name of the role in it; null where it has none, or AWS has no such profile. */
  readonly role: Seen<string | null>
}

/** What masters and media nodes may do: the roles in their instance profiles, as they stand. */
export const nodeRoles = defineCollector({
  id: 'node-roles',
  title: 'Roles of the nodes',
  tier: 'check',
  provides: ['nodeRoles'],
  follows: ['resources', 'intended'],
  iam: ['iam:GetInstanceProfile', ...inlineActions, ...attachedActions],
  async collect({session, known: {resources, intended}}) {
    const asked = intended.nodeRoles
    if (asked === null) return {nodeRoles: absent('the template of the stack names no roles of nodes')}
    const made = resources.filter(({type, id}) => type === 'AWS::IAM::InstanceProfile' && id !== null)
    const profiles = await Promise.all(
      made.map(async resource => ({resource, role: await roleIn(session, resource.id ?? '')})),
    )
    const roles = asked.map(role => liveRole(session, role, asked, profiles, resources))
    return {nodeRoles: seen(await Promise.all(roles), 'iam:GetInstanceProfile')}
  },
})

async function roleIn(session: AwsSession, profile: string): Promise<Seen<string | null>> {
  const found = await lookFor('iam:GetInstanceProfile', async () => {
    const command = new GetInstanceProfileCommand({InstanceProfileName: profile})
    const {InstanceProfile} = await session.client(IAMClient).send(command, session.options)
    const [role] = required(InstanceProfile?.Roles, 'roles of an instance profile')
    return role === undefined ? null : required(role.RoleName, 'name of a role')
  })
  return found ?? known(null)
}

/** The role that the nodes really have: the one that was asked for, or what somebody put into its place. */
async function liveRole(
  session: AwsSession,
  {subject, group}: Role,
  asked: readonly Role[],
  profiles: readonly Profile[],
  resources: FactMap['resources'],
): Promise<Role> {
  const holds = ({role}: Profile, name: string | null) => role.state === 'known' && role.value === name && name !== null
  const unseen = (gap: Exclude<Seen<never>, {state: 'known'}>): Role => ({
    subject,
    group,
    managedPolicies: gap,
    allowedActions: gap,
  })
  if (profiles.some(profile => holds(profile, subject.id)))
    return {subject, group, ...(await policiesOf(session, subject.id ?? ''))}
  const others = asked.filter(other => other.subject.id !== subject.id)
  const left = profiles.filter(profile => !others.some(other => holds(profile, other.subject.id)))
  for (const {role} of left) if (role.state === 'unknown') return unseen(role)
  const [profile, ...more] = left
  if (profile === undefined || more.length > 0 || profile.role.state === 'unknown') {
    return unseen(unknown('unresolved', `no instance profile of the stack holds ${subject.logicalId ?? 'the role'}`))
  }
  const name = profile.role.value
  // Without a role in their profile the nodes may do nothing.
  if (name === null)
    return {subject: profile.resource.subject, group, managedPolicies: known([]), allowedActions: known([])}
  return {subject: liveSubject(resources, 'AWS::IAM::Role', name), group, ...(await policiesOf(session, name))}
}

async function policiesOf(
  session: AwsSession,
  name: string,
): Promise<Pick<Role, 'managedPolicies' | 'allowedActions'>> {
  const [attached, inline] = await Promise.all([attachedPolicies(session, name), inlineStatements(session, name)])
  // A role that vanished since its profile was read allows nothing.
  const managedPolicies = attached?.state === 'unknown' ? attached : known([...(attached?.value ?? [])])
  if (inline?.state === 'unknown') return {managedPolicies, allowedActions: inline}
  // What AWS's own policies allow is known by their names.
  const own =
    managedPolicies.state === 'unknown' ? managedPolicies : await ownStatements(session, managedPolicies.value)
  if (own.state === 'unknown') return {managedPolicies, allowedActions: own}
  const allowing = [...(inline?.value ?? []), ...own.value].filter(({allows}) => allows)
  if (allowing.some(({inverted}) => inverted)) {
    const gap = unknown('unresolved', `${name} allows by NotAction or NotResource, which is not judged`)
    return {managedPolicies, allowedActions: gap}
  }
  return {managedPolicies, allowedActions: known(allowing.flatMap(({actions}) => [...actions]))}
}

function ownStatements(session: AwsSession, arns: readonly string[]) {
  return managedStatements(
    session,
    arns.filter(arn => arn.split(':')[4] !== 'aws'),
  )
}
