import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {LineRedactor} from '../../src/redact/line-redactor.ts'
import {SecretMemory} from '../../src/redact/secret-memory.ts'
import {plantedSecrets} from '../nodes/healthy-node-files.ts'
import {onNodes, redact} from './sed.ts'

/** Every position in which logs hold secrets. */
const positions: readonly ((secret: string) => string)[] = [
  secret => `REDIS_PASSWORD=${secret}`,
  secret => `+ export MONGO_ADMIN_PASSWORD=${secret}`,
  secret => `LIVEKIT_API_SECRET='${secret}' docker compose up`,
  secret => `MONGO_REPLICA_SET_KEY="${secret}"`,
  secret => `openvidu_pro_license: ${secret}`,
  secret => `  api_secret: "${secret}"`,
  secret => `licence=${secret}`,
  secret => `{"level":"info","password":"${secret}","room":"r"}`,
  secret => `{"msg":"{\\"password\\":\\"${secret}\\",\\"room\\":1}"}`,
  secret => `{"secretAccessKey": "${secret}"}`,
  secret => `{'access_token': '${secret}'}`,
  secret => `sh install.sh --no-tty '--redis-password=${secret}' --domain-name=x.org`,
  secret => `redis-cli -h 10.0.0.1 --password ${secret} ping`,
  secret => `mongodb://mongoadmin:${secret}@10.0.1.11:20000/openvidu?replicaSet=rs0`,
  secret => `redis://:${secret}@10.0.1.11:7000/0`,
  secret => `git clone https://user:${encodeURIComponent(secret)}@example.com/x.git`,
  secret => `Authorization: Bearer ${secret}`,
  secret => `"authorization":"Basic ${secret}"`,
  secret => `> authorization: ${secret}`,
  secret => `AWS_SECRET_ACCESS_KEY=${secret} aws s3 ls`,
  secret => `aws_secret_access_key = ${secret}`,
  secret => `Started with password => ${secret}`,
  secret => `GET /rtc?access_token=${secret}&auto_subscribe=1`,
  secret => `2026-11-12T10:15:00.123456789Z DASHBOARD_ADMIN_PASSWORD=${secret}`,
]

const shaped = {
  jwt: 'eyJhbGciOiJIUzI1NiJ9.eyJ2aWRlbyI6eyJyb29tIjoieCJ9fQ.c2lnbmF0dXJlLW9mLWl0',
  accessKey: 'AKIAIOSFODNN7EXAMPLE',
  temporaryKey: 'ASIAIOSFODNN7EXAMPLE',
}

const keyBody = Array.from(
  {length: 4},
  (_, index) => `MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcwggSjAgEAAoIBAQC7VJTUt9Us8c${index}Kj`,
)
const lastOfKey = 'dGhlIGVuZCBvZiB0aGUga2V5Cg=='

const ways = [['here', redact] as const, ...onNodes]

describe.each(ways)('secrets are taken out of lines %s', (way, redacted) => {
  it.each(Object.entries(plantedSecrets))('%s, in every position', (_, secret) => {
    const shown = redacted(positions.map(position => position(secret)))
    for (const [index, position] of positions.entries()) {
      expect(shown[index], position('…')).not.toContain(secret)
      expect(shown[index]).toContain('***')
    }
  })

  it.each(Object.entries(shaped))('%s, by its looks', (_, secret) => {
    const shown = redacted([`token is ${secret}.`, `x="${secret}"`, secret])
    expect(shown.join('\n')).not.toContain(secret)
  })

  it('private keys, in as many lines as they have, and nothing after them', () => {
    const key = ['-----BEGIN RSA PRIVATE KEY-----', ...keyBody, lastOfKey, '-----END RSA PRIVATE KEY-----']
    const shown = redacted([
      ...key.map(line => `2026-11-12T10:15:00.123456789Z ${line}`),
      'all is participantJoinedRoom',
    ])
    for (const line of [...keyBody, lastOfKey]) expect(shown.join('\n')).not.toContain(line)
    expect(shown.at(-1)).toBe('all is participantJoinedRoom')
  })

  it('a private key in one line, as JSON has it', () => {
    const line = `{"key":"-----BEGIN PRIVATE KEY-----\\n${keyBody.join('\\n')}\\n-----END PRIVATE KEY-----","room":"r"}`
    expect(redacted([line, 'next'])).toEqual([expect.not.stringContaining('MIIEvQ'), 'next'])
  })

  it('a private key that ends on its line hides nothing of the next ones', () => {
    const lines = [
      `-----BEGIN PRIVATE KEY-----\\n${keyBody[0]}\\n-----END PRIVATE KEY-----"`,
      'all is participantJoinedRoom',
    ]
    expect(redacted(lines)).toEqual([
      '-----BEGIN PRIVATE KEY-----***-----END PRIVATE KEY-----"',
      'all is participantJoinedRoom',
    ])
  })

  it('and nothing else is taken out of what logs hold', () => {
    expect(redacted(innocent)).toEqual(innocent)
  })

  it('lines of a megabyte come through', () => {
    const long = [
      'a'.repeat(1_000_000),
      `password="${'a'.repeat(1_000_000)}`,
      'pass'.repeat(250_000),
      '\\"'.repeat(400_000),
    ]
    const shown = redacted(way === 'on a node of busybox' ? long.slice(0, 1) : long)
    expect(shown[0]).toBe(long[0])
    expect(shown[1]?.includes('aaaaaaa') ?? false).toBe(false)
  })
})

