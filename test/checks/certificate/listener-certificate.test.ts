import {describe, expect, it} from 'vitest'
import check from '../../../checks/certificate/listener-certificate.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {factOf, failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Listener = FactMap['balancers'][number]['listeners'][number]

const other = 'arn:aws:acm:eu-west-1:123456789012:certificate/other'
const turnArn = 'arn:aws:acm:eu-west-1:123456789012:certificate/turn'
const parameter = (id: string) => ({type: 'Parameter', id, logicalId: null, location: null})

const onPort = (port: number, change: (listener: Listener) => Listener) =>
  withChanged(healthyStack(), 'balancers', balancers =>
    balancers.map(one => ({
      ...one,
      listeners: one.listeners.map(listener =>
        listener.port.state === 'known' && listener.port.value === port ? change(listener) : listener,
      ),
    })),
  )

const withTurn = (presented: string) =>
  withFacts(
    withChanged(healthyStack(), 'balancers', balancers =>
      balancers.flatMap(one => [
        one,
        {
          ...one,
          balancer: 'turn' as const,
          listeners: one.listeners.slice(0, 1).map(listener => ({
            ...listener,
            subject: {...listener.subject, logicalId: 'TurnListener'},
            protocol: known('TLS'),
            certificate: {subject: listener.subject, value: known(presented)},
          })),
        },
      ]),
    ),
    {
      turn: {
        domainName: {subject: parameter('TurnDomainName'), value: known('turn.example.com')},
        certificate: {subject: parameter('TurnCertificateARN'), value: known(turnArn)},
      },
    },
  )

describe('listener-certificate', () => {
  it('passes where all listeners present the certificate of their parameter', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    expect(judgeIn(check, withTurn(turnArn)).status).toBe('pass')
  })

  it('names a certificate that was replaced by hand', () => {
    const replaced = onPort(443, listener => ({
      ...listener,
      certificate: {subject: listener.subject, value: known(other)},
    }))
    const verdict = judgeIn(check, replaced)
    expect(failures(verdict)).toHaveLength(1)
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'other',
          severity: 'high',
          observed: {certificate: other},
          message: expect.stringMatching(/presents arn:.*other; OpenViduCertificateARN names arn:/),
        },
      ],
    })
  })

  it('takes the certificate of the parameter among those for clients that name their domain', () => {
    const {value: wanted} = factOf(healthyStack(), 'certificate')
    const arn = wanted.state === 'known' ? wanted.value : ''
    const added = (further: Listener['furtherCertificates']) =>
      onPort(443, listener => ({
        ...listener,
        certificate: {subject: listener.subject, value: known(other)},
        furtherCertificates: further,
      }))
    expect(judgeIn(check, added(known([turnArn, arn]))).status).toBe('pass')
    expect(judgeIn(check, added(known([turnArn])))).toMatchObject({
      findings: [
        {observed: {further: 1}, message: expect.stringContaining('other, or one of 1 more to clients that name')},
      ],
    })
    const denied = unknown('denied', 'no policy allows it', 'elasticloadbalancing:DescribeListenerCertificates')
    expect(judgeIn(check, added(denied))).toMatchObject({status: 'unknown', unseen: {cause: 'denied'}})
  })

  it('asks for no further certificates where the default one is that of the parameter', () => {
    const unseen = onPort(443, listener => ({...listener, furtherCertificates: unknown('denied', 'not seen')}))
    expect(judgeIn(check, unseen).status).toBe('pass')
  })

  it('fails without any certificate', () => {
    expect(
      judgeIn(
        check,
        onPort(1935, listener => ({...listener, certificate: null})),
      ),
    ).toMatchObject({
      findings: [{phrase: 'none', observed: {certificates: 0}}],
    })
  })

  it('compares the TURN balancer with the TURN certificate', () => {
    const verdict = judgeIn(check, withTurn(other))
    expect(failures(verdict)).toEqual(['other: TurnListener'])
    expect(verdict).toMatchObject({findings: [{expected: {parameter: 'TurnCertificateARN', certificate: turnArn}}]})
  })

  it.each([
    ['on a port of its own', 8443, 'pass'],
    ['in the place of one of the template', 443, 'fail'],
  ] as const)('judges a listener made by hand only where OpenVidu listens: %s', (_, port, status) => {
    const added = onPort(443, listener => ({
      ...listener,
      subject: {...listener.subject, logicalId: null},
      port: known(port),
      certificate: {subject: listener.subject, value: known(other)},
    }))
    expect(judgeIn(check, added).status).toBe(status)
    const unread = withChanged(added, 'intended', intended => ({...intended, balancers: null}))
    expect(judgeIn(check, unread).status).toBe('fail')
    const denied = withFacts(added, {intended: unknown('denied', 'no policy allows it')})
    expect(judgeIn(check, denied)).toMatchObject({status: 'unknown', unseen: {cause: 'denied'}})
  })

  it('does not pass what was not seen', () => {
    const gap = unknown('unresolved', 'not seen')
    for (const unseen of [
      onPort(443, listener => ({...listener, protocol: gap})),
      onPort(443, listener => ({...listener, certificate: {subject: listener.subject, value: gap}})),
      withChanged(healthyStack(), 'certificate', certificate => ({...certificate, value: gap})),
      withFacts(withTurn(turnArn), {turn: {state: 'absent', why: 'no parameters'}}),
      withFacts(healthyStack(), {balancers: []}),
    ])
      expect(judgeIn(check, unseen).status).toBe('unknown')
  })
})
