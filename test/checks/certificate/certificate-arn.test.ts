import {describe, expect, it} from 'vitest'
import check from '../../../checks/certificate/certificate-arn.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const arn = (partition: string, region: string) =>
  `arn:${partition}:acm:${region}:123456789012:certificate/0a1b2c3d-1111-4222-8333-444455556666`

const parameter = {type: 'Parameter', id: 'OpenViduCertificateARN', logicalId: null, location: null}

/** A plan whose listeners all present the certificate. */
const presenting = (certificate: FactMap['certificate'], facts: Parameters<typeof withFacts>[1] = {}) =>
  withChanged(withFacts(healthyPlan(), {certificate, ...facts}), 'balancers', balancers =>
    balancers.map(balancer => ({
      ...balancer,
      listeners: balancer.listeners.map(listener => ({...listener, certificate: listener.certificate && certificate})),
    })),
  )

const named = (value: string, region = 'eu-west-1') => presenting({subject: parameter, value: known(value)}, {region})

describe('certificate-arn', () => {
  it.each([
    ['aws', 'eu-west-1'],
    ['aws', 'ap-southeast-7'],
    ['aws-cn', 'cn-north-1'],
    ['aws-us-gov', 'us-gov-west-1'],
    ['aws-eusc', 'eusc-de-east-1'],
  ])('passes a certificate of %s in %s', (partition, region) => {
    expect(judgeIn(check, named(arn(partition, region), region)).status).toBe('pass')
  })

  it.each([
    ['', 'empty'],
    ['arn:aws:iam::123456789012:server-certificate/video', 'iam'],
    ['video.example.com', 'malformed'],
    [`${arn('aws', 'eu-west-1')} `, 'malformed'],
    ['arn:aws:acm:eu-west-1:12345678901:certificate/0a1b2c3d', 'malformed'],
    ['arn:aws:acm::123456789012:certificate/0a1b2c3d', 'malformed'],
    ['arn:aws:acm-pca:eu-west-1:123456789012:certificate-authority/0a1b2c3d', 'malformed'],
    [arn('aws', 'cn-north-1'), 'partition'],
    [arn('aws-us-gov', 'eu-west-1'), 'partition'],
  ])('refuses "%s" as %s', (value, phrase) => {
    const verdict = judgeIn(check, named(value))
    expect(failures(verdict)).toEqual([`${phrase}: OpenViduCertificateARN`])
    expect(verdict).toMatchObject({findings: [{severity: 'critical', observed: {value}}], unseen: null})
  })

  it('refuses a listener whose certificate is another one, where that is wrong', () => {
    const rtmp = {
      subject: {type: 'AWS::ElasticLoadBalancingV2::Listener', id: null, logicalId: 'RTMP', location: null},
      value: known(arn('aws', 'us-east-1')),
    }
    const snapshot = withChanged(named(arn('aws', 'eu-west-1')), 'balancers', balancers =>
      balancers.map(balancer => ({
        ...balancer,
        listeners: balancer.listeners.map((listener, index) =>
          index === 0 ? {...listener, certificate: rtmp} : listener,
        ),
      })),
    )
    expect(failures(judgeIn(check, snapshot))).toEqual(['region: RTMP'])
  })

  it('refuses a certificate of another region', () => {
    const verdict = judgeIn(check, named(arn('aws', 'us-east-1')))
    expect(failures(verdict)).toEqual(['region: OpenViduCertificateARN'])
    expect(verdict).toMatchObject({findings: [{observed: {region: 'us-east-1'}, expected: {region: 'eu-west-1'}}]})
  })

  it('does not pass without a region, but needs none to refuse what is no ARN', () => {
    const region = unknown('not-requested', 'give the region with --region')
    const sound = withFacts(named(arn('aws', 'eu-west-1')), {region})
    expect(judgeIn(check, sound)).toMatchObject({status: 'unknown', unseen: {facts: ['region']}})
    expect(judgeIn(check, withFacts(named('x'), {region}))).toMatchObject({status: 'fail', unseen: null})
  })

  it('does not pass a certificate that is made elsewhere', () => {
    const open = unknown('unresolved', 'Certificate is known once the stack exists')
    const snapshot = withChanged(healthyPlan(), 'certificate', fact => ({...fact, value: open}))
    expect(judgeIn(check, snapshot).status).toBe('unknown')
  })
})
