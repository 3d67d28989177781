import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/failure-keeps-evidence.ts'
import {absent} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

describe('failure-keeps-evidence', () => {
  it('passes where a failed creation would be kept, whatever else is set', () => {
    const unprotected = withChanged(healthyStack(), 'safeguards', own => ({...own, terminationProtection: false}))
    for (const stack of [healthyStack(), unprotected]) expect(judgeIn(check, stack).status).toBe('pass')
  })

  it('fails where it is rolled back, lightly', () => {
    const verdict = judgeIn(
      check,
      withChanged(healthyStack(), 'safeguards', own => ({...own, keepsFailures: false})),
    )
    expect(failures(verdict)).toEqual(['rollsBack: video'])
    expect(verdict).toMatchObject({findings: [{severity: 'low', observed: {disableRollback: false}}]})
  })

  it('does not apply to a nested stack', () => {
    expect(judgeIn(check, withFacts(healthyStack(), {safeguards: absent('nested')})).status).toBe('not-applicable')
  })
})
