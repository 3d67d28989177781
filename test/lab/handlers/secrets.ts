import type {LabSecret} from '../account/deployment.ts'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers, LabCall} from './answers.ts'

export const secretsManager: Answers<typeof import('@aws-sdk/client-secrets-manager')> = {
  DescribeSecret: ({SecretId}, call) => secretOf(call, SecretId).description,

  GetSecretValue: ({SecretId}, call) => {
    const {description, value, binary} = secretOf(call, SecretId)
    if (description.DeletedDate !== undefined) {
      throw new AwsError(
        'InvalidRequestException',
        "You can't perform this operation on the secret because it was marked for deletion.",
      )
    }
    const [VersionId] =
      Object.entries(description.VersionIdsToStages ?? {}).find(([, stages]) => stages.includes('AWSCURRENT')) ?? []
    return {
      ARN: description.ARN,
      Name: description.Name,
      VersionId,
      ...(binary === undefined ? {SecretString: value} : {SecretBinary: binary}),
      VersionStages: ['AWSCURRENT'],
      CreatedDate: description.LastChangedDate,
    }
  },
}

/** By name, by ARN, or by the ARN without the six characters at its end. */
function secretOf({account}: LabCall, id = ''): LabSecret {
  const found = account.secrets.find(
    ({description: {ARN = '', Name}}) => [ARN, Name, ARN.slice(0, -7)].includes(id) && id !== '',
  )
  if (found === undefined) {
    throw new AwsError('ResourceNotFoundException', "Secrets Manager can't find the specified secret.")
  }
  return found
}
