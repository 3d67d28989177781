import {describe, expect, it} from 'vitest'
import check from '../../../checks/media/media-scale-target.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

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

  describe('of a deployed stack', () => {
    type State = FactMap['policyStates'][number]
    const state = (part: Partial<State>) =>
      withChanged(healthyStack(), 'policyStates', states => states.map(one => ({...one, ...part})))
    const suspended = (...processes: readonly string[]) =>
      withChanged(healthyStack(), 'mediaFleet', fleet => ({
        ...fleet,
        suspended: processes.map(process => ({process, reason: 'User suspended at 2026-11-01T00:00:00Z'})),
      }))

    it('passes with a policy that works, and with processes suspended that scaling does not need', () => {
      expect(judgeIn(check, healthyStack()).status).toBe('pass')
      expect(judgeIn(check, state({alarms: 1, scaleInDisabled: true})).status).toBe('pass')
      expect(judgeIn(check, suspended('AZRebalance', 'ScheduledActions')).status).toBe('pass')
    })

    it('fails with a policy that is disabled or lacks an alarm', () => {
      const name = 'OpenViduMediaNodeASGScalingPolicy'
      expect(failures(judgeIn(check, state({enabled: false})))).toEqual([`disabled: ${name}`])
      for (const part of [{alarms: 1}, {alarms: 0}, {alarms: 0, scaleInDisabled: true}]) {
        expect(failures(judgeIn(check, state(part)))).toEqual([`noAlarms: ${name}`])
      }
    })

    it.each(['Launch', 'Terminate', 'HealthCheck', 'ReplaceUnhealthy', 'AlarmNotification', 'AddToLoadBalancer'])(
      'fails with %s suspended',
      process => {
        const verdict = judgeIn(check, suspended('AZRebalance', process))
        expect(failures(verdict)).toEqual(['suspended: OpenViduMediaNodeASG'])
        expect(verdict).toMatchObject({
          findings: [{observed: {suspended: [process]}, message: expect.stringContaining('User suspended at')}],
          remedy: {commands: [expect.stringContaining('resume-processes')]},
        })
      },
    )

    it('does not pass where the state of the policy or the processes were not seen', () => {
      const gap = unknown('denied', 'no policy allows it', 'autoscaling:DescribePolicies')
      for (const key of ['policyStates', 'mediaFleet'] as const) {
        expect(judgeIn(check, withFacts(healthyStack(), {[key]: gap}))).toMatchObject({status: 'unknown'})
      }
    })
  })
})
