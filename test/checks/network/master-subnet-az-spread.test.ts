import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/master-subnet-az-spread.ts'
import {unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {withMasters, withNodes, withStranger} from '../../support/live-nodes.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'
import {fourZones, open, planIn, withSubnet} from './network-plan.ts'

describe('master-subnet-az-spread', () => {
  it('passes with four zones, one master each', () => {
    expect(judgeIn(check, planIn(fourZones)).status).toBe('pass')
  })

  it.each([
    [['a'], ['a'], 4, 'critical', 'outage'],
    [['a', 'b'], ['a', 'b'], 2, 'high', 'degraded'],
    [['a', 'b', 'c'], ['a'], 2, 'high', 'degraded'],
    [['a', 'b', 'c', 'a'], ['a'], 2, 'high', 'degraded'],
    [['a', 'a', 'b'], ['a'], 3, 'critical', 'outage'],
  ] as const)(
    'with subnets in %j names the worst zones %j: %i masters, %s',
    (zones, worst, masters, severity, means) => {
      const verdict = judgeIn(check, planIn(zones))
      expect(failures(verdict)).toEqual(['crowded: OpenViduMasterNodeSubnets'])
      expect(verdict).toMatchObject({
        findings: [
          {
            severity,
            observed: {zones: worst, masters, of: 4, meaning: expect.stringContaining(means)},
            expected: {mastersPerZone: 1},
          },
        ],
      })
    },
  )

  it('spreads the group of the first generation evenly over its zones', () => {
    const group = (zones: readonly string[]) =>
      withChanged(
        withChanged(planIn(zones), 'masterCount', fact => ({...fact, arrangement: 'group'})),
        'masters',
        ([first]) => (first === undefined ? [] : [{...first, slot: null, subnetId: open}]),
      )
    expect(judgeIn(check, group(fourZones)).status).toBe('pass')
    expect(judgeIn(check, group(['a', 'a', 'b']))).toMatchObject({
      findings: [{severity: 'high', observed: {masters: 2}}],
    })
  })

  it('does not pass where a zone was not seen, but tells what is wrong without it', () => {
    const snapshot = withSubnet(planIn(fourZones), 'subnet-master3', null)
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {facts: ['OpenViduMasterNodeSubnets']}})
    const crowded = withSubnet(planIn(['a', 'a', 'b', 'c']), 'subnet-master3', null)
    expect(judgeIn(check, crowded)).toMatchObject({status: 'fail', unseen: {cause: 'failed'}})
    const unplaced = withChanged(planIn(fourZones), 'masters', masters =>
      masters.map(master => ({...master, subnetId: open})),
    )
    expect(judgeIn(check, unplaced)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    expect(judgeIn(check, planIn([]))).toMatchObject({status: 'unknown'})
  })

  it('is unknown offline', () => {
    const denied = unknown('denied', 'not allowed', 'ec2:DescribeSubnets')
    const snapshot = {...planIn(fourZones), facts: {...planIn(fourZones).facts, subnets: denied}}
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {action: 'ec2:DescribeSubnets'}})
  })

  describe('on a deployed stack', () => {
    it('passes four masters in four zones, without asking for subnets', () => {
      const blind = withFacts(healthyStack(), {subnets: unknown('denied', 'not allowed', 'ec2:DescribeSubnets')})
      expect(judgeIn(check, blind).status).toBe('pass')
    })

    it('counts where the masters stand, not where they were meant to', () => {
      const moved = withNodes(node => (node.slot === 2 ? {...node, zone: 'eu-west-1a'} : node))
      expect(judgeIn(check, moved)).toMatchObject({
        findings: [{severity: 'high', observed: {zones: ['eu-west-1a'], masters: 2, of: 4}}],
      })
      const replaced = withStranger(withMasters('terminated', [2]), {zone: 'eu-west-1c'})
      expect(judgeIn(check, replaced)).toMatchObject({findings: [{observed: {zones: ['eu-west-1c'], of: 4}}]})
    })

    it('does not pass without masters, or unseen', () => {
      expect(judgeIn(check, withFacts(healthyStack(), {nodes: []})).status).toBe('unknown')
      const unseen = withFacts(healthyStack(), {nodes: unknown('denied', 'no', 'ec2:DescribeInstances')})
      expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {action: 'ec2:DescribeInstances'}})
    })
  })
})
