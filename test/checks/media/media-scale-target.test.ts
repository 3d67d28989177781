import {describe, expect, it} from 'vitest'
import check from '../../../checks/media/media-scale-target.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

type Policy = FactMap['scalingPolicies'][number]

const policy = (part: Partial<Policy>) =>
  withChanged(healthyPlan(), 'scalingPolicies', policies => policies.map(one => ({...one, ...part})))
const target = (percent: number) =>
  withChanged(healthyPlan(), 'scalingPolicies', policies =>
    policies.map(one => ({...one, target: {...one.target, value: known(percent)}})),
  )
const open = unknown('unresolved', 'known at deploy time only')

describe('media-scale-target', () => {
  it.each([1, 33.3, 50, 100])('passes with a target of %f', percent => {
    expect(judgeIn(check, target(percent)).status).toBe('pass')
  })

  it.each([0, 0.5, 100.5, 101, -5])('fails with a target of %f', percent => {
    const verdict = judgeIn(check, target(percent))
    expect(failures(verdict)).toEqual(['outOfBounds: ScaleTargetCPU'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'medium', observed: {target: percent}, expected: {minimum: 1, maximum: 100}}],
    })
  })

  it('fails without a policy and with another one, about the group', () => {
    const none = judgeIn(
      check,
      withChanged(healthyPlan(), 'scalingPolicies', () => []),
    )
    expect(failures(none)).toEqual(['noPolicy: OpenViduMediaNodeASG'])
    expect(none).toMatchObject({
      findings: [{message: expect.stringContaining('has no scaling policy')}],
      remedy: {text: expect.stringContaining('target tracking')},
    })
    for (const part of [{metric: known('ASGAverageNetworkIn')}, {policyType: known('SimpleScaling')}]) {
      expect(failures(judgeIn(check, policy(part)))).toEqual(['noPolicy: OpenViduMediaNodeASG'])
    }
  })

  it('neither passes nor misses a policy that was not seen in full', () => {
    for (const part of [{metric: open}, {policyType: open}]) {
      expect(judgeIn(check, policy(part))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    }
    const hidden = withChanged(healthyPlan(), 'scalingPolicies', policies =>
      policies.map(one => ({...one, target: {...one.target, value: open}})),
    )
    expect(judgeIn(check, hidden)).toMatchObject({status: 'unknown', unseen: {facts: ['ScaleTargetCPU']}})
  })
})
