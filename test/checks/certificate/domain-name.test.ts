import {describe, expect, it} from 'vitest'
import check from '../../../checks/certificate/domain-name.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

const domain = (name: string) => withChanged(healthyPlan(), 'domainName', fact => ({...fact, value: known(name)}))

const label63 = 'a'.repeat(63)
/** 63 + 1 + 63 + 1 + 63 + 1 + rest: exactly as long as asked. */
const nameOf = (length: number) => `${label63}.${label63}.${label63}.${'b'.repeat(length - 196)}.org`

describe('domain-name', () => {
  it.each([
    'video.example.com',
    'example.org',
    'a-1.b2.example',
    'xn--mnchen-3ya.example',
    `${label63}.org`,
    nameOf(253),
  ])('passes %s', name => {
    expect(judgeIn(check, domain(name)).status).toBe('pass')
  })

  it.each([
    ['', 'empty'],
    [' ', 'empty'],
    ['10.0.0.1', 'address'],
    ['2001:db8::1', 'address'],
    ['[2001:db8::1]', 'address'],
    ['*.example.com', 'wildcard'],
    ['video.example.com.', 'trailingDot'],
    ['Video.Example.com', 'upperCase'],
    [nameOf(254), 'tooLong'],
    ['localhost', 'malformed'],
    ['video..example.com', 'malformed'],
    [`${label63}a.org`, 'malformed'],
    ['-video.example.com', 'malformed'],
    ['video-.example.com', 'malformed'],
    ['my_video.example.com', 'malformed'],
    ['https://video.example.com', 'malformed'],
    ['video.example.com:443', 'malformed'],
    ['münchen.example', 'malformed'],
    ['1.2.3', 'malformed'],
  ])('refuses "%s" as %s', (name, phrase) => {
    const verdict = judgeIn(check, domain(name))
    expect(failures(verdict)).toEqual([`${phrase}: DomainName`])
    expect(verdict).toMatchObject({
      findings: [{severity: 'critical', defect: null, observed: {parameter: 'DomainName'}}],
    })
  })

  it('says what the name should be where it can', () => {
    expect(judgeIn(check, domain('Video.Example.com'))).toMatchObject({
      findings: [{observed: {domain: 'Video.Example.com'}, expected: {domain: 'video.example.com'}}],
    })
    expect(judgeIn(check, domain('example.com.'))).toMatchObject({findings: [{expected: {domain: 'example.com'}}]})
    expect(judgeIn(check, domain(nameOf(254)))).toMatchObject({
      findings: [{observed: {characters: 254}, expected: {characters: 253}}],
    })
  })

  it('does not pass a name that is missing', () => {
    const missing = unknown('unresolved', 'no value is given for DomainName')
    const snapshot = withChanged(healthyPlan(), 'domainName', fact => ({...fact, value: missing}))
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {facts: ['DomainName']}})
  })
})
