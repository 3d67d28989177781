import {GetSecretValueCommand, SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import {required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {type Seen, unknown} from '../../model/fact.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import {replacedMasterKey, secretKeys} from '../../openvidu/secret-keys.ts'
import {ask} from '../ask.ts'
import {sharedSecret} from '../deployed/storage/shared-secret.ts'

/** The same that `--verify-secret` of a check takes: whoever collects need not be allowed to see credentials. */
export const stackSecretAction = 'secretsmanager:GetSecretValue'

/** A credential, with the key under which the secret has it. */
export interface SecretValue {
  readonly name: string
  readonly value: string
}

/**
 * The credentials in the stack's secret, in memory only, so that everything can be searched for them. What is no credential of
 * any generation, such as the domain name or an address, is none of them; what no generation knows counts as one.
 */
export async function stackSecretValues(
  session: AwsSession,
  {resources}: Snapshot['facts'],
): Promise<Seen<readonly SecretValue[]>> {
  if (resources?.state !== 'known') {
    return resources?.state === 'unknown'
      ? resources
      : unknown('unresolved', 'the resources of the stack were not seen')
  }
  const found = sharedSecret(resources.value)
  if ('state' in found) return found.state === 'unknown' ? found : unknown('unresolved', found.why)
  const {id} = found
  if (id === null) return unknown('unresolved', 'CloudFormation made no secret')
  return ask(stackSecretAction, async () => {
    const command = new GetSecretValueCommand({SecretId: id})
    const {SecretString} = await session.client(SecretsManagerClient).send(command, session.options)
    return valuesIn(required(SecretString, 'text of the secret'))
  })
}

const open = new Set(secretKeys.filter(({credential}) => !credential).map(({name}) => name))

function valuesIn(text: string): readonly SecretValue[] {
  let parsed: unknown
  try {
    parsed = JSON.parse(text)
  } catch {
    return [{name: 'text', value: text}]
  }
  if (typeof parsed !== 'object' || parsed === null) return [{name: 'text', value: text}]
  return Object.entries(parsed).flatMap(([name, value]) => {
    if (open.has(name) || name === replacedMasterKey) return []
    return [{name, value: typeof value === 'string' ? value : JSON.stringify(value)}]
  })
}
