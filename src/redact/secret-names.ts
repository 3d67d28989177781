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
  '(api|access|private|signing|encryption)key([_-]?id)?',
  '[_-]key([_-]id)?',
].join('|')
