import {describe, expect, it} from 'vitest'
import check from '../../../checks/certificate/endpoint-tls.ts'
import {known, type Seen, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {factOf, failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'
import {withFurther, withListeners} from './further-certificates.ts'

type Endpoint = FactMap['endpoints'][number]
type Answer = Endpoint['answer'] extends Seen<infer T> ? T : never
type Shown = NonNullable<Answer['certificate']>

const answering = (change: (answer: Answer) => Answer, stack: Snapshot = healthyStack()) =>
  withChanged(stack, 'endpoints', all =>
    all.map(one => (one.answer.state === 'known' ? {...one, answer: known(change(one.answer.value))} : one)),
  )
const showing = (part: Partial<Shown>, stack?: Snapshot) =>
  answering(answer => ({...answer, certificate: answer.certificate && {...answer.certificate, ...part}}), stack)
const inAcm = (part: Partial<NonNullable<FactMap['certificates'][number]['details']>>) =>
  withChanged(healthyStack(), 'certificates', all =>
    all.map(one => ({...one, details: one.details && {...one.details, ...part}})),
  )

describe('endpoint-tls', () => {
  it('passes where the certificate of ACM is shown, with a chain that holds', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    // Leading zeros are a matter of writing.
    expect(judgeIn(check, showing({serial: 'a1b2c3d4e5f60718293a4b5c6d7e8f9'})).status).toBe('pass')
  })

  it('fails with another certificate', () => {
    const verdict = judgeIn(check, showing({serial: '01'}))
    expect(failures(verdict)).toEqual(['other: DomainName'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'medium',
          observed: {serial: '01', fault: 'none'},
          message: expect.stringContaining('OpenViduCertificateARN names certificate 0A1B'),
        },
      ],
    })
  })

  it('takes a certificate that a listener has for clients that name the domain', () => {
    const other = showing({serial: '01'})
    expect(judgeIn(check, withFurther(other, {a: {serial: '1'}})).status).toBe('pass')
    expect(judgeIn(check, withFurther(other, {a: {serial: '2'}})).status).toBe('fail')
    const refused = answering(
      answer => ({...answer, fault: 'CERT_HAS_EXPIRED'}),
      withFurther(other, {a: {serial: '1'}}),
    )
    expect(failures(judgeIn(check, refused))).toEqual(['refused: DomainName'])
    const gap = unknown('denied', 'not seen')
    const unseen = withListeners(other, listener => ({...listener, furtherCertificates: gap}))
    for (const snapshot of [unseen, withFacts(other, {balancers: gap})])
      expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {cause: 'denied'}})
  })

  it('compares names and end where ACM tells no number', () => {
    expect(judgeIn(check, inAcm({serial: null})).status).toBe('pass')
    expect(judgeIn(check, inAcm({serial: null, notAfter: '2027-10-02T00:00:00.000Z'}))).toMatchObject({
      findings: [{phrase: 'other'}],
    })
    expect(judgeIn(check, inAcm({serial: null, names: ['other.example.com']}))).toMatchObject({
      findings: [{phrase: 'other'}],
    })
  })

  it('fails where clients would not go on, and says why', () => {
    const faulty = (fault: string) => answering(answer => ({...answer, fault}))
    expect(judgeIn(check, faulty('UNABLE_TO_VERIFY_LEAF_SIGNATURE'))).toMatchObject({
      findings: [
        {
          phrase: 'refused',
          message: expect.stringContaining('UNABLE_TO_VERIFY_LEAF_SIGNATURE: an intermediate certificate is missing'),
        },
      ],
    })
    expect(judgeIn(check, faulty('SOMETHING_NEW'))).toMatchObject({findings: [{observed: {fault: 'SOMETHING_NEW'}}]})
    const both = showing({serial: '01'}, faulty('CERT_HAS_EXPIRED'))
    expect(judgeIn(check, both)).toMatchObject({
      findings: [{phrase: 'other', message: expect.stringContaining('which clients refuse (CERT_HAS_EXPIRED')}],
    })
  })

  it('fails where no TLS is spoken', () => {
    const silent = answering(() => ({certificate: null, fault: 'EPROTO'}))
    expect(judgeIn(check, silent)).toMatchObject({findings: [{phrase: 'noTls', observed: {fault: 'EPROTO'}}]})
  })

  it('does not apply without --probe', () => {
    const unasked = withFacts(healthyStack(), {endpoints: {state: 'absent', why: 'ask for it with --probe'}})
    expect(judgeIn(check, unasked)).toMatchObject({status: 'not-applicable', why: expect.stringContaining('--probe')})
  })

  it('does not pass what was not seen', () => {
    const [endpoint] = factOf(healthyStack(), 'endpoints')
    const unreachable = endpoint === undefined ? [] : [{...endpoint, answer: unknown('unreachable', 'no route')}]
    for (const unseen of [
      withFacts(healthyStack(), {endpoints: unreachable}),
      withFacts(healthyStack(), {endpoints: []}),
      withFacts(healthyStack(), {certificates: unknown('denied', 'no', 'acm:DescribeCertificate')}),
      withFacts(healthyStack(), {certificates: []}),
      withChanged(healthyStack(), 'certificates', all => all.map(one => ({...one, details: null}))),
    ])
      expect(judgeIn(check, unseen).status).toBe('unknown')
  })
})
