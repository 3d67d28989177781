import {describe, expect, it} from 'vitest'
import check from '../../../checks/certificate/certificate-expiry.ts'
import {absent, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, testTime, withChanged, withFacts} from '../../support/snapshots.ts'
import {withFurther, withListeners} from './further-certificates.ts'

type Details = NonNullable<FactMap['certificates'][number]['details']>

const day = 86_400_000
const inDays = (days: number) => new Date(Date.parse(testTime) + days * day).toISOString()

const certificate = (part: Partial<Details>) =>
  withChanged(
    withFacts(healthyPlan(), {turn: absent('the template has no domain of its own for TURN')}),
    'certificates',
    certificates => certificates.map(one => ({...one, details: one.details && {...one.details, ...part}})),
  )

const judged = (days: number, part: Partial<Details> = {}) =>
  judgeIn(check, certificate({notAfter: inDays(days), ...part}))

describe('certificate-expiry', () => {
  it('passes at the threshold and above', () => {
    expect(judged(30).status).toBe('pass')
    expect(judged(400).status).toBe('pass')
  })

  it('fails below it, and more heavily once expired', () => {
    expect(judged(30 - 1 / day)).toMatchObject({
      findings: [{phrase: 'soon', severity: 'high', observed: {days: 29}, expected: {days: 30}}],
    })
    expect(judged(1 / day)).toMatchObject({findings: [{phrase: 'soon', observed: {days: 0}}]})
    expect(judged(0)).toMatchObject({findings: [{phrase: 'expired', severity: 'critical'}]})
    expect(failures(judged(-5))).toEqual(['expired: OpenViduCertificateARN'])
  })

  it.each([
    [{type: 'IMPORTED'}, 'high', 'never renews an imported one'],
    [{renewalStatus: 'FAILED'}, 'high', 'tried to renew it and failed'],
    [{renewalStatus: 'PENDING_VALIDATION'}, 'high', 'before the domain is validated again'],
    [{renewalStatus: 'PENDING_AUTO_RENEWAL'}, 'medium', 'is renewing it'],
    [{renewalStatus: 'SUCCESS'}, 'medium', 'has renewed it'],
    [{renewalEligible: true}, 'high', 'has not begun to'],
    [{renewalEligible: false}, 'high', 'will not renew it'],
  ] as const)('says of %j whether ACM renews it', (part, severity, words) => {
    const verdict = judged(10, part)
    expect(verdict).toMatchObject({findings: [{severity, message: expect.stringContaining(words)}]})
  })

  it('does not pass a certificate without an end or that ACM does not have', () => {
    expect(judgeIn(check, certificate({notAfter: null, status: 'PENDING_VALIDATION'}))).toMatchObject({
      status: 'unknown',
      unseen: {detail: expect.stringContaining('PENDING_VALIDATION')},
    })
    const none = withChanged(certificate({}), 'certificates', all => all.map(one => ({...one, details: null})))
    expect(judgeIn(check, none).status).toBe('unknown')
  })
})

describe('certificate-expiry of what listeners show to clients that name the domain', () => {
  const ends = (days: number, names = ['*.example.com']) => ({notAfter: inDays(days), names})
  const both = ['OpenViduMasterNodeWithTurnTLSListener', 'OpenViduRTMPMediaNodeListener']
  const of = (phrase: string) => both.map(listener => `${phrase}: ${listener}`)

  it('passes where they last, or cover another domain', () => {
    expect(judgeIn(check, withFurther(certificate({}), {a: ends(30), b: ends(-5, ['www.example.org'])})).status).toBe(
      'pass',
    )
  })

  it('fails on every listener, whatever the default one', () => {
    const verdict = judgeIn(check, withFurther(certificate({}), {a: {...ends(-5), type: 'IMPORTED'}}))
    expect(failures(verdict).toSorted()).toEqual(of('shownExpired'))
    expect(verdict).toMatchObject({
      findings: [
        {severity: 'critical', message: expect.stringMatching(/^a, which .* expired on 2026-11-17, and ACM never/)},
        {},
      ],
      remedy: {commands: [expect.stringContaining('remove-listener-certificates')]},
    })
    expect(failures(judgeIn(check, withFurther(certificate({}), {a: ends(29)}))).toSorted()).toEqual(of('shownSoon'))
  })

  it('weighs less where another that lasts may be shown', () => {
    const verdict = judgeIn(check, withFurther(certificate({}), {a: ends(-5), b: ends(300)}))
    expect(verdict).toMatchObject({findings: [{phrase: 'shownExpired', severity: 'medium'}, {severity: 'medium'}]})
  })

  it('weighs a default one less that none of these clients is shown', () => {
    const expired = certificate({notAfter: inDays(-5)})
    expect(judgeIn(check, withFurther(expired, {a: ends(300)}))).toMatchObject({
      findings: [{phrase: 'expired', severity: 'medium'}],
    })
    expect(judgeIn(check, withFurther(expired, {a: ends(300, ['www.example.org'])}))).toMatchObject({
      findings: [{phrase: 'expired', severity: 'critical'}],
    })
  })

  it('does not pass what was not seen', () => {
    const gap = unknown('denied', 'not seen', 'elasticloadbalancing:DescribeListenerCertificates')
    const listed = withFurther(certificate({}), {a: ends(300)})
    for (const unseen of [
      withListeners(certificate({}), listener => ({...listener, furtherCertificates: gap})),
      withFacts(listed, {listenerCertificates: gap}),
      withFacts(listed, {listenerCertificates: [{arn: 'a', details: gap}]}),
      withFacts(listed, {listenerCertificates: [{arn: 'a', details: {state: 'known', value: null}}]}),
      withFacts(listed, {domainName: gap}),
      withFacts(certificate({}), {balancers: gap}),
    ])
      expect(judgeIn(check, unseen).status).toBe('unknown')
    // Without a choice, nobody needs to know the domain.
    expect(judgeIn(check, withFacts(certificate({}), {domainName: gap})).status).toBe('pass')
  })
})
