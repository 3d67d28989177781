import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/subnet-free-addresses.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {withMasters, withNodes} from '../../support/live-nodes.ts'
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

  describe('on a deployed stack', () => {
    const media = () => {
      const {value} = factOf(healthyStack(), 'mediaSubnets')
      return value.state === 'known' ? value.value : []
    }
    /** With this many addresses free everywhere, and this many media nodes at most. */
    const stack = (free: number, most: number, snapshot = healthyStack()) => {
      const bounded = withChanged(snapshot, 'mediaGroup', group => ({
        ...group,
        max: {...group.max, value: known(most)},
      }))
      return withChanged(bounded, 'subnets', subnets =>
        subnets.map(subnet => ({
          ...subnet,
          details: subnet.details === null ? null : {...subnet.details, availableAddresses: free},
        })),
      )
    }

    it('asks no address for what is there', () => {
      expect(judgeIn(check, stack(0, 2)).status).toBe('pass')
    })

    it('asks for the media nodes that are missing from the maximum', () => {
      const each = 1 + media().length
      expect(judgeIn(check, stack(each, media().length * each)).status).toBe('pass')
      const none = withNodes(node => (node.group === 'media' ? null : node))
      expect(judgeIn(check, stack(0, media().length, none))).toMatchObject({
        findings: media().map(() => ({expected: {free: 1, masters: 0, mediaNodes: 1, loadBalancers: 0}})),
      })
    })

    it('asks for a master that is lost, not for one that is stopped', () => {
      expect(judgeIn(check, stack(0, 2, withMasters('stopped', [1]))).status).toBe('pass')
      expect(judgeIn(check, stack(0, 2, withMasters('terminated', [1])))).toMatchObject({
        findings: [{expected: {free: 1, masters: 1}}],
      })
    })

    it('does not pass where nobody saw the nodes', () => {
      const unseen = withFacts(healthyStack(), {nodes: unknown('denied', 'no', 'ec2:DescribeInstances')})
      expect(judgeIn(check, unseen).status).toBe('unknown')
    })
  })
})
