import {describe, expect, it} from 'vitest'
import check from '../../../checks/certificate/certificate-domain-match.ts'
import {absent, known, unknown} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'
import {withFurther, withListeners} from './further-certificates.ts'

const parameter = (id: string) => ({type: 'Parameter', id, logicalId: null, location: null})
const noTurn = () => withFacts(healthyPlan(), {turn: absent('the template has no domain of its own for TURN')})

const covering = (domain: string, names: readonly string[]) => {
  const named = withChanged(noTurn(), 'domainName', fact => ({...fact, value: known(domain)}))
  return withChanged(named, 'certificates', certificates =>
    certificates.map(one => ({...one, details: one.details && {...one.details, names: [...names]}})),
  )
}

const withTurn = (turnDomain: string, names: readonly string[], subject = parameter('TurnCertificateARN')) => {
  const main = covering('video.example.com', ['video.example.com'])
  const turn = {
    domainName: {subject: parameter('TurnDomainName'), value: known(turnDomain)},
    certificate: {subject: parameter('TurnCertificateARN'), value: known('arn:turn')},
  }
  return withChanged(withFacts(main, {turn}), 'certificates', ([one]) => {
    if (one === undefined || one.details === null) throw new Error('no certificate')
    return [one, {...one, role: 'turn' as const, subject, details: {...one.details, names: [...names]}}]
  })
}

describe('certificate-domain-match', () => {
  it.each([
    ['video.example.com', ['video.example.com']],
    ['video.example.com', ['other.example.com', '*.example.com']],
    ['video.example.com', ['VIDEO.Example.COM']],
    ['video.example.com', ['video.example.com.']],
    ['video.example.com', ['*.EXAMPLE.com.']],
    ['xn--mnchen-3ya.example', ['münchen.example']],
    ['video.xn--mnchen-3ya.example', ['*.münchen.example']],
  ])('%s is covered by %j', (domain, names) => {
    expect(judgeIn(check, covering(domain, names)).status).toBe('pass')
  })

  it.each([
    ['example.com', ['*.example.com']],
    ['a.video.example.com', ['*.example.com']],
    ['video.example.com', ['example.com', '*.video.example.com', 'vide*.example.com', '*.com', '*']],
    ['video.example.com', ['video.example.org']],
    ['video.example.com', []],
  ])('%s is not covered by %j', (domain, names) => {
    const verdict = judgeIn(check, covering(domain, names))
    expect(failures(verdict)).toEqual(['uncovered: OpenViduCertificateARN'])
    expect(verdict).toMatchObject({findings: [{severity: 'critical', observed: {names, domains: [domain]}}]})
  })

  it('is well with another certificate that every listener shows to clients that name the domain', () => {
    const plan = covering('video.example.com', ['video.example.org'])
    const both = withFurther(plan, {a: {names: ['*.example.com']}, b: {names: ['x.example.org']}})
    expect(judgeIn(check, both).status).toBe('pass')
    const one = withListeners(both, listener =>
      listener.port.state === 'known' && listener.port.value === 443
        ? listener
        : {...listener, furtherCertificates: known([])},
    )
    expect(failures(judgeIn(check, one))).toEqual(['uncovered: OpenViduCertificateARN'])
    expect(judgeIn(check, withFurther(plan, {b: {names: ['x.example.org']}})).status).toBe('fail')
    expect(judgeIn(check, withFacts(plan, {balancers: []})).status).toBe('fail')
    const gap = unknown('denied', 'not seen', 'elasticloadbalancing:DescribeListenerCertificates')
    for (const unseen of [
      withListeners(plan, listener => ({...listener, furtherCertificates: gap})),
      withFacts(both, {listenerCertificates: gap}),
      withFacts(plan, {balancers: gap}),
    ])
      expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {cause: 'denied'}})
  })

  it('expects the domain or the wildcard one level up, and never one of a top-level domain', () => {
    const two = judgeIn(check, covering('video.example.com', []))
    expect(two).toMatchObject({findings: [{expected: {names: ['video.example.com', '*.example.com']}}]})
    expect(judgeIn(check, covering('example.com', []))).toMatchObject({
      findings: [{expected: {names: ['example.com']}}],
    })
  })

  it('names a few of many', () => {
    const many = Array.from({length: 100}, (_, index) => `host${index}.example.com`)
    const verdict = judgeIn(check, covering('video.example.com', many))
    expect(verdict).toMatchObject({findings: [{message: expect.stringContaining('host3.example.com and 96 more')}]})
  })

  it('compares the TURN pair for itself', () => {
    expect(judgeIn(check, withTurn('turn.example.com', ['turn.example.com'])).status).toBe('pass')
    const verdict = judgeIn(check, withTurn('turn.example.com', ['video.example.com']))
    expect(failures(verdict)).toEqual(['uncovered: TurnCertificateARN'])
  })

  it('has one finding for one certificate of both domains', () => {
    const shared = parameter('OpenViduCertificateARN')
    const verdict = judgeIn(check, withTurn('turn.example.org', [], shared))
    expect(failures(verdict)).toEqual(['uncovered: OpenViduCertificateARN'])
    expect(verdict).toMatchObject({findings: [{observed: {domains: ['turn.example.org']}}]})
  })

  it('does not pass what was not seen', () => {
    const details = withChanged(noTurn(), 'certificates', all => all.map(one => ({...one, details: null})))
    expect(judgeIn(check, details).status).toBe('unknown')
    const open = unknown('unresolved', 'no value is given for DomainName')
    const domain = withChanged(noTurn(), 'domainName', fact => ({...fact, value: open}))
    expect(judgeIn(check, domain).status).toBe('unknown')
    expect(judgeIn(check, covering('', ['*.example.com'])).status).toBe('unknown')
  })
})
