import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/master-subnet-count.ts'
import {known} from '../../../src/model/fact.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'
import {fourZones, masterParameter, open, planIn} from './network-plan.ts'

const named = (...ids: string[]) =>
  withFacts(planIn(fourZones), {
    masterSubnets: {subject: masterParameter, value: known(ids)},
    balancerSubnets: {subject: masterParameter, value: known(ids)},
  })

describe('master-subnet-count', () => {
  it.each([1, 3, 4])('passes with %i different subnets', count => {
    expect(judgeIn(check, named(...['s-a', 's-b', 's-c', 's-d'].slice(0, count))).status).toBe('pass')
  })

  it('fails without any, critically', () => {
    const verdict = judgeIn(check, named())
    expect(failures(verdict)).toEqual(['none: OpenViduMasterNodeSubnets'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'critical', observed: {subnets: []}, expected: {minimum: 1, maximum: 4}}],
    })
  })

  it('names a repeated subnet, even among more than four', () => {
    const verdict = judgeIn(check, named('s-a', 's-b', 's-a', 's-c', 's-b'))
    expect(failures(verdict)).toEqual(['repeated: OpenViduMasterNodeSubnets'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'high',
          observed: {repeated: ['s-a', 's-b']},
          message: 'OpenViduMasterNodeSubnets names s-a and s-b more than once; each subnet must stand there once',
        },
      ],
    })
  })

  it('names the subnets beyond the fourth, and says that the load balancer uses them only where it does', () => {
    const verdict = judgeIn(check, named('s-a', 's-b', 's-c', 's-d', 's-e'))
    expect(failures(verdict)).toEqual(['surplus: OpenViduMasterNodeSubnets'])
    expect(verdict).toMatchObject({
      findings: [
        {severity: 'medium', observed: {subnets: 5, withoutMaster: ['s-e'], inBalancer: true}, expected: {maximum: 4}},
      ],
    })
    const apart = withChanged(named('s-a', 's-b', 's-c', 's-d', 's-e'), 'balancerSubnets', fact => ({
      ...fact,
      value: known(['s-public']),
    }))
    expect(judgeIn(check, apart)).toMatchObject({findings: [{message: expect.not.stringContaining('load balancer')}]})
  })

  it('does not judge a list that is known at deploy time only', () => {
    const snapshot = withFacts(planIn(fourZones), {masterSubnets: {subject: masterParameter, value: open}})
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })
})
