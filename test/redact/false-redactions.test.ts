import {describe, expect, it} from 'vitest'
import {LineRedactor} from '../../src/redact/line-redactor.ts'
import {bytesOf, textOf} from '../../src/redact/redactor.ts'
import {SecretMemory} from '../../src/redact/secret-memory.ts'
import {realisticLines} from '../support/realistic-logs.ts'
import {onNodes} from './sed.ts'

const lines = realisticLines(400)

/** Of a thousand lines of healthy logs, so many may lose something that is none. */
const mostInThousand = 2

/** Lines that came out changed. */
function changed(shown: readonly string[]): readonly string[] {
  return shown.filter((line, index) => line !== lines[index])
}

describe('what healthy services write', () => {
  it('comes through here', () => {
    const redactor = new LineRedactor(new SecretMemory())
    const wrong = changed(lines.map(line => textOf(redactor.redacted(bytesOf(line)))))
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual((lines.length * mostInThousand) / 1_000)
  })

  it.each(onNodes)('comes through %s', (_, redacted) => {
    const wrong = changed(redacted(lines.map(bytesOf)).map(textOf))
    expect(wrong.length, wrong.join('\n')).toBeLessThanOrEqual((lines.length * mostInThousand) / 1_000)
  })

  it('teaches no value that would be taken out elsewhere', () => {
    const memory = new SecretMemory()
    const redactor = new LineRedactor(memory)
    for (const line of lines) redactor.redacted(bytesOf(line))
    expect([...memory.known()]).toEqual([])
  })
})

/** Sentences and settings that sound like secrets, and lines of the same look that hold one. */
describe('what is near to a secret', () => {
  it.each([
    'token_ttl: 6h',
    'password_policy=strict minimum=12',
    'secret_name: openvidu-ha-eu-west-1-video',
    'keyframe=true monkey: 3 tokens=15 keys=2',
    '"key":"room-1","object_key":"recordings/a.mp4","routing_key":"a.b"',
    'credentials: expired, retrying',
    'password: required',
    '"api_key":null,"secret":"none","token":"***"',
    'tls_key: /opt/openvidu/owncert/private.key',
    'password=${REDIS_PASSWORD}',
    'license-check --license-file /opt/openvidu/license.txt',
    'REDIS_PASSWORD_LENGTH=20 TOKEN_TYPE=Bearer',
    'docker run --user 1000:1000 -p 80:80 -u 0:0 x',
    'bearer of news, authorization: enabled',
    'X-Amz-Date=20261112T101500Z&X-Amz-Expires=900',
    'foreign_key: room_id, primary-key=id',
    '      ServiceToken: !GetAtt SubnetProcessor.Arn',
    '      SecretString: !Sub |',
    '      OPENVIDU_PRO_LICENSE: !Ref OpenViduLicense',
    'aws acm import-certificate --private-key file://private.key --certificate file://cert.pem',
    "password: '{{resolve:secretsmanager:video:SecretString:REDIS_PASSWORD}}'",
  ])('%s', line => {
    expect(new LineRedactor(new SecretMemory()).redacted(line)).toBe(line)
  })

  it('a sentence teaches no word', () => {
    const memory = new SecretMemory()
    const redactor = new LineRedactor(memory)
    for (const line of ['password: incorrect', 'token: unexpected', 'secret=something', 'credentials: refused']) {
      redactor.redacted(line)
    }
    expect(redactor.redacted('incorrect, unexpected, something was refused')).toBe(
      'incorrect, unexpected, something was refused',
    )
  })
})