describe.each(ways.slice(0, 2))('no line costs much more than its length %s', (_, redacted) => {
  it.each([
    '-----BEGIN RSA PRIVATE KEY-----',
    '-----END PRIVATE KEY----------BEGIN PRIVATE KEY-----',
    '+ A_KEY ',
    'token-',
    'token=',
    'token=true,',
    '?a=token=',
    '--token ',
    'a.a.a@b.',
    'redis-cli ',
    'login -',
    'rtmp://a/b',
    '://a:',
  ])('of %s', part => {
    expect(redacted([part.repeat(200_000 / part.length)]).length).toBe(1)
  })
})

/** Lines of real services without any secret. */
const innocent = [
  '{"level":"info","ts":1794478500.1,"logger":"livekit","msg":"participant active","room":"room-7","participant":"PA_f3GhT6","remote":false}',
  '{"t":{"$date":"2026-11-12T10:15:00.123+00:00"},"s":"I","c":"NETWORK","id":22943,"ctx":"listener","msg":"Connection accepted"}',
  'level=info ts=2026-11-12T10:15:00Z caller=main.go:103 msg="Starting Loki" version="(version=3.1.0, branch=HEAD, revision=a3c5b9d2e1)"',
  '1:M 12 Nov 2026 10:15:00.123 * Synchronization with replica 10.0.2.12:7000 succeeded',
  'An error occurred (AccessDenied) when calling the GetSecretValue operation: not authorized to perform: secretsmanager:GetSecretValue on resource: arn:aws:secretsmanager:eu-west-1:123456789012:secret:openvidu-ha-eu-west-1-video-AbCdEf',
  'Error: Shared secret not found',
  'commit 3b18e512dba79e4c8300dd08aeb37f8e728b8dad',
  'sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08: Pull complete',
  'Tests passed: 12, failed: 0, bypassed=3, tokens: 15, keys: 3, author: bob',
  'GET https://video.example.com/meet/health?at=12 200 12ms',
  'dialing redis at 10.0.1.11:7000 with db=0, monkey=1, keyboard: us',
  'Setting up python3-pip (24.0+dfsg-1ubuntu1.3) ...',
  '2026-11-12 10:05:11,123 - util.py[DEBUG]: Writing to /var/lib/cloud/instances/i-0abc/sem/config_ssh - wb: [644] 24 bytes',
  'basic authentication is on; bearer of news',
  'Nov 12 10:15:00 ip-10-0-1-11 systemd[1]: Started openvidu.service - OpenVidu Service.',
]

describe('what was a secret once', () => {
  it('is known where it stands alone, in every log of the run', () => {
    const memory = new SecretMemory()
    const [one, other] = [new LineRedactor(memory), new LineRedactor(memory)]
    one.redacted('REDIS_PASSWORD=rEd1sPasswd77')
    one.redacted('mongodb://admin:s3cr%t(.*)+@10.0.0.1/')
    expect(other.redacted('with rEd1sPasswd77, and s3cr%t(.*)+!')).toBe('with ***, and ***!')
  })

  it('may be any word, where it is certain', () => {
    const memory = new SecretMemory()
    memory.know({value: 'correcthorse\nbätterystaple', from: 'REDIS_PASSWORD of the secret'})
    memory.know({value: 'none', from: 'MEET_INITIAL_API_KEY of the secret'})
    const redactor = new LineRedactor(memory)
    expect(redactor.redacted(Buffer.from('correcthorse, bätterystaple, none').toString('latin1'))).toBe(
      '***, ***, none',
    )
    expect(redactor.counts).toEqual(new Map([['known-value', 2]]))
    expect([...memory.known()]).toEqual([
      {value: 'correcthorse', from: 'REDIS_PASSWORD of the secret'},
      {value: 'bätterystaple', from: 'REDIS_PASSWORD of the secret'},
    ])
  })

  it('is found among thousands', () => {
    const memory = new SecretMemory()
    const values = Array.from({length: 5_001}, (_, index) => `value${(index * 7_919).toString(36)}Q${index}`)
    for (const value of values) memory.take(value)
    expect(memory.without(`${values[0]} ${values[4_999]} ${values[5_000]}`, '***')).toBe(`*** *** ${values[5_000]}`)
  })

  it('is no word that everybody says, nor a short one', () => {
    const memory = new SecretMemory()
    const redactor = new LineRedactor(memory)
    for (const value of ['none', 'true', 'abc', '${VALUE}', '12345', 'default']) redactor.redacted(`PASSWORD=${value}`)
    expect(redactor.redacted('none is true: abc 12345 default')).toBe('none is true: abc 12345 default')
  })
})

it('a secret key of AWS is known by its looks, a hash and a path are not', () => {
  expect(redact([`found ${plantedSecrets.minio} there`])).toEqual(['found *** there'])
  const others = ['3b18e512dba79e4c8300dd08aeb37f8e728b8dad', 'opt/openvidu/config/cluster/master/node/x']
  expect(redact(others)).toEqual(others)
})

it('no value of a setting comes through, whatever it is', () => {
  const value = fc.string({minLength: 6, maxLength: 60, unit: fc.constantFrom(...'aZ09$&/=#%+.*()[]{}|^-_!?:;@,~<>')})
  fc.assert(
    fc.property(value, secret => {
      fc.pre(!secret.startsWith('-') && !/^[=:>]/.test(secret))
      for (const line of [`X_PASSWORD=${secret}`, `"token":"${secret}"`, `--api-secret ${secret}`]) {
        expect(redact([line])[0]).not.toContain(secret)
      }
    }),
  )
})
