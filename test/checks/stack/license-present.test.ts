import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/license-present.ts'
import {absent, known, unknown} from '../../../src/model/fact.ts'
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
})
