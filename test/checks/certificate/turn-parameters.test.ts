import {describe, expect, it} from 'vitest'
import check from '../../../checks/certificate/turn-parameters.ts'
import {absent, known, unknown} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const parameter = (id: string) => ({type: 'Parameter', id, logicalId: null, location: null})
const arn = 'arn:aws:acm:eu-west-1:123456789012:certificate/0a1b2c3d-1111-4222-8333-444455556666'

const turn = (domain: string, certificate: string) =>
  withFacts(healthyPlan(), {
    region: 'eu-west-1',
    domainName: {subject: parameter('DomainName'), value: known('video.example.com')},
    turn: {
      domainName: {subject: parameter('TurnDomainName'), value: known(domain)},
      certificate: {subject: parameter('TurnCertificateARN'), value: known(certificate)},
    },
  })

describe('turn-parameters', () => {
  it('passes both and neither', () => {
    expect(judgeIn(check, turn('', '')).status).toBe('pass')
    expect(judgeIn(check, turn('turn.example.com', arn)).status).toBe('pass')
  })

  it('does not apply to a template without them', () => {
    const snapshot = withFacts(healthyPlan(), {turn: absent('the template has no domain of its own for TURN')})
    expect(judgeIn(check, snapshot).status).toBe('not-applicable')
  })

  it.each([
    ['turn.example.com', '', 'TurnCertificateARN', 'TurnDomainName'],
    ['', arn, 'TurnDomainName', 'TurnCertificateARN'],
  ])('fails one alone, at the empty one', (domain, certificate, empty, given) => {
    const verdict = judgeIn(check, turn(domain, certificate))
    expect(failures(verdict)).toEqual([`lonely: ${empty}`])
    expect(verdict).toMatchObject({findings: [{severity: 'high', defect: null, observed: {given, empty}}]})
  })

  it('fails the main domain', () => {
    expect(failures(judgeIn(check, turn('video.example.com', arn)))).toEqual(['sameDomain: TurnDomainName'])
  })

  it('tells faults of both at once', () => {
    const verdict = judgeIn(check, turn('*.example.com', 'arn:aws:iam::123456789012:server-certificate/turn'))
    expect(failures(verdict)).toEqual(['certificate: TurnCertificateARN', 'domain: TurnDomainName'])
    expect(verdict).toMatchObject({
      findings: [{observed: {fault: 'is an IAM server certificate'}}, {observed: {fault: 'is a wildcard'}}],
    })
  })

  it('fails a certificate of another region', () => {
    const verdict = judgeIn(check, turn('turn.example.com', arn.replace('eu-west-1', 'us-east-1')))
    expect(failures(verdict)).toEqual(['region: TurnCertificateARN'])
  })

  it('does not pass a pair of which one, the main domain or the region is unseen', () => {
    const open = unknown('unresolved', 'TurnDomainName keeps the value that the stack has')
    const one = withChanged(turn('', arn), 'turn', fact => ({...fact, domainName: {...fact.domainName, value: open}}))
    expect(judgeIn(check, one).status).toBe('unknown')
    const given = turn('turn.example.com', arn)
    const main = withChanged(given, 'domainName', fact => ({...fact, value: open}))
    expect(judgeIn(check, main).status).toBe('unknown')
    const region = withFacts(given, {region: unknown('not-requested', 'give the region with --region')})
    expect(judgeIn(check, region)).toMatchObject({status: 'unknown', unseen: {facts: ['region']}})
  })

  it('needs neither main domain nor region where both are empty', () => {
    const gap = unknown('not-requested', 'not given')
    expect(judgeIn(check, withFacts(turn('', ''), {domainName: gap, region: gap})).status).toBe('pass')
  })
})
