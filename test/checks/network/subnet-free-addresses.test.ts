import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/subnet-free-addresses.ts'
import {known} from '../../../src/model/fact.ts'
import {factOf, failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'
import {fourZones, open, planIn, withSubnet} from './network-plan.ts'

/** Five media nodes at most over two subnets, and three subnets for four masters. */
const plan = () =>
  withChanged(planIn(['a', 'b', 'c'], ['a', 'b']), 'mediaGroup', group => ({
    ...group,
    max: {...group.max, value: known(5)},
  }))

describe('subnet-free-addresses', () => {
  it('passes with exactly the addresses that are needed', () => {
    const tight = withSubnet(withSubnet(plan(), 'subnet-master1', {availableAddresses: 3}), 'subnet-media1', {
      availableAddresses: 3,
    })
    expect(judgeIn(check, tight).status).toBe('pass')
  })

  it('fails with one less, and accounts for what is needed', () => {
    const masters = judgeIn(check, withSubnet(plan(), 'subnet-master1', {availableAddresses: 2}))
    expect(failures(masters)).toEqual(['scarce: subnet-master1'])
    expect(masters).toMatchObject({
      findings: [
        {
          severity: 'medium',
          observed: {subnet: 'subnet-master1', free: 2},
          expected: {free: 3, masters: 2, mediaNodes: 0, loadBalancers: 1},
        },
      ],
    })
    const media = judgeIn(check, withSubnet(plan(), 'subnet-media2', {availableAddresses: 2}))
    expect(media).toMatchObject({findings: [{expected: {free: 3, masters: 0, mediaNodes: 3, loadBalancers: 0}}]})
  })

  it('counts the TURN balancer in the subnets of the media nodes', () => {
    const [main] = factOf(plan(), 'balancers')
    if (main === undefined) throw new Error('the example has a load balancer')
    const snapshot = withFacts(withSubnet(plan(), 'subnet-media1', {availableAddresses: 3}), {
      balancers: [main, {...main, balancer: 'turn'}],
    })
    expect(judgeIn(check, snapshot)).toMatchObject({findings: [{expected: {free: 4, loadBalancers: 1}}]})
  })

  it('does not pass where demand or supply was not seen', () => {
    const unbounded = withChanged(plan(), 'mediaGroup', group => ({...group, max: {...group.max, value: open}}))
    expect(judgeIn(check, unbounded)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    expect(judgeIn(check, withSubnet(plan(), 'subnet-media1', null)).status).toBe('unknown')
    expect(judgeIn(check, withFacts(planIn(fourZones), {subnets: []})).status).toBe('unknown')
  })
})
