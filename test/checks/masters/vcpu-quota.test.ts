import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/vcpu-quota.ts'
import {absent, known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {factOf, failures, healthyPlan, judgeIn, offlinePlan, withChanged, withFacts} from '../../support/snapshots.ts'

interface Given {
  readonly master?: string
  readonly media?: string
  readonly most?: number
  readonly limit?: number
  readonly used?: number
}

const parameter = (id: string) => ({type: 'Parameter', id, logicalId: null, location: null})

const plan = ({master = 'c6a.xlarge', media = 'c6a.2xlarge', most = 5, limit = 56, used = 0}: Given) => {
  const masters = withChanged(healthyPlan(), 'masters', all =>
    all.map(one => ({...one, instanceType: {subject: parameter('MasterNodeInstanceType'), value: known(master)}})),
  )
  const both = withChanged(masters, 'mediaGroup', group => ({
    ...group,
    max: {subject: parameter('MaxNumberOfMediaNodes'), value: known(most)},
    instanceType: {subject: parameter('MediaNodeInstanceType'), value: known(media)},
  }))
  return withFacts(both, {vcpuQuota: {limit, used}})
}

describe('vcpu-quota', () => {
  it('passes at the very limit: four times 4 and five times 8', () => {
    expect(judgeIn(check, plan({limit: 56})).status).toBe('pass')
    expect(judgeIn(check, plan({limit: 96, used: 40})).status).toBe('pass')
  })

  it('fails below it', () => {
    const verdict = judgeIn(check, plan({limit: 96, used: 41}))
    expect(failures(verdict)).toEqual(['exceeded: Stack'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'medium',
          observed: {limit: 96, used: 41, free: 55},
          expected: {masters: 16, media: 40, needed: 56},
        },
      ],
    })
  })

  it('never has less than nothing free', () => {
    expect(judgeIn(check, plan({limit: 5, used: 40}))).toMatchObject({findings: [{observed: {free: 0}}]})
  })

  it('counts the masters of a group by the group', () => {
    const one = withChanged(plan({limit: 55}), 'masters', all => all.slice(0, 1))
    const group = withChanged(one, 'masterCount', fact => ({...fact, arrangement: 'group' as const, desired: known(4)}))
    expect(judgeIn(check, group)).toMatchObject({findings: [{expected: {masters: 16}}]})
  })

  describe('of a deployed stack', () => {
    /** Four masters of 4 vCPUs and two media nodes of 8 run; five media nodes are the most. */
    const stack = (limit: number, change: (nodes: FactMap['nodes']) => FactMap['nodes'] = nodes => nodes) => {
      const bounded = withChanged(healthyStack(), 'mediaGroup', group => ({
        ...group,
        max: {...group.max, value: known(5)},
        instanceType: {...group.instanceType, value: known('c6a.2xlarge')},
      }))
      const nodes = change(factOf(bounded, 'nodes'))
      return withFacts(bounded, {nodes, vcpuQuota: {limit, used: 0}})
    }
    const stopped = (nodes: FactMap['nodes']) =>
      nodes.map(node => (node.slot === 1 ? {...node, state: 'stopped'} : node))
    const ended = (nodes: FactMap['nodes']) =>
      nodes.map(node => (node.slot === 1 ? {...node, state: 'terminated'} : node))

    it('counts only the three media nodes that do not run yet', () => {
      expect(judgeIn(check, stack(24)).status).toBe('pass')
      expect(judgeIn(check, stack(23))).toMatchObject({findings: [{expected: {masters: 0, media: 24, needed: 24}}]})
    })

    it('counts a master that is stopped, and one in the place of one that ended', () => {
      expect(judgeIn(check, stack(28, stopped)).status).toBe('pass')
      expect(judgeIn(check, stack(27, stopped))).toMatchObject({findings: [{expected: {masters: 4, media: 24}}]})
      expect(judgeIn(check, stack(27, ended))).toMatchObject({findings: [{expected: {masters: 4, media: 24}}]})
    })

    it('does not pass where nobody saw what runs', () => {
      const unseen = withFacts(stack(512), {nodes: unknown('denied', 'no', 'ec2:DescribeInstances')})
      expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {action: 'ec2:DescribeInstances'}})
    })
  })

  it('does not judge types of other quotas, but what is left alone may be too much', () => {
    expect(judgeIn(check, plan({media: 'g5.xlarge'}))).toMatchObject({
      status: 'unknown',
      unseen: {detail: expect.stringContaining('another quota')},
    })
    expect(judgeIn(check, plan({media: 'g5.xlarge', limit: 15}))).toMatchObject({status: 'fail', unseen: {}})
    for (const media of ['p5.48xlarge', 'quantum.xlarge']) expect(judgeIn(check, plan({media})).status).toBe('unknown')
  })

  it('does not pass without quota or maximum', () => {
    expect(judgeIn(check, offlinePlan()).status).toBe('unknown')
    const open = unknown('unresolved', 'MaxSize depends on a value known at deploy time')
    const hidden = withChanged(plan({}), 'mediaGroup', group => ({...group, max: {...group.max, value: open}}))
    expect(judgeIn(check, hidden).status).toBe('unknown')
  })

  it('judges the masters where there is no group of media nodes', () => {
    const none = withFacts(plan({limit: 16}), {mediaGroup: absent('the template has no group of media nodes')})
    expect(judgeIn(check, none).status).toBe('pass')
  })
})
