import type {FactMap} from '../../../model/facts.ts'

type Resource = FactMap['resources'][number]

/** The secret with URLs and credentials; null for a stack that has none. A fork may have secrets of its own beside it. */
export function sharedSecret(resources: readonly Resource[]): Resource | null {
  const secrets = resources.filter(
    ({type, status}) => type === 'AWS::SecretsManager::Secret' && status !== 'DELETE_COMPLETE',
  )
  return (
    secrets.find(({logicalId}) => logicalId === 'OpenViduSharedInfo') ??
    secrets.find(({id}) => id?.includes(':secret:openvidu-') === true) ??
    (secrets.length === 1 ? (secrets[0] ?? null) : null)
  )
}

export const noSecret = 'the stack has no secret that is known to hold its credentials'
