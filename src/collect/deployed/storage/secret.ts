import {DescribeSecretCommand, SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import {required} from '../../../aws/errors.ts'
import {lookFor} from '../../ask.ts'
import {defineCollector, seen} from '../../collector.ts'
import {sharedSecret} from './shared-secret.ts'

const action = 'secretsmanager:DescribeSecret'

/** The secret with URLs and credentials, from outside: nothing here reads its value. */
export const secret = defineCollector({
  id: 'secret',
  title: 'Secret',
  tier: 'check',
  provides: ['secret'],
  follows: ['resources'],
  iam: [action],
  async collect({session, known: {resources}}) {
    const found = sharedSecret(resources)
    if ('state' in found) return {secret: found}
    const {subject, id, logicalId} = found
    const gone = {subject, name: id ?? logicalId, exists: false, deletionAt: null}
    if (id === null) return {secret: seen(gone, 'cloudformation:ListStackResources')}
    const described = await lookFor(action, async () => {
      const {ARN, Name, DeletedDate} = await session
        .client(SecretsManagerClient)
        .send(new DescribeSecretCommand({SecretId: id}), session.options)
      const name = Name ?? required(ARN, 'ARN of a secret')
      return {subject, name, exists: true, deletionAt: DeletedDate?.toISOString() ?? null}
    })
    if (described?.state === 'unknown') return {secret: described}
    return {secret: seen(described?.value ?? gone, action)}
  },
})
