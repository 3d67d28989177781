import {describe, expect, it} from 'vitest'
import check from '../../../checks/certificate/certificate-issued.ts'
import {absent, known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, offlinePlan, withChanged, withFacts} from '../../support/snapshots.ts'

type Certificate = FactMap['certificates'][number]

const parameter = (id: string) => ({type: 'Parameter', id, logicalId: null, location: null})
const noTurn = () => withFacts(healthyPlan(), {turn: absent('the template has no domain of its own for TURN')})
const change = (change: (certificate: Certificate) => Certificate) =>
  withChanged(noTurn(), 'certificates', certificates => certificates.map(change))
const status = (status: string, failureReason: string | null = null) =>
  change(one => ({...one, details: one.details && {...one.details, status, failureReason}}))

const turn = {
  domainName: {subject: parameter('TurnDomainName'), value: known('turn.example.com')},
  certificate: {subject: parameter('TurnCertificateARN'), value: known('arn:turn')},
}

describe('certificate-issued', () => {
  it('passes an issued certificate', () => {
    expect(judgeIn(check, noTurn()).status).toBe('pass')
  })

  it('fails a certificate that ACM does not have', () => {
    const verdict = judgeIn(
      check,
      change(one => ({...one, details: null})),
    )
    expect(failures(verdict)).toEqual(['missing: OpenViduCertificateARN'])
    expect(verdict).toMatchObject({findings: [{severity: 'critical', expected: {status: 'ISSUED'}}]})
  })

  it.each(['PENDING_VALIDATION', 'VALIDATION_TIMED_OUT', 'EXPIRED', 'INACTIVE', 'REVOKED', 'SOMETHING_NEW'])(
    'fails a certificate that is %s',
    name => {
      const verdict = judgeIn(check, status(name))
      expect(failures(verdict)).toEqual(['notIssued: OpenViduCertificateARN'])
      expect(verdict).toMatchObject({findings: [{observed: {status: name}}]})
    },
  )

  it('tells the reason where ACM gives one', () => {
    const verdict = judgeIn(check, status('FAILED', 'CAA_ERROR'))
    expect(verdict).toMatchObject({findings: [{message: expect.stringContaining('FAILED (CAA_ERROR)')}]})
  })

  it('judges the TURN certificate too', () => {
    const both = withChanged(withFacts(noTurn(), {turn}), 'certificates', ([main]) => {
      if (main === undefined) throw new Error('no certificate')
      return [main, {...main, role: 'turn' as const, subject: turn.certificate.subject, details: null}]
    })
    expect(failures(judgeIn(check, both))).toEqual(['missing: TurnCertificateARN'])
  })

  it('does not pass a certificate that nobody looked at', () => {
    expect(judgeIn(check, withFacts(noTurn(), {turn})).status).toBe('unknown')
    expect(judgeIn(check, withFacts(noTurn(), {certificates: []})).status).toBe('unknown')
    expect(judgeIn(check, offlinePlan())).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'not-requested', action: 'acm:DescribeCertificate'},
    })
    const open = unknown('unresolved', 'TurnCertificateARN keeps the value that the stack has')
    const kept = withFacts(noTurn(), {turn: {...turn, certificate: {...turn.certificate, value: open}}})
    expect(judgeIn(check, kept).status).toBe('unknown')
  })
})
