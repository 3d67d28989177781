/**
 * What the name of a secret setting ends with, or holds before a few more words of its own: `REDIS_PASSWORD`, `apiSecret`,
 * `MONGO_REPLICA_SET_KEY`, `"access_token"`. Not `tokens`, which are counted, nor the `secret` in an ARN, and not `secretsmanager`:
 * that is what an error says was denied. Written so that JavaScript and POSIX read it alike, without regard to case.
 */
export const secretName = [
  'passw(or)?d[a-z0-9_-]{0,30}',
  'passphrase',
  '[_-]pass',
  'pwd',
  '(^|[^:])secret([_-][a-z0-9_-]{0,30}|access[a-z]{0,10}|key[a-z]{0,10}|value|string)?',
  'token([_-][a-z0-9_-]{0,30})?',
  'licen[sc]e([_-]?key)?',
  'credentials?',
  '(api|access|private|signing|encryption|stream|account)key([_-]?id)?',
  '[_-]key([_-]id)?',
].join('|')

/**
 * Names like those above that say something about a secret, or are the key of a record: `token_ttl`, `password-policy`,
 * `object_key`. Held against the whole rest of the name, so that no `TOKEN_OF_STAGING` is taken for one.
 */
export const harmlessName = [
  `(passw(or)?d|passphrase|token|secret|key|licen[sc]e|credentials?)[_-]?(${[
    'ttl',
    'polic(y|ies)',
    'length',
    'expir[a-z]{1,6}',
    'lifetime',
    'duration',
    'timeout',
    'type',
    'count',
    'limit',
    'rotation',
    'algorithm',
    'version',
    'enabled',
    'required',
    'name',
    'arn',
    'ur[il]',
    'endpoint',
    'path',
    'file',
    'dir(ectory)?',
    'age',
    'status',
    'state',
    'size',
    'bits',
    'index',
    'prefix',
    'format',
    'usage',
    'provider',
    'source',
    'seconds',
  ].join('|')})([_-](at|in|ms|s|seconds|minutes|hours|days|min|max|check|interval|id))?`,
  `(${[
    'object',
    's3',
    'routing',
    'primary',
    'foreign',
    'partition',
    'sort',
    'cache',
    'public',
    'host',
    'hash',
    'lock',
    'group',
    'index',
    'idempotency',
    'room',
    'metric',
    'label',
    'shard',
    'sequence',
    'websocket',
  ].join('|')})[_-]key([_-]id)?`,
  'token-ttl-seconds',
  // What AWS CLI calls the name of a secret.
  '--secret-id',
  'kms[_-]?key[_-]?id',
].join('|')

const secret = new RegExp(`(${secretName})$`, 'i')
const harmless = new RegExp(`(${harmlessName})$`, 'i')

/** Whether what stands under this name, of a property or a parameter, is a secret. */
export function namesSecret(name: string): boolean {
  return secret.test(name) && !harmless.test(name)
}
