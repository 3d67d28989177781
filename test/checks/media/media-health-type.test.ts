import {describe, expect, it} from 'vitest'
import check from '../../../checks/media/media-health-type.ts'
import {known, type Seen, unknown} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

const typed = (healthCheckType: Seen<string>, official: 'unmodified' | 'modified' = 'modified') =>
  withChanged(
    withChanged(healthyPlan(), 'mediaGroup', group => ({...group, healthCheckType})),
    'template',
    template => ({...template, official: known(official)}),
  )

describe('media-health-type', () => {
  it.each(['ELB', 'EC2,ELB', 'EBS, ELB'])('passes with %s', type => {
    expect(judgeIn(check, typed(known(type))).status).toBe('pass')
  })

  it.each(['EC2', 'EC2,EBS', 'VPC_LATTICE'])('fails with %s', type => {
    const verdict = judgeIn(check, typed(known(type)))
    expect(failures(verdict)).toEqual(['machineOnly: OpenViduMediaNodeASG'])
    expect(verdict).toMatchObject({
      findings: [
        {severity: 'low', defect: null, observed: {healthCheckType: type}, expected: {healthCheckType: 'ELB'}},
      ],
    })
  })

  it("is the official template's own defect", () => {
    expect(judgeIn(check, typed(known('EC2'), 'unmodified'))).toMatchObject({
      findings: [{defect: 'D10', severity: 'low'}],
    })
  })

  it('does not pass a type that was not seen', () => {
    const verdict = judgeIn(check, typed(unknown('unresolved', 'known at deploy time only')))
    expect(verdict).toMatchObject({status: 'unknown', unseen: {facts: ['OpenViduMediaNodeASG']}})
  })
})
