import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/master-slots.ts'
import {absent, unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

describe('master-slots', () => {
  it('passes with four addresses', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('fails with a fifth', () => {
    const fifth = withChanged(healthyStack(), 'fifthAddress', fact => ({...fact, present: true}))
    expect(failures(judgeIn(check, fifth))).toEqual(['fifth: OpenViduSharedInfo'])
    expect(judgeIn(check, fifth)).toMatchObject({
      findings: [{severity: 'high', observed: {key: 'MASTER_NODE_5_PRIVATE_IP'}, expected: {slots: 4}}],
    })
  })

  it('does not judge a secret that was not read, nor a generation that has no such key', () => {
    const asked = unknown('not-requested', 'only with --verify-secret', 'secretsmanager:GetSecretValue')
    expect(judgeIn(check, withFacts(healthyStack(), {fifthAddress: asked}))).toMatchObject({status: 'unknown'})
    const elsewhere = withFacts(healthyStack(), {fifthAddress: absent('addresses are in SSM parameters')})
    expect(judgeIn(check, elsewhere).status).toBe('not-applicable')
  })
})
