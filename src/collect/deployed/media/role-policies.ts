import {
  GetPolicyCommand,
  GetPolicyVersionCommand,
  GetRolePolicyCommand,
  IAMClient,
  paginateListAttachedRolePolicies,
  paginateListRolePolicies,
} from '@aws-sdk/client-iam'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known, type Seen} from '../../../model/fact.ts'
import {lookFor} from '../../ask.ts'
import {fieldOf, parsed} from './json-answer.ts'

export const inlineActions = ['iam:ListRolePolicies', 'iam:GetRolePolicy'] as const
export const attachedActions = ['iam:ListAttachedRolePolicies', 'iam:GetPolicy', 'iam:GetPolicyVersion'] as const

/** A statement of a policy, as far as anything here is judged by it. */
export interface Statement {
  readonly allows: boolean
  readonly actions: readonly string[]
  /** Actions or resources are all but those named (NotAction, NotResource). */
  readonly inverted: boolean
  readonly conditional: boolean
  readonly resources: readonly string[]
}

/** The statements of a role's inline policies; null where AWS has no such role. */
export async function inlineStatements(session: AwsSession, role: string): Promise<Seen<readonly Statement[]> | null> {
  const client = session.client(IAMClient)
  const names = await lookFor('iam:ListRolePolicies', async () => {
    const found: string[] = []
    for await (const page of paginateListRolePolicies({client}, {RoleName: role}, session.options))
      found.push(...required(page.PolicyNames, 'names of policies'))
    return found
  })
  if (names === null || names.state === 'unknown') return names
  return joined(
    names.value.map(name =>
      lookFor('iam:GetRolePolicy', async () => {
        const command = new GetRolePolicyCommand({RoleName: role, PolicyName: name})
        return statementsOf((await client.send(command, session.options)).PolicyDocument)
      }),
    ),
  )
}

/** ARNs of the managed policies that a role has; null where AWS has no such role. */
export async function attachedPolicies(session: AwsSession, role: string): Promise<Seen<readonly string[]> | null> {
  return lookFor('iam:ListAttachedRolePolicies', async () => {
    const found: string[] = []
    const pages = paginateListAttachedRolePolicies(
      {client: session.client(IAMClient)},
      {RoleName: role},
      session.options,
    )
    for await (const page of pages) {
      const policies = required(page.AttachedPolicies, 'list of attached policies')
      found.push(...policies.map(({PolicyArn}) => required(PolicyArn, 'ARN of a policy')))
    }
    return found
  })
}

/** The statements of managed policies, in the version that counts. */
export async function managedStatements(
  session: AwsSession,
  arns: readonly string[],
): Promise<Seen<readonly Statement[]>> {
  const client = session.client(IAMClient)
  return joined(
    arns.map(async arn => {
      const version = await lookFor('iam:GetPolicy', async () => {
        const {Policy} = await client.send(new GetPolicyCommand({PolicyArn: arn}), session.options)
        return required(Policy?.DefaultVersionId, 'version of a policy')
      })
      if (version === null || version.state === 'unknown') return version
      const VersionId = version.value
      return lookFor('iam:GetPolicyVersion', async () => {
        const command = new GetPolicyVersionCommand({PolicyArn: arn, VersionId})
        return statementsOf((await client.send(command, session.options)).PolicyVersion?.Document)
      })
    }),
  )
}

/** All or a gap: a policy that was taken away between two calls has none. */
async function joined(
  policies: readonly Promise<Seen<readonly Statement[]> | null>[],
): Promise<Seen<readonly Statement[]>> {
  const found: Statement[] = []
  for (const policy of await Promise.all(policies)) {
    if (policy?.state === 'unknown') return policy
    found.push(...(policy?.value ?? []))
  }
  return known(found)
}

/** IAM gives documents as JSON, percent-encoded. One statement may stand without a list, as may one action. */
function statementsOf(document: string | undefined): readonly Statement[] {
  const read = parsed(decodeURIComponent(required(document, 'policy document')), 'policy document')
  return listOf(fieldOf(read, 'Statement')).map(statement => ({
    allows: fieldOf(statement, 'Effect') === 'Allow',
    actions: textsIn(fieldOf(statement, 'Action') ?? fieldOf(statement, 'NotAction')),
    inverted: fieldOf(statement, 'NotAction') !== undefined || fieldOf(statement, 'NotResource') !== undefined,
    conditional: fieldOf(statement, 'Condition') !== undefined,
    resources: textsIn(fieldOf(statement, 'Resource') ?? fieldOf(statement, 'NotResource')),
  }))
}

function listOf(value: unknown): readonly unknown[] {
  if (value === undefined) return []
  return Array.isArray(value) ? value : [value]
}

function textsIn(value: unknown): readonly string[] {
  return listOf(value).filter(item => typeof item === 'string')
}
