import {GetSecretValueCommand, SecretsManagerClient} from '@aws-sdk/client-secrets-manager'
import {classify, required} from '../../../aws/errors.ts'
import {type Absent, absent, type Seen, type Unknown, unknown} from '../../../model/fact.ts'
import type {Snapshot} from '../../../model/snapshot.ts'
import {defineCollector, gapOf, seen} from '../../collector.ts'
import {readSecret, type SecretReading} from './read-secret.ts'
import {sharedSecret} from './shared-secret.ts'

const action = 'secretsmanager:GetSecretValue'

/**
 * Reads the secret's value and compares it in memory. Only with --verify-secret: whoever runs a check need not be allowed to
 * see credentials. Nothing of a credential leaves `readSecret`.
 */
export const secretReview = defineCollector({
  id: 'secret-review',
  title: 'Secret value',
  tier: 'secret',
  provides: ['secretReview', 'secretInstallation', 'fifthAddress', 'secretAddresses'],
  follows: ['resources'],
  iam: [action],
  async collect({session, options, known: {resources}, facts}) {
    const elsewhere = addressesElsewhere(facts)
    const all = (gap: Absent | Unknown) => ({
      secretReview: gap,
      secretInstallation: gap,
      fifthAddress: elsewhere ?? gap,
      secretAddresses: elsewhere ?? gap,
    })
    const found = sharedSecret(resources)
    if ('state' in found && found.state === 'absent') return all(found)
    if (!options.verifySecret)
      return all(unknown('not-requested', 'the value of the secret is read only with --verify-secret', action))
    if ('state' in found) return all(found)
    const {subject, id} = found
    if (id === null) return all(absent('CloudFormation made no secret'))
    let reading: SecretReading
    try {
      const {SecretString, SecretBinary} = await session
        .client(SecretsManagerClient)
        .send(new GetSecretValueCommand({SecretId: id}), session.options)
      required(SecretString ?? SecretBinary, 'value of the secret')
      reading = readSecret({text: SecretString, binary: SecretBinary !== undefined}, domainOf(facts))
    } catch (error) {
      return all(withoutValue(error) ?? gapOf(error, action))
    }
    const {review, installation, fifthAddress, addresses} = reading
    const gap = elsewhere ?? untold(facts, reading)
    return {
      secretReview: seen({subject, ...review}, action),
      secretInstallation: seen({subject, ...installation}, action),
      fifthAddress: gap ?? seen({subject, present: fifthAddress}, action),
      secretAddresses:
        gap ??
        seen(
          addresses.map(address => ({subject, ...address})),
          action,
        ),
    }
  },
})

/** From the announced generation on the addresses are in SSM parameters, and the secret says nothing of them. */
function addressesElsewhere({template}: Snapshot['facts']): Absent | null {
  return template?.state === 'known' && template.value.generation === 'next'
    ? absent('this generation keeps the addresses of the masters in SSM parameters')
    : null
}

/** Without an address in the secret it takes the generation to say whether it should have any. */
function untold({template}: Snapshot['facts'], {addresses, fifthAddress}: SecretReading): Unknown | null {
  const none = !fifthAddress && addresses.every(({address}) => address === null)
  return none && template?.state === 'unknown' ? template : null
}

/** A secret that is gone, or about to be, has no value to read; that it is so, `secret` tells. */
function withoutValue(error: unknown): Absent | null {
  if (classify(error, action).kind === 'not-found') return absent('the secret does not exist')
  const marked =
    error instanceof Error && error.name === 'InvalidRequestException' && /marked for deletion/i.test(error.message)
  return marked ? absent('the secret is marked for deletion') : null
}

function domainOf({domainName}: Snapshot['facts']): Seen<string> {
  if (domainName?.state === 'unknown') return domainName
  if (domainName?.state !== 'known') return unknown('unresolved', 'the stack has no parameter DomainName')
  const {value} = domainName.value
  return value.state === 'known' && value.value.trim() === '' ? unknown('unresolved', 'DomainName is empty') : value
}
