import {describe, expect, it} from 'vitest'
import check from '../../../checks/balancer/target-health.ts'
import {unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, testTime, withChanged, withFacts} from '../../support/snapshots.ts'

type Target = FactMap['targetHealth'][number]['targets'][number]

/** The stack with the targets of one group changed, from the last one on. */
const withTargets = (group: RegExp, change: (targets: readonly Target[]) => readonly Target[]) =>
  withChanged(healthyStack(), 'targetHealth', groups =>
    groups.map(one => (group.test(one.name) ? {...one, targets: change(one.targets)} : one)),
  )
const ailing = (group: RegExp, count: number, state: string, reason: string | null) =>
  withTargets(group, targets =>
    targets.map((target, index) => (index >= targets.length - count ? {...target, state, reason} : target)),
  )
const masters = /WithTurnTLS/
const media = /RTMP/

const withBalancer = (state: string, reason: string | null = null) =>
  withChanged(healthyStack(), 'balancerStates', states =>
    states.map(one => ({...one, details: one.details && {...one.details, state, reason}})),
  )

describe('target-health', () => {
  it.each([
    ['active_impaired', 'high'],
    ['failed', 'critical'],
  ] as const)('a load balancer that is %s is %s, however well its targets are', (state, severity) => {
    const verdict = judgeIn(check, withBalancer(state, 'no free addresses'))
    expect(failures(verdict)).toEqual(['balancer: LoadBalancer'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity,
          message: expect.stringMatching(/^LoadBalancer is \w+ \(it .+: no free addresses\); it should be active$/),
        },
      ],
    })
    expect(judgeIn(check, withBalancer(state))).toMatchObject({
      findings: [{message: expect.stringMatching(/^LoadBalancer is \w+ \([^:]+\); it should be active$/)}],
    })
  })

  it.each(['provisioning', 'a state to come'])('does not judge a load balancer that is %s', state => {
    const verdict = judgeIn(check, withBalancer(state))
    expect(verdict).toMatchObject({status: 'unknown', unseen: {detail: expect.stringContaining(state)}})
  })

  it('leaves a load balancer that is gone to listeners', () => {
    const gone = withChanged(healthyStack(), 'balancerStates', states => states.map(one => ({...one, details: null})))
    expect(judgeIn(check, gone).status).toBe('pass')
  })

  it('passes where all are healthy', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it.each([
    [1, 'high'],
    [2, 'critical'],
    [4, 'critical'],
  ] as const)('%i of four masters unhealthy is %s, with node, reason and meaning', (count, severity) => {
    const verdict = judgeIn(check, ailing(masters, count, 'unhealthy', 'Target.FailedHealthChecks'))
    expect(failures(verdict)).toEqual(['unhealthy: OpenViduMasterNodeWithTurnTLSTG'])
    expect(verdict).toMatchObject({findings: [{severity, observed: {healthy: 4 - count, registered: 4}}]})
    if (count === 1) {
      expect(verdict).toMatchObject({
        findings: [
          {
            message:
              'OpenViduMasterNodeWithTurnTLSTG finds 3 of 4 targets healthy: OpenViduMasterNode4 unhealthy (Target.FailedHealthChecks: the service is down, or a security group or network ACL keeps the check out); all 4 should be healthy',
          },
        ],
      })
    }
  })

  it.each([
    [1, 'high'],
    [2, 'critical'],
  ] as const)('%i of two media nodes unhealthy is %s', (count, severity) => {
    const verdict = judgeIn(check, ailing(media, count, 'unhealthy', 'Target.Timeout'))
    expect(verdict).toMatchObject({status: 'fail', findings: [{phrase: 'unhealthy', severity}]})
  })

  it('tells a reason it does not know as AWS tells it, and none where there is none', () => {
    expect(judgeIn(check, ailing(media, 1, 'unhealthy', '__proto__'))).toMatchObject({
      findings: [{observed: {failing: [expect.stringMatching(/unhealthy \(__proto__\)$/)]}}],
    })
    expect(judgeIn(check, ailing(media, 1, 'unused', null))).toMatchObject({
      findings: [{observed: {failing: [expect.stringMatching(/ unused$/)]}}],
    })
  })

  it('names a few of hundreds', () => {
    const many = withTargets(media, ([first]) =>
      Array.from({length: 400}, (_, index) => ({
        ...(first ?? {port: 1945}),
        id: `i-${index}`,
        state: 'unhealthy',
        reason: 'Target.Timeout',
      })),
    )
    expect(judgeIn(check, many)).toMatchObject({
      findings: [{observed: {failing: [expect.stringMatching(/^i-0, i-1, i-2, i-3 and 396 more unhealthy/)]}}],
    })
  })

  it('fails where a listener leads to nobody; those that leave count as nobody', () => {
    for (const nobody of [
      withTargets(masters, () => []),
      ailing(masters, 4, 'draining', 'Target.DeregistrationInProgress'),
    ])
      expect(judgeIn(check, nobody)).toMatchObject({findings: [{phrase: 'empty', severity: 'critical'}]})
    expect(
      judgeIn(
        check,
        withTargets(media, () => []),
      ),
    ).toMatchObject({findings: [{phrase: 'empty', severity: 'high'}]})
  })

  it('does not pass a master in its first checks, nor fail it', () => {
    expect(judgeIn(check, ailing(masters, 1, 'initial', 'Elb.InitialHealthChecking'))).toMatchObject({
      status: 'unknown',
      unseen: {detail: expect.stringContaining('OpenViduMasterNode4')},
    })
  })

  it('takes media nodes that come and go for what they are', () => {
    for (const state of ['initial', 'draining', 'unhealthy.draining'])
      expect(judgeIn(check, ailing(media, 1, state, null)).status, state).toBe('pass')
    expect(judgeIn(check, ailing(media, 2, 'initial', null)).status).toBe('unknown')
  })

  it.each([
    ['one of two', 1, 'pass'],
    ['both', 2, 'unknown'],
  ] as const)('does not fail media nodes that may still install themselves: %s', (_, count, status) => {
    const ill = ailing(media, count, 'unhealthy', 'Target.FailedHealthChecks')
    const started = (minutes: number) =>
      withChanged(ill, 'nodes', nodes =>
        nodes.map(node => ({...node, launchedAt: new Date(Date.parse(testTime) - minutes * 60_000).toISOString()})),
      )
    expect(judgeIn(check, started(9)).status).toBe(status)
    expect(judgeIn(check, started(10)).status).toBe('fail')
    const unused = withChanged(started(1), 'targetHealth', groups =>
      groups.map(group => ({
        ...group,
        targets: group.targets.map(target => (target.state === 'healthy' ? target : {...target, state: 'unused'})),
      })),
    )
    expect(judgeIn(check, unused).status).toBe('fail')
  })

  it('fails an unhealthy master however young it is, and any node whose age was not seen', () => {
    const young = withChanged(ailing(masters, 1, 'unhealthy', 'Target.Timeout'), 'nodes', nodes =>
      nodes.map(node => ({...node, launchedAt: testTime})),
    )
    expect(judgeIn(check, young).status).toBe('fail')
    const unseen = withFacts(ailing(media, 1, 'unhealthy', 'Target.Timeout'), {nodes: unknown('denied', 'no')})
    expect(judgeIn(check, unseen)).toMatchObject({status: 'fail', unseen: null})
  })

  it('does not pass a health that AWS does not tell', () => {
    expect(judgeIn(check, ailing(media, 1, 'unavailable', 'Target.HealthCheckDisabled'))).toMatchObject({
      status: 'unknown',
      unseen: {detail: expect.stringContaining('health checks are off')},
    })
  })

  it('leaves groups alone to which no listener leads, and does not pass where none does', () => {
    const unused = withChanged(ailing(/HTTPTG/, 4, 'unused', 'Target.NotInUse'), 'balancers', balancers =>
      balancers.map(one => ({
        ...one,
        listeners: one.listeners.filter(({port}) => port.state !== 'known' || port.value !== 80),
      })),
    )
    expect(judgeIn(check, unused).status).toBe('pass')
    expect(judgeIn(check, withFacts(healthyStack(), {balancers: []})).status).toBe('unknown')
  })

  it('does not pass a listener of which is not known where it leads', () => {
    const several = withChanged(healthyStack(), 'balancers', balancers =>
      balancers.map(one => ({
        ...one,
        listeners: one.listeners.map(listener => ({...listener, targetGroup: unknown('unresolved', 'several')})),
      })),
    )
    expect(judgeIn(check, several).status).toBe('unknown')
  })
})
