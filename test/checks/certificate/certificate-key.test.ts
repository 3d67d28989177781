import {describe, expect, it} from 'vitest'
import check from '../../../checks/certificate/certificate-key.ts'
import {absent} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const key = (keyAlgorithm: string) =>
  withChanged(
    withFacts(healthyPlan(), {turn: absent('the template has no domain of its own for TURN')}),
    'certificates',
    certificates => certificates.map(one => ({...one, details: one.details && {...one.details, keyAlgorithm}})),
  )

describe('certificate-key', () => {
  it.each(['RSA_2048', 'RSA-2048', 'RSA_3072', 'EC_prime256v1', 'EC_secp384r1', 'EC_secp521r1'])(
    'passes %s',
    algorithm => {
      expect(judgeIn(check, key(algorithm)).status).toBe('pass')
    },
  )

  it.each([
    ['RSA_4096', 'unusable'],
    ['RSA-4096', 'unusable'],
    ['EC_secp256k1', 'unusable'],
    ['RSA_1024', 'weak'],
  ])('fails %s as %s', (algorithm, phrase) => {
    const verdict = judgeIn(check, key(algorithm))
    expect(failures(verdict)).toEqual([`${phrase}: OpenViduCertificateARN`])
    expect(verdict).toMatchObject({
      findings: [{severity: 'high', observed: {keyAlgorithm: algorithm.replace('-', '_')}}],
    })
  })

  it('does not pass a key that ACM does not show', () => {
    const none = withChanged(key('RSA_2048'), 'certificates', all => all.map(one => ({...one, details: null})))
    expect(judgeIn(check, none).status).toBe('unknown')
  })
})
