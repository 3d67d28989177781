import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/license-present.ts'
import {absent, known, unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

describe('license-present', () => {
  it('passes where a licence is given', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
  })

  it('fails on a blank one', () => {
    const verdict = judgeIn(
      check,
      withChanged(healthyPlan(), 'license', fact => ({...fact, blank: known(true)})),
    )
    expect(failures(verdict)).toEqual(['blank: OpenViduLicense'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'critical', observed: {parameter: 'OpenViduLicense', value: 'blank'}}],
    })
  })

  it('does not pass a licence that the stack is to keep', () => {
    const previous = unknown('unresolved', 'OpenViduLicense keeps the value that the stack has')
    const snapshot = withChanged(healthyPlan(), 'license', fact => ({...fact, blank: previous}))
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {facts: ['OpenViduLicense']}})
  })

  it('does not apply to a template without such a parameter', () => {
    const snapshot = withFacts(healthyPlan(), {license: absent('the template has no parameter for the licence')})
    expect(judgeIn(check, snapshot).status).toBe('not-applicable')
  })

  const inSecret = (content: 'filled' | 'none' | 'blank' | 'not-text') =>
    withChanged(healthyStack(), 'secretReview', review => ({
      ...review,
      keys: review.keys.map(key => (key.name === 'OPENVIDU_PRO_LICENSE' ? {...key, content} : key)),
    }))

  it('judges the licence in the secret where that was read', () => {
    expect(judgeIn(check, inSecret('filled')).status).toBe('pass')
    const verdict = judgeIn(check, inSecret('none'))
    expect(failures(verdict)).toEqual(['notInSecret: OpenViduSharedInfo'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'critical', observed: {key: 'OPENVIDU_PRO_LICENSE', state: '`none`'}}],
      remedy: {text: expect.stringContaining('reboot the masters')},
    })
    const missing = withChanged(healthyStack(), 'secretReview', review => ({...review, keys: []}))
    expect(judgeIn(check, missing)).toMatchObject({findings: [{observed: {state: 'missing'}}]})
  })

  it('leaves it at the parameter where nobody asked to read the secret, but not where that was refused', () => {
    const asked = unknown('not-requested', 'only with --verify-secret', 'secretsmanager:GetSecretValue')
    expect(judgeIn(check, withFacts(healthyStack(), {secretReview: asked})).status).toBe('pass')
    const denied = unknown('denied', 'no policy allows it', 'secretsmanager:GetSecretValue')
    expect(judgeIn(check, withFacts(healthyStack(), {secretReview: denied}))).toMatchObject({status: 'unknown'})
  })
})
