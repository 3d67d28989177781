import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/key-pair.ts'
import {unknown} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, offlinePlan, withChanged, withFacts} from '../../support/snapshots.ts'

describe('key-pair', () => {
  it('passes one that exists', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
  })

  it('fails one that does not', () => {
    const snapshot = withChanged(healthyPlan(), 'keyPair', fact => ({...fact, name: 'gone', exists: false}))
    const verdict = judgeIn(check, snapshot)
    expect(failures(verdict)).toEqual(['missing: KeyName'])
    expect(verdict).toMatchObject({findings: [{severity: 'high', observed: {keyPair: 'gone'}}]})
  })

  it('does not pass without a look, nor where it was denied', () => {
    expect(judgeIn(check, offlinePlan())).toMatchObject({status: 'unknown', unseen: {cause: 'not-requested'}})
    const denied = unknown('denied', 'EC2 refused', 'ec2:DescribeKeyPairs')
    expect(judgeIn(check, withFacts(healthyPlan(), {keyPair: denied}))).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'denied', action: 'ec2:DescribeKeyPairs'},
    })
  })
})
