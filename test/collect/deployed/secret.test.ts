import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {addressParameters} from '../../../src/collect/deployed/storage/address-parameters.ts'
import {readSecret} from '../../../src/collect/deployed/storage/read-secret.ts'
import {secret} from '../../../src/collect/deployed/storage/secret.ts'
import {secretReview} from '../../../src/collect/deployed/storage/secret-review.ts'
import {known} from '../../../src/model/fact.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {secretKeysOf} from '../../../src/openvidu/secret-keys.ts'
import {denied, errorOf, type LabAccount} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

const seen = (options: DeployedOptions = {}) =>
  deployed({options: {verifySecret: true}, ...options, collectors: [secret, secretReview, addressParameters]})

const secretOf = (account: LabAccount) => {
  const [found] = account.secrets
  if (found === undefined) throw new Error('the lab has no secret')
  return found
}
const secretValue = (account: LabAccount): Record<string, unknown> => JSON.parse(secretOf(account).value)
const changed = (change: (value: Record<string, unknown>) => unknown) => (account: LabAccount) => {
  const value = secretValue(account)
  secretOf(account).value = JSON.stringify(change(value) ?? value)
}
const holding = (text: string) => (account: LabAccount) => {
  secretOf(account).value = text
}

/** Every form in which a text could have slipped through. */
function traces(text: string): readonly string[] {
  const bytes = Buffer.from(text)
  // Base64 of a text within a longer one depends on where it begins.
  const within = [0, 1, 2].map(shift =>
    Buffer.concat([Buffer.alloc(shift), bytes])
      .toString('base64')
      .slice(shift === 0 ? 0 : 4, -4),
  )
  return [
    text,
    bytes.toString('base64'),
    bytes.toString('base64url'),
    bytes.toString('hex'),
    encodeURIComponent(text),
    JSON.stringify(text).slice(1, -1),
    ...within.filter(part => part.length >= 8),
  ]
}

function expectNoTrace(snapshot: Snapshot, texts: readonly string[]): void {
  const whole = JSON.stringify(snapshot)
  for (const text of texts) for (const trace of traces(text)) expect(whole).not.toContain(trace)
}

describe('the look-up of the secret from outside', () => {
  it.each(['3.2.0', '3.8.0', 'next'] as const)('finds it in %s', async generation => {
    const {snapshot, calls} = await seen({generation, options: {}})
    expect(factOf(snapshot, 'secret')).toMatchObject({
      subject: {type: 'AWS::SecretsManager::Secret', logicalId: 'OpenViduSharedInfo'},
      exists: true,
      deletionAt: null,
    })
    expect(calls.count('secretsmanager.GetSecretValue')).toBe(0)
  })

  it('tells one that is gone, and one that will be', async () => {
    const gone = await seen({
      change: account => {
        account.secrets = []
      },
    })
    expect(factOf(gone.snapshot, 'secret')).toMatchObject({exists: false, deletionAt: null})
    expect(gone.snapshot.facts.secretReview).toEqual({state: 'absent', why: 'the secret does not exist'})
    const scheduled = await seen({
      change: account => {
        secretOf(account).description.DeletedDate = new Date('2026-12-01T00:00:00Z')
      },
    })
    expect(factOf(scheduled.snapshot, 'secret')).toMatchObject({exists: true, deletionAt: '2026-12-01T00:00:00.000Z'})
    expect(scheduled.snapshot.facts.secretReview).toEqual({state: 'absent', why: 'the secret is marked for deletion'})
  })

  it('is a gap where a fork has several secrets and none is known to be the one, and absent where it has none', async () => {
    const withSecrets = (count: number) => (account: LabAccount) => {
      for (const stack of account.stacks) {
        const own = stack.resources.find(({ResourceType}) => ResourceType === 'AWS::SecretsManager::Secret')
        stack.resources = stack.resources.filter(one => one !== own)
        for (let index = 0; index < count && own !== undefined; index += 1)
          stack.resources.push({
            ...own,
            LogicalResourceId: `Other${index}`,
            PhysicalResourceId: `arn:aws:secretsmanager:us-east-1:123456789012:secret:other-${index}`,
          })
      }
    }
    const several = await seen({change: withSecrets(2)})
    for (const key of ['secret', 'secretReview', 'secretAddresses'] as const)
      expect(several.snapshot.facts[key]).toMatchObject({state: 'unknown', cause: 'unresolved'})
    const unasked = await seen({change: withSecrets(2), options: {}})
    expect(unasked.snapshot.facts.secretReview).toMatchObject({cause: 'not-requested'})
    const none = await seen({change: withSecrets(0)})
    expect(none.snapshot.facts.secret).toMatchObject({state: 'absent', why: 'the stack has no secret'})
  })

  it('is a gap where it is denied', async () => {
    const {snapshot} = await seen({lab: {faults: [{target: 'secretsmanager.DescribeSecret', fault: denied()}]}})
    expect(snapshot.facts.secret).toMatchObject({state: 'unknown', action: 'secretsmanager:DescribeSecret'})
    expect(snapshot.facts.secretReview).toMatchObject({state: 'known'})
  })
})

