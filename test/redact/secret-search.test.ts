import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {formsOf} from '../../src/redact/secret-forms.ts'
import {type SecretHit, SecretSearch} from '../../src/redact/secret-search.ts'
import {inBlocks} from '../support/canaries.ts'

const secret = 'p/4+ß"w<&\\ x9=Zk'
const from = 'REDIS_PASSWORD of the secret'

function hitsIn(bytes: Buffer, values: readonly string[], size = bytes.length): readonly SecretHit[] {
  const scan = new SecretSearch(values.map(value => ({value, from: value}))).scan()
  return inBlocks(bytes, Math.max(1, size)).flatMap(block => scan.take(block))
}

describe('a secret is found', () => {
  const percent = encodeURIComponent(secret)
  it.each([
    ['plain', 'plain', secret],
    ['in JSON', 'json', JSON.stringify(secret)],
    ['in JSON in JSON', 'json', JSON.stringify(JSON.stringify(secret))],
    ['in JSON of Go', 'json', JSON.stringify(secret).replace('<', '\\u003c').replace('&', '\\u0026')],
    ['in JSON of Python', 'json', JSON.stringify(secret).replace('ß', '\\u00df')],
    ['in JSON of PHP', 'json', JSON.stringify(secret).replaceAll('/', '\\/')],
    [
      'in JSON of .NET',
      'json',
      JSON.stringify(secret)
        .replace('\\"', '\\u0022')
        .replace('<', '\\u003C')
        .replace('&', '\\u0026')
        .replace('+', '\\u002B'),
    ],
    ['in base64', 'base64', Buffer.from(secret).toString('base64')],
    ['in base64 behind a byte', 'base64', Buffer.from(`u${secret}`).toString('base64')],
    ['in base64 behind two bytes', 'base64', Buffer.from(`u:${secret}`).toString('base64')],
    ['in base64 for URLs', 'base64', Buffer.from(`u:${secret}`).toString('base64url')],
    ['in JSON in base64', 'base64', Buffer.from(JSON.stringify({a: secret})).toString('base64')],
    ['in base64 in a URL', 'base64', encodeURIComponent(Buffer.from(secret).toString('base64'))],
    ['in a URL', 'url', percent],
    ['in a URL in small letters', 'url', percent.replaceAll(/%../g, code => code.toLowerCase())],
    ['in a form', 'url', percent.replaceAll('%20', '+')],
    ['in HTML', 'html', secret.replaceAll('&', '&amp;').replaceAll('<', '&lt;').replaceAll('"', '&quot;')],
  ])('%s', (_, form, written) => {
    const scan = new SecretSearch([{value: secret, from}]).scan()
    const hits = inBlocks(Buffer.from(`before ${written} behind`), 5).flatMap(block => scan.take(block))
    expect(hits).toContainEqual(expect.objectContaining({form, from}))
    // Where it is, never what it is.
    expect(JSON.stringify(hits)).not.toContain(secret.slice(0, 6))
  })

  it('line by line, where it has several', () => {
    const key = [
      '-----BEGIN PRIVATE KEY-----',
      'MIIEvQIBADANBgkqhkiG9w0BAQEFAASCBKcw',
      'ggSjAgEAAoIBAQC7VJTUt9Us8cKj',
      '-----END PRIVATE KEY-----',
    ]
    const hits = hitsIn(Buffer.from(`x\n${key[2]}\ny`), [key.join('\n')])
    expect(hits.length).toBe(1)
    expect(hitsIn(Buffer.from(String(key[0])), [key.join('\n')])).toEqual([])
  })
})

describe('what is searched for', () => {
  it('is no short value, and no word that stands everywhere: they are told', () => {
    const values = [
      'none',
      'abc12',
      'stream',
      '1234567',
      'password',
      'mongoadmin',
      'true',
      '${VALUE}',
      '/opt/openvidu/config',
    ]
    const search = new SecretSearch(values.map(value => ({value, from: `key ${value}`})))
    expect(search.size).toBe(0)
    expect(search.leftOut).toEqual(values.map(value => `key ${value}`))
    expect(search.scan().take(Buffer.from(values.join(' ')))).toEqual([])
  })

  it('is any other value, however weak', () => {
    const values = ['hunter2', 'stream1', 'correcthorse', 'openvidu1', '$ecret12', '/I2D0XUEZuMKlFXK']
    expect(new SecretSearch(values.map(value => ({value, from: 'x'}))).leftOut).toEqual([])
  })
})

/** Every place of every form, looked for one after the other. */
function naive(bytes: Buffer, values: readonly string[]): readonly string[] {
  const text = bytes.toString('latin1')
  const seen = new Set<string>()
  const found: string[] = []
  for (const value of new Set(values)) {
    for (const [written, form] of formsOf(value)) {
      if (seen.has(written)) continue
      seen.add(written)
      for (let at = text.indexOf(written); at !== -1; at = text.indexOf(written, at + 1))
        found.push(`${at} ${form} ${value}`)
    }
  }
  return found.toSorted()
}

it('finds exactly what a search for one after the other finds, wherever blocks end', () => {
  const value = fc
    .string({minLength: 8, maxLength: 14, unit: fc.constantFrom(...'aab1B/+"< ß')})
    .map(text => `${text}a1B`)
  const values = fc
    .uniqueArray(value, {minLength: 1, maxLength: 6})
    .filter(all => new SecretSearch(all.map(one => ({value: one, from: one}))).leftOut.length === 0)
  fc.assert(
    fc.property(
      values,
      fc.array(fc.tuple(fc.nat(), fc.nat(), fc.string({maxLength: 3, unit: fc.constantFrom(...'ab1/+=')}))),
      fc.integer({min: 1, max: 40}),
      (all, parts, size) => {
        const forms = all.filter(one => one.trim() === one).flatMap(one => [...formsOf(one).keys()])
        fc.pre(forms.length > 0)
        const text = parts.map(([which, cut, between]) => {
          const form = forms[which % forms.length] ?? ''
          // Some of them whole, some of them only as a beginning.
          return between + (cut % 3 === 0 ? form.slice(0, cut % form.length) : form)
        })
        const bytes = Buffer.from(text.join(''), 'latin1')
        const own = all.filter(one => one.trim() === one)
        const hits = hitsIn(bytes, own, size).map(({offset, form, from: known}) => `${offset} ${form} ${known}`)
        expect(hits.toSorted()).toEqual(naive(bytes, own))
      },
    ),
    {numRuns: 300},
  )
})
