import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/balancer-subnet-zones.ts'
import {known} from '../../../src/model/fact.ts'
import {factOf, failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'
import {fourZones, masterParameter, ofGeneration, open, planIn, withSubnet} from './network-plan.ts'

const withTurn = (snapshot: ReturnType<typeof planIn>, generation: string) =>
  withFacts(ofGeneration(snapshot, generation), {features: {turnDomain: true, mainDomainTurn: false}})

describe('balancer-subnet-zones', () => {
  it('passes with one subnet in each zone, be it one zone', () => {
    expect(judgeIn(check, planIn(fourZones)).status).toBe('pass')
    expect(judgeIn(check, planIn(['eu-west-1a'])).status).toBe('pass')
  })

  it('fails critically where two share a zone, and names both', () => {
    const verdict = judgeIn(check, planIn(['a', 'b', 'a', 'c']))
    expect(failures(verdict)).toEqual(['shared: OpenViduMasterNodeSubnets'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'critical',
          defect: null,
          observed: {zones: {a: ['subnet-master1', 'subnet-master3']}},
          expected: {subnetsPerZone: 1},
          message:
            'OpenViduMasterNodeSubnets names subnet-master1 and subnet-master3 in a; a load balancer takes 1 subnet of each zone',
        },
      ],
    })
  })

  it('fails a subnet that is named twice', () => {
    const twice = withChanged(planIn(['a', 'b']), 'balancerSubnets', fact => ({
      ...fact,
      value: known(['subnet-master1', 'subnet-master1']),
    }))
    expect(judgeIn(check, twice)).toMatchObject({
      findings: [{phrase: 'shared', observed: {zones: {a: ['subnet-master1', 'subnet-master1']}}}],
    })
  })

  it('holds subnets of its own against the zones of the masters', () => {
    const own = (zones: readonly string[]) => {
      const plan = planIn(['a', 'b', 'c', 'd'], zones)
      const media = factOf(plan, 'mediaSubnets')
      return withFacts(ofGeneration(plan, 'next'), {
        balancerSubnets: {subject: {...masterParameter, id: 'LoadBalancerSubnets'}, value: media.value},
      })
    }
    expect(judgeIn(check, own(['d', 'c', 'b', 'a'])).status).toBe('pass')
    expect(judgeIn(check, own(['d', 'c', 'b', 'a', 'e'])).status).toBe('pass')
    expect(judgeIn(check, own(['a', 'b', 'e']))).toMatchObject({
      findings: [
        {
          phrase: 'lacking',
          severity: 'critical',
          subject: {id: 'LoadBalancerSubnets'},
          observed: {zones: ['a', 'b', 'e']},
          expected: {zones: ['c', 'd']},
        },
      ],
    })
    expect(judgeIn(check, withSubnet(own(['a', 'b', 'c']), 'subnet-media1', null)).status).toBe('unknown')
    const open = withSubnet(own(['a', 'b', 'c', 'd']), 'subnet-master4', null)
    expect(judgeIn(check, open).status).toBe('unknown')
  })

  it('holds the media subnets to the same only where they get the TURN balancer', () => {
    const crowdedMedia = planIn(fourZones, ['a', 'a'])
    expect(judgeIn(check, crowdedMedia).status).toBe('pass')
    expect(failures(judgeIn(check, withTurn(crowdedMedia, '3.5.0')))).toEqual(['shared: OpenViduMediaNodeSubnets'])
    expect(judgeIn(check, withTurn(crowdedMedia, '3.6.0')).status).toBe('pass')
  })

  it('makes one finding of one parameter for both balancers', () => {
    const snapshot = withChanged(withTurn(planIn(['a', 'a']), '3.5.0'), 'mediaSubnets', fact => ({
      ...fact,
      subject: masterParameter,
    }))
    expect(failures(judgeIn(check, snapshot))).toEqual(['shared: OpenViduMasterNodeSubnets'])
  })

  it('does not pass a subnet whose zone was not seen', () => {
    expect(judgeIn(check, withSubnet(planIn(fourZones), 'subnet-master2', null)).status).toBe('unknown')
    const unresolved = withChanged(planIn(fourZones), 'balancerSubnets', fact => ({...fact, value: open}))
    expect(judgeIn(check, unresolved)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })
})
