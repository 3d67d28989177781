import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/termination-protection.ts'
import {absent} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

describe('termination-protection', () => {
  it('passes where it is on, whatever else is set', () => {
    const rollingBack = withChanged(healthyStack(), 'safeguards', own => ({...own, keepsFailures: false}))
    for (const stack of [healthyStack(), rollingBack]) expect(judgeIn(check, stack).status).toBe('pass')
  })

  it('fails where it is off', () => {
    const verdict = judgeIn(
      check,
      withChanged(healthyStack(), 'safeguards', own => ({...own, terminationProtection: false})),
    )
    expect(failures(verdict)).toEqual(['off: video'])
    expect(verdict).toMatchObject({findings: [{severity: 'medium'}]})
  })

  it('is not judged on a nested stack, whose root decides', () => {
    expect(judgeIn(check, withFacts(healthyStack(), {safeguards: absent('nested')})).status).toBe('not-applicable')
  })
})
