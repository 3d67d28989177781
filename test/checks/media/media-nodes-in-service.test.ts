import {describe, expect, it} from 'vitest'
import check from '../../../checks/media/media-nodes-in-service.ts'
import {absent, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, testTime, withChanged, withFacts} from '../../support/snapshots.ts'

type Fleet = FactMap['mediaFleet']
type Activities = FactMap['scalingActivities']

const states = (...lifecycleStates: readonly string[]) =>
  withChanged(healthyStack(), 'mediaFleet', fleet => ({
    ...fleet,
    members: lifecycleStates.map((state, index) => ({
      id: `i-${index}`,
      zone: 'eu-west-1a',
      lifecycleState: state.replace(' ill', ''),
      healthy: !state.endsWith(' ill'),
      templateId: null,
      templateVersion: null,
    })),
  }))
const fleet = (snapshot: Snapshot, part: Partial<Fleet>) =>
  withChanged(snapshot, 'mediaFleet', fact => ({...fact, ...part}))
const hoursAgo = (hours: number) => new Date(Date.parse(testTime) - hours * 3_600_000).toISOString()
const failed = (snapshot: Snapshot, message: string | null, ...hours: readonly number[]) =>
  withChanged(
    snapshot,
    'scalingActivities',
    (fact): Activities => ({
      ...fact,
      failed: hours.map(hour => ({
        at: hoursAgo(hour),
        description: 'Launching a new EC2 instance',
        cause: '',
        message,
      })),
    }),
  )
const ended = (snapshot: Snapshot, reason: string, ...hours: readonly number[]) =>
  withChanged(
    snapshot,
    'scalingActivities',
    (fact): Activities => ({
      ...fact,
      successful: [
        ...hours.map(hour => ({
          at: hoursAgo(hour),
          description: 'Terminating EC2 instance: i-1',
          cause: `At 2026-11-22T09:00:00Z an instance was taken out of service in response to ${reason}.`,
        })),
        ...fact.successful,
      ],
    }),
  )