describe('the review of the secret', () => {
  it('reads nothing unless it is asked to', async () => {
    const {snapshot, calls} = await seen({options: {}})
    for (const key of ['secretReview', 'secretInstallation', 'fifthAddress', 'secretAddresses'] as const) {
      expect(snapshot.facts[key]).toMatchObject({
        state: 'unknown',
        cause: 'not-requested',
        detail: expect.stringContaining('--verify-secret'),
        action: 'secretsmanager:GetSecretValue',
      })
    }
    expect(calls.count('secretsmanager.GetSecretValue')).toBe(0)
  })

  it.each(['3.2.0', '3.5.0', '3.8.0'] as const)(
    'finds every key of %s filled in, and the four addresses',
    async generation => {
      const {snapshot, account} = await seen({generation})
      const review = factOf(snapshot, 'secretReview')
      expect(review).toMatchObject({format: 'object', otherKeys: 0, allGenerated: true})
      expect(review.keys.map(({name}) => name).toSorted()).toEqual(
        secretKeysOf(generation)
          .map(({name}) => name)
          .toSorted(),
      )
      const odd = review.keys.filter(({content}) => content !== 'filled')
      expect(odd.every(({name}) => ['MEET_INITIAL_API_KEY', 'LIVEKIT_TURN_DOMAIN_NAME'].includes(name))).toBe(true)
      expect(review.hosts.length).toBeGreaterThan(3)
      for (const {is} of review.hosts) expect(is).toEqual({state: 'known', value: 'domain'})
      const own = account.instances.map(({PrivateIpAddress}) => PrivateIpAddress)
      const stored = factOf(snapshot, 'secretAddresses')
      expect(stored.map(({slot}) => slot)).toEqual([1, 2, 3, 4])
      for (const {address} of stored) expect(own).toContain(address)
      expect(factOf(snapshot, 'secretInstallation')).toMatchObject({
        version: generation,
        modules: expect.arrayContaining(['observability']),
      })
      expect(factOf(snapshot, 'fifthAddress').present).toBe(false)
      expect(snapshot.facts.addressParameters?.state).toBe('absent')
    },
  )

  it('keeps of version and modules nothing that has not their form', () => {
    const read = (version: unknown, modules: unknown) => {
      const text = JSON.stringify({OPENVIDU_VERSION: version, ENABLED_MODULES: modules})
      return readSecret({text, binary: false}, known('example.com')).installation
    }
    expect(read('main', 'observability, openviduMeet')).toEqual({
      version: 'main',
      modules: ['observability', 'openviduMeet'],
    })
    const nothing = {version: null, modules: null}
    expect(read('3.8.0-Zx9!password', 'observability,hunter2')).toEqual(nothing)
    expect(read({}, ['observability'])).toEqual(nothing)
    expect(read('none', 'none')).toEqual(nothing)
    expect(readSecret({text: undefined, binary: true}, known('example.com')).installation).toEqual(nothing)
  })

  it('takes the addresses of the announced generation from SSM parameters, asked to read the secret or not', async () => {
    for (const options of [{}, {verifySecret: true}]) {
      const {snapshot, account} = await seen({generation: 'next', options})
      const stored = factOf(snapshot, 'addressParameters')
      expect(stored.map(({name}) => name)[0]).toMatch(/^\/openvidu\/.*\/master-node-1-private-ip$/)
      const own = account.instances.map(({PrivateIpAddress}) => PrivateIpAddress)
      for (const {address} of stored) expect(own).toContain(address)
      expect(snapshot.facts.secretAddresses?.state).toBe('absent')
      expect(snapshot.facts.fifthAddress?.state).toBe('absent')
    }
  })

  it('tells a missing parameter from one that could not be read', async () => {
    const missing = await seen({
      generation: 'next',
      change: account => {
        account.ssmParameters = account.ssmParameters.filter(({Name}) => !Name?.includes('master-node-2'))
        const [odd] = account.ssmParameters.filter(({Name}) => Name?.includes('master-node-3'))
        if (odd !== undefined) odd.Value = 'hunter2-is-no-address'
      },
    })
    expect(factOf(missing.snapshot, 'addressParameters').map(({address}) => address === null)).toEqual([
      false,
      true,
      true,
      false,
    ])
    expect(JSON.stringify(missing.snapshot)).not.toContain('hunter2')
  })

  it('tells what is missing, left over, empty, of another type or breaking', async () => {
    const {snapshot} = await seen({
      change: changed(value => {
        delete value.REDIS_PASSWORD
        value.MONGO_ADMIN_PASSWORD = 'none'
        value.DASHBOARD_ADMIN_PASSWORD = ' '
        value.GRAFANA_ADMIN_PASSWORD = {nested: 'x'}
        value.MINIO_SECRET_KEY = 'a/b&c=d#e'
        value.ALL_SECRETS_GENERATED = 'false'
        value.MASTER_NODE_2_PRIVATE_IP = 'none'
        value.MASTER_NODE_5_PRIVATE_IP = '10.0.0.99'
        value.DASHBOARD_URL = 'https://elsewhere.example.org/dashboard'
        value.GRAFANA_URL = 'not a url'
        value.DOMAIN_NAME = String(value.DOMAIN_NAME).toUpperCase()
        value.OWN_KEY = 'own'
      }),
    })
    const review = factOf(snapshot, 'secretReview')
    const key = (name: string) => review.keys.find(one => one.name === name)
    expect(key('REDIS_PASSWORD')).toBeUndefined()
    expect(key('MONGO_ADMIN_PASSWORD')?.content).toBe('none')
    expect(key('DASHBOARD_ADMIN_PASSWORD')?.content).toBe('blank')
    expect(key('GRAFANA_ADMIN_PASSWORD')?.content).toBe('not-text')
    expect(key('MINIO_SECRET_KEY')?.breaking).toEqual(['/', '&', '=', '#'])
    expect(review).toMatchObject({allGenerated: false, otherKeys: 2})
    const host = (name: string) => review.hosts.find(one => one.key === name)?.is
    expect(host('DASHBOARD_URL')).toEqual({state: 'known', value: 'another'})
    expect(host('GRAFANA_URL')).toEqual({state: 'known', value: 'unreadable'})
    expect(host('DOMAIN_NAME')).toEqual({state: 'known', value: 'domain'})
    expect(factOf(snapshot, 'fifthAddress').present).toBe(true)
    expect(factOf(snapshot, 'secretAddresses').map(({address}) => address === null)).toEqual([
      false,
      true,
      false,
      false,
    ])
    expectNoTrace(snapshot, ['a/b&c=d#e', 'elsewhere.example.org', 'OWN_KEY', '10.0.0.99'])
  })

  it.each([
    ['not JSON', 'REDIS_PASSWORD=hunter2hunter2', 'not-json'],
    ['cut JSON', '{"REDIS_PASSWORD": "hunter2hunter2"', 'not-json'],
    ['a list', '["hunter2hunter2"]', 'not-an-object'],
    ['a text', '"hunter2hunter2"', 'not-an-object'],
    ['null', 'null', 'not-an-object'],
    ['blanks', '  ', 'empty'],
    ['too much', JSON.stringify({REDIS_PASSWORD: 'hunter2hunter2'.repeat(10_000)}), 'too-large'],
    ['a key that is a value', '{"hunter2hunter2": "x", "__proto__": "hunter2hunter2"}', 'object'],
  ])('%s is a fact, and nothing of it is kept', async (_, text, format) => {
    const {snapshot} = await seen({change: holding(text)})
    expect(factOf(snapshot, 'secretReview')).toMatchObject({format, keys: []})
    expect(JSON.stringify(snapshot)).not.toContain('hunter2')
  })

  it('bytes are a fact, too', async () => {
    const {snapshot} = await seen({
      change: account => {
        secretOf(account).binary = Buffer.from('hunter2hunter2')
      },
    })
    expect(factOf(snapshot, 'secretReview')).toMatchObject({format: 'binary', keys: []})
    expectNoTrace(snapshot, ['hunter2hunter2'])
  })

  it('is a gap where it is denied or fails, and says nothing of what was sent', async () => {
    const refused = await seen({lab: {faults: [{target: 'secretsmanager.GetSecretValue', fault: denied()}]}})
    for (const key of ['secretReview', 'fifthAddress', 'secretAddresses'] as const)
      expect(refused.snapshot.facts[key]).toMatchObject({cause: 'denied', action: 'secretsmanager:GetSecretValue'})
    const fault = errorOf('DecryptionFailure', 'could not decrypt hunter2hunter2')
    const failed = await seen({lab: {faults: [{target: 'secretsmanager.GetSecretValue', fault}]}})
    expect(failed.snapshot.facts.secretReview).toMatchObject({state: 'unknown', cause: 'failed'})
    expectNoTrace(failed.snapshot, ['hunter2hunter2'])
  })

  it('compares no host where the domain is not known', async () => {
    const {snapshot} = await seen({parameters: {DomainName: ''}})
    for (const {is} of factOf(snapshot, 'secretReview').hosts) expect(is.state).toBe('unknown')
  })

  it('keeps no credential of any generation in any form', async () => {
    for (const generation of ['3.2.0', '3.5.0', '3.8.0', 'next'] as const) {
      const {snapshot, account} = await deployed({generation, options: {verifySecret: true}})
      const value = secretValue(account)
      const credentials = secretKeysOf(generation)
        .filter(({credential}) => credential)
        .map(({name}) => String(value[name] ?? ''))
        .filter(text => text !== '' && text !== 'none')
      expect(credentials.length).toBeGreaterThan(5)
      expectNoTrace(snapshot, credentials)
    }
  })
})

describe('the reading of a secret', async () => {
  const {readSecret} = await import('../../../src/collect/deployed/storage/read-secret.ts')
  const names = [...new Set(secretKeysOf('3.8.0').map(({name}) => name))]

  it('takes any text', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.json()), text => {
        expect(() => readSecret({text, binary: false}, {state: 'known', value: 'example.com'})).not.toThrow()
      }),
    )
  })

  it('keeps nothing of any value', () => {
    const marked = fc.string({minLength: 1, maxLength: 12}).map(text => `zq${text}qz`)
    const values = fc.dictionary(fc.oneof(fc.constantFrom(...names), marked), fc.oneof(marked, fc.array(marked)))
    fc.assert(
      fc.property(values, value => {
        const reading = readSecret({text: JSON.stringify(value), binary: false}, {state: 'known', value: 'example.com'})
        expect(JSON.stringify(reading)).not.toContain('zq')
      }),
    )
  })
})
