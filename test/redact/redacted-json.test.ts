import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {LineRedactor} from '../../src/redact/line-redactor.ts'
import {redactedJson} from '../../src/redact/redacted-json.ts'
import {SecretMemory} from '../../src/redact/secret-memory.ts'

const secret = 'rEd1sW8y3bNc577Hq2'

function redacted(value: unknown): unknown {
  return redactedJson(value, new LineRedactor(new SecretMemory()))
}

describe('a document', () => {
  it('loses what stands under the name of a secret, as a whole, and keeps its shape', () => {
    expect(
      redacted({
        REDIS_PASSWORD: `two words, ${secret}`,
        pin: {password: 123456},
        apiKeys: [{api_key: secret, room: 'r'}],
        accessToken: [secret, 'b'],
        enabled: true,
        nothing: null,
        count: 3,
      }),
    ).toEqual({
      REDIS_PASSWORD: '***',
      pin: {password: '***'},
      apiKeys: [{api_key: '***', room: 'r'}],
      accessToken: ['***', '***'],
      enabled: true,
      nothing: null,
      count: 3,
    })
  })

  it.each([
    [{ParameterKey: 'OpenViduLicense', ParameterValue: 'ABC'}, 'ParameterValue'],
    [{Key: 'grafana-password', Value: 'ABC'}, 'Value'],
    [{name: 'LIVEKIT_API_SECRET', value: 'ABC'}, 'value'],
  ])('loses the value that %j names beside it', (pair, property) => {
    expect(redacted([pair])).toEqual([{...pair, [property]: '***'}])
  })

  it('is looked into where it is a string in a document, however deep', () => {
    const inner = JSON.stringify({a: JSON.stringify({password: 'x y', status: 200})})
    expect(redacted({message: inner})).toEqual({
      message: JSON.stringify({a: JSON.stringify({password: '***', status: 200})}),
    })
    const untouched = '{ "status" : 200 }'
    expect(redacted({message: untouched})).toEqual({message: untouched})
  })

  it('loses what its names hold, and two such names stay two', () => {
    const document = {[`password=${secret}`]: 1, [`password=${secret}2`]: 2}
    expect(Object.values(Object(redacted(document)))).toEqual([1, 2])
    expect(JSON.stringify(redacted(document))).not.toContain(secret)
  })

  it('loses in one place what it showed in another, in letters of any kind', () => {
    const memory = new SecretMemory()
    const value = 'pässwörd€77'
    redactedJson({note: `x_password='${value}'`}, new LineRedactor(memory))
    expect(redactedJson({other: `it was ${value}!`}, new LineRedactor(memory))).toEqual({other: 'it was ***!'})
  })

  it('keeps what support looks for', () => {
    const document = {
      version: '3.8.0',
      password: 'none',
      licence: '',
      tokenTtl: '6h',
      secretArn: 'arn:aws:secretsmanager:eu-west-1:123456789012:secret:openvidu-ha-eu-west-1-video-AbCdEf',
      kms_key_id: 'alias/x',
      key: 'room-1',
      images: [
        'docker.io/openvidu/openvidu-caddy@sha256:9f86d081884c7d659a2feaa0c55ad015a3bf4f1b2b0b822cd15d6c15b0f00a08',
      ],
      at: '2026-11-12T10:15:00.000Z',
      größe: 'ÄÖÜ €',
    }
    expect(redacted(document)).toEqual(document)
  })

  it('stays one whatever is in it: as long, as deep, of the same kinds', () => {
    fc.assert(
      fc.property(fc.jsonValue(), value => {
        expect(shapeOf(redacted(value))).toEqual(shapeOf(value))
      }),
    )
  })

  it('that goes deeper than any is cut there', () => {
    let deep: unknown = secret
    for (let level = 0; level < 50_000; level += 1) deep = [deep]
    expect(() => redacted(deep)).not.toThrow()
  })
})

/** Of texts and numbers only that they are there: a number under the name of a secret becomes a text. */
function shapeOf(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(shapeOf)
  if (typeof value === 'object' && value !== null) return Object.values(value).map(shapeOf)
  return typeof value === 'string' || typeof value === 'number' ? 'value' : value
}