describe('media-nodes-in-service', () => {
  it('passes where as many are in service as wanted, whoever drains beside them', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    expect(judgeIn(check, states('InService', 'InService', 'Terminating:Wait', 'Terminating:Wait')).status).toBe('pass')
  })

  it.each<readonly [readonly string[], string, object]>([
    [['InService', 'Pending'], 'medium', {inService: 1, starting: 1}],
    [['InService', 'Pending:Wait'], 'medium', {inService: 1, starting: 1}],
    [['InService', 'Terminating:Wait'], 'high', {inService: 1, draining: 1}],
    [['InService', 'InService ill'], 'high', {inService: 1, unhealthy: 1}],
    [['InService', 'Standby'], 'high', {inService: 1, elsewhere: 1}],
    [['InService'], 'high', {inService: 1}],
  ])('fails with %j, %s', (lifecycleStates, severity, observed) => {
    const verdict = judgeIn(check, states(...lifecycleStates))
    expect(failures(verdict)).toEqual(['short: OpenViduMediaNodeASG'])
    expect(verdict).toMatchObject({findings: [{severity, observed, expected: {inService: 2}}]})
  })

  it('fails critically without any, wanted or not, and where the group is going or gone', () => {
    expect(judgeIn(check, states('Pending'))).toMatchObject({findings: [{phrase: 'none', severity: 'critical'}]})
    expect(judgeIn(check, fleet(states(), {desired: 0}))).toMatchObject({
      findings: [{phrase: 'none', severity: 'critical', expected: {inService: 1}}],
    })
    expect(judgeIn(check, fleet(healthyStack(), {deleting: true}))).toMatchObject({
      findings: [{phrase: 'deleting', severity: 'critical'}],
    })
    const gone = judgeIn(check, withFacts(healthyStack(), {mediaFleet: absent('AWS has no Auto Scaling group x')}))
    expect(failures(gone)).toEqual(['gone: OpenViduMediaNodeASG'])
    expect(gone).toMatchObject({findings: [{severity: 'high', message: expect.stringContaining('AWS has no Auto')}]})
  })

  it('fails less gravely with more than wanted', () => {
    const verdict = judgeIn(check, states('InService', 'InService', 'InService'))
    expect(verdict).toMatchObject({findings: [{phrase: 'surplus', severity: 'medium', observed: {inService: 3}}]})
  })

  it.each([
    ['F31', 'You have requested more vCPU capacity than your current vCPU limit of 32 allows'],
    ['F32', 'We currently do not have sufficient c6a.2xlarge capacity in the Availability Zone you requested'],
    ['F33', 'Your requested instance type (c7i) is not supported in your requested Availability Zone (us-east-1e)'],
    ['F34', "The architecture 'arm64' of the specified instance type does not match the architecture of the AMI"],
    [null, 'Invalid IAM Instance Profile name'],
    [null, 'The security group sg-1 does not exist. Launching EC2 instance failed.'],
    [null, "The key pair 'ops' does not exist"],
    [null, 'Instance became unhealthy: Client.InternalError: Client error on launch'],
  ])('names the cause of launches that fail, %s: %s', (failure, message) => {
    const verdict = judgeIn(check, failed(states('InService', 'Pending'), message, 1, 2, 3))
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'short',
          severity: 'high',
          observed: {troubles: [{message, times: 3, last: hoursAgo(1), failure, cause: expect.any(String)}]},
          message: expect.stringContaining('(3 times, last '),
        },
      ],
    })
  })

  it('names failures that no launch mended since, although nothing is missing', () => {
    const verdict = judgeIn(check, failed(healthyStack(), 'no such luck', 1))
    expect(verdict).toMatchObject({
      findings: [{phrase: 'failing', severity: 'medium', observed: {troubles: [{cause: null, times: 1}]}}],
    })
    // The last launch was ten days before the snapshot.
    expect(judgeIn(check, failed(healthyStack(), 'older than the launch', 24 * 11)).status).toBe('pass')
  })

  it('names the failures of the last two days where nodes are missing, older ones only if not mended', () => {
    const relaunched = (hours: number) =>
      withChanged(states('InService'), 'scalingActivities', fact => ({
        ...fact,
        successful: [{at: hoursAgo(hours), description: 'Launching a new EC2 instance: i-9', cause: ''}],
      }))
    const times = (snapshot: Snapshot) => {
      const verdict = judgeIn(check, snapshot)
      return verdict.status === 'fail' ? verdict.findings[0]?.observed.troubles : undefined
    }
    expect(times(failed(relaunched(1), 'x', 47, 48, 49))).toMatchObject([{times: 2}])
    expect(times(failed(relaunched(60), 'x', 47, 48, 49, 61))).toMatchObject([{times: 3}])
  })

  it('knows nodes that are taken away one after another, and not a single one that was replaced', () => {
    const reason = 'a user health-check'
    expect(judgeIn(check, ended(healthyStack(), reason, 2)).status).toBe('pass')
    expect(judgeIn(check, ended(healthyStack(), reason, 2, 30)).status).toBe('pass')
    expect(judgeIn(check, ended(healthyStack(), reason, 1, 2))).toMatchObject({
      findings: [{phrase: 'failing', observed: {troubles: [{failure: 'F39', times: 2}]}}],
    })
    expect(judgeIn(check, ended(states('InService'), reason, 2))).toMatchObject({
      findings: [{phrase: 'short', observed: {troubles: [{failure: 'F39'}]}}],
    })
    const scaledIn = ended(healthyStack(), 'a difference between desired and actual capacity', 1, 2, 3)
    expect(judgeIn(check, scaledIn).status).toBe('pass')
  })

  it('does not pass what was not seen, and still counts without the activities', () => {
    const gap = unknown('denied', 'no policy allows it', 'autoscaling:DescribeScalingActivities')
    expect(judgeIn(check, withFacts(healthyStack(), {scalingActivities: gap}))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(states('InService'), {scalingActivities: gap}))).toMatchObject({
      status: 'fail',
      unseen: {action: 'autoscaling:DescribeScalingActivities'},
    })
    expect(judgeIn(check, withFacts(healthyStack(), {mediaFleet: gap})).status).toBe('unknown')
    const none = withChanged(healthyStack(), 'parts', parts => ({...parts, mediaGroup: null}))
    expect(judgeIn(check, none)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })
})
