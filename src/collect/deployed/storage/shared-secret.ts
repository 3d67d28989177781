import {type Absent, absent, type Unknown, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'

type Resource = FactMap['resources'][number]

/** The secret with URLs and credentials, or why it can't be told. A fork may have secrets of its own beside it. */
export function sharedSecret(resources: readonly Resource[]): Resource | Absent | Unknown {
  const secrets = resources.filter(
    ({type, status}) => type === 'AWS::SecretsManager::Secret' && status !== 'DELETE_COMPLETE',
  )
  return (
    secrets.find(({logicalId}) => logicalId === 'OpenViduSharedInfo') ??
    secrets.find(({id}) => id?.includes(':secret:openvidu-') === true) ??
    (secrets.length > 1 ? unknown('unresolved', ambiguous) : (secrets[0] ?? absent('the stack has no secret')))
  )
}

const ambiguous = 'the stack has several secrets, and which of them holds its credentials is not known'
