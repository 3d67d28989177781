import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/four-masters.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {withMasters, withNodes, withStranger} from '../../support/live-nodes.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const counted = (count: number) =>
  withChanged(healthyPlan(), 'masterCount', fact => ({
    ...fact,
    min: known(count),
    desired: known(count),
    max: known(count),
  }))

const group = (min: number, desired: number, max: number) =>
  withChanged(healthyPlan(), 'masterCount', (fact): FactMap['masterCount'] => ({
    ...fact,
    arrangement: 'group',
    min: known(min),
    desired: known(desired),
    max: known(max),
  }))

describe('four-masters', () => {
  it('passes with four instances, and with a group fixed at four', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
    expect(judgeIn(check, group(4, 4, 4)).status).toBe('pass')
  })

  it.each([
    [0, 'critical'],
    [2, 'critical'],
    [3, 'high'],
    [5, 'critical'],
  ] as const)('fails with %i masters, %s', (count, severity) => {
    const verdict = judgeIn(check, counted(count))
    expect(failures(verdict)).toEqual(['wrongCount: Template'])
    expect(verdict).toMatchObject({findings: [{severity, observed: {masters: count}, expected: {masters: 4}}]})
  })

  it('fails where the group may scale, even with four desired', () => {
    expect(failures(judgeIn(check, group(4, 4, 5)))).toEqual(['wrongBounds: Template'])
    expect(failures(judgeIn(check, group(3, 4, 4)))).toEqual(['wrongBounds: Template'])
  })

  it('does not judge a count that a condition leaves open', () => {
    const open = unknown('unresolved', 'WithMasters depends on a value known at deploy time')
    const snapshot = withChanged(healthyPlan(), 'masterCount', fact => ({...fact, min: open, desired: open, max: open}))
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })

  describe('on a deployed stack', () => {
    type Status = FactMap['masterStatus'][number]
    const withStatus = (slots: readonly number[], change: Partial<Status>) =>
      withChanged(healthyStack(), 'masterStatus', all =>
        all.map((status, index) => (slots.includes(index + 1) ? {...status, ...change} : status)),
      )

    it('passes with four that run and pass their checks', () => {
      expect(judgeIn(check, healthyStack()).status).toBe('pass')
    })

    it.each([
      [[1], 'high', 3],
      [[1, 2], 'critical', 2],
      [[1, 2, 3], 'critical', 1],
      [[1, 2, 3, 4], 'critical', 0],
    ] as const)('with the masters %j stopped is %s', (slots, severity, masters) => {
      const verdict = judgeIn(check, withMasters('stopped', slots))
      expect(failures(verdict)).toEqual(['lost: video'])
      expect(verdict).toMatchObject({findings: [{severity, observed: {masters}, expected: {masters: 4}}]})
    })

    it('names the lost ones and why', () => {
      const stopped = withMasters(
        'stopping',
        [2],
        withMasters('terminated', [3], withStatus([1], {system: 'impaired', instance: 'impaired'})),
      )
      const gone = withNodes(node => (node.slot === 4 ? null : node), stopped)
      expect(judgeIn(check, gone)).toMatchObject({
        findings: [
          {
            observed: {
              masters: 0,
              lost: [
                'OpenViduMasterNode1 (i-0aaaaaaaaaaaaaaa1) system check impaired and instance check impaired',
                'OpenViduMasterNode2 (i-0aaaaaaaaaaaaaaa2) stopping',
                'OpenViduMasterNode3 (i-0aaaaaaaaaaaaaaa3) terminated',
                'OpenViduMasterNode4 missing',
              ],
            },
          },
        ],
      })
    })

    it('counts one whose volumes take no reads and writes as lost; that of a type which is not checked so is none', () => {
      const verdict = judgeIn(check, withStatus([1, 2, 3, 4], {ebs: 'impaired'}))
      expect(verdict).toMatchObject({findings: [{severity: 'critical', observed: {masters: 0}}]})
      expect(JSON.stringify(verdict)).toContain('attached EBS check impaired')
      for (const ebs of [null, 'not-applicable', 'insufficient-data', 'initializing'])
        expect(judgeIn(check, withStatus([1, 2, 3, 4], {ebs})).status).toBe('pass')
    })

    it('neither passes nor fails one that still starts, or whose checks are not done', () => {
      expect(judgeIn(check, withMasters('pending', [1]))).toMatchObject({status: 'unknown'})
      for (const instance of ['initializing', 'insufficient-data'])
        expect(judgeIn(check, withStatus([1], {instance}))).toMatchObject({
          status: 'unknown',
          unseen: {facts: ['OpenViduMasterNode1'], cause: 'unresolved'},
        })
    })

    it('names a fifth, and does not let it stand in for a stopped one', () => {
      expect(failures(judgeIn(check, withStranger()))).toEqual(['surplus: i-0fffffffffffffff1'])
      expect(judgeIn(check, withStranger())).toMatchObject({findings: [{severity: 'high', observed: {masters: 5}}]})
      const both = judgeIn(check, withStranger(withMasters('stopped', [1])))
      expect(failures(both)).toEqual(['surplus: i-0fffffffffffffff1', 'lost: video'])
    })

    it('takes one made by hand in the place of one that ended', () => {
      const replaced = withStranger(withMasters('terminated', [2]))
      const status = {id: 'i-0fffffffffffffff1', system: 'ok', instance: 'ok', ebs: null, events: []}
      const seen = withChanged(replaced, 'masterStatus', all => [
        ...all,
        {subject: {type: 'AWS::EC2::Instance', id: status.id, logicalId: null, location: null}, ...status},
      ])
      expect(judgeIn(check, seen).status).toBe('pass')
      expect(judgeIn(check, replaced)).toMatchObject({
        status: 'unknown',
        unseen: {action: 'ec2:DescribeInstanceStatus'},
      })
    })

    it('does not pass unseen checks, but tells what is lost without them', () => {
      const gap = unknown('denied', 'not allowed', 'ec2:DescribeInstanceStatus')
      const blind = withFacts(healthyStack(), {masterStatus: gap})
      expect(judgeIn(check, blind)).toMatchObject({
        status: 'unknown',
        unseen: {facts: ['masterStatus'], cause: 'denied'},
      })
      const stopped = withFacts(withMasters('stopped', [1]), {masterStatus: gap})
      expect(judgeIn(check, stopped)).toMatchObject({status: 'fail', unseen: {cause: 'denied'}})
      const none = withFacts(healthyStack(), {nodes: unknown('denied', 'not allowed', 'ec2:DescribeInstances')})
      expect(judgeIn(check, none)).toMatchObject({status: 'unknown', unseen: {action: 'ec2:DescribeInstances'}})
    })

    it('judges five that the template itself makes', () => {
      const five = withChanged(withStranger(healthyStack(), {ofStack: true}), 'masterCount', fact => ({
        ...fact,
        min: known(5),
        desired: known(5),
        max: known(5),
      }))
      expect(failures(judgeIn(check, five))).toEqual(['wrongCount: video'])
    })

    it('judges the bounds of the master group and its instances', () => {
      const stack = withNodes(node => ({...node, slot: null}))
      const bounds = (most: number) =>
        withChanged(stack, 'masterCount', (fact): FactMap['masterCount'] => ({
          ...fact,
          arrangement: 'group',
          max: known(most),
        }))
      expect(judgeIn(check, bounds(4)).status).toBe('pass')
      expect(failures(judgeIn(check, bounds(5)))).toEqual(['wrongBounds: video'])
    })
  })
})
