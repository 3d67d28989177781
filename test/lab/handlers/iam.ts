import {encodedPolicy} from '../account/deploy-identity.ts'
import type {LabManagedPolicy, LabRole} from '../account/deployment.ts'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers, LabCall} from './answers.ts'

export const iam: Answers<typeof import('@aws-sdk/client-iam')> = {
  GetInstanceProfile: ({InstanceProfileName}, {account}) => {
    const found = account.instanceProfiles.find(profile => profile.InstanceProfileName === InstanceProfileName)
    if (found === undefined) throw missing(`Instance Profile ${InstanceProfileName} cannot be found.`)
    return {InstanceProfile: found}
  },

  GetRole: ({RoleName}, call) => ({Role: roleOf(call, RoleName).role}),

  ListAttachedRolePolicies: ({RoleName}, call) => ({AttachedPolicies: roleOf(call, RoleName).attached}),

  ListRolePolicies: ({RoleName}, call) => ({PolicyNames: roleOf(call, RoleName).inline.map(({name}) => name)}),

  GetRolePolicy: ({RoleName, PolicyName}, call) => {
    const found = roleOf(call, RoleName).inline.find(({name}) => name === PolicyName)
    if (found === undefined) throw missing(`The role policy with name ${PolicyName} cannot be found.`)
    return {RoleName, PolicyName: found.name, PolicyDocument: encodedPolicy(found.document)}
  },

  GetPolicy: ({PolicyArn}, call) => ({
    Policy: {
      Arn: PolicyArn,
      PolicyName: PolicyArn?.split('/').at(-1),
      DefaultVersionId: policyOf(call, PolicyArn).version,
    },
  }),

  GetPolicyVersion: ({PolicyArn, VersionId}, call) => {
    const {version, document} = policyOf(call, PolicyArn)
    if (VersionId !== version) throw missing(`Policy ${PolicyArn} version ${VersionId} does not exist.`)
    return {PolicyVersion: {Document: encodedPolicy(document), VersionId, IsDefaultVersion: true}}
  },
}

function policyOf({account}: LabCall, arn: string | undefined): LabManagedPolicy {
  const found = account.managedPolicies.find(policy => policy.arn === arn)
  if (found === undefined) throw missing(`Policy ${arn} does not exist or is not attachable.`)
  return found
}

function missing(message: string): AwsError {
  return new AwsError('NoSuchEntity', message)
}

function roleOf({account}: LabCall, name: string | undefined): LabRole {
  const found = account.roles.find(({role}) => role.RoleName === name)
  if (found === undefined) throw missing(`The role with name ${name} cannot be found.`)
  return found
}
