import {describe, expect, it} from 'vitest'
import {checks} from '../../../checks/index.ts'
import {isWorld} from '../../../src/derive/internet.ts'
import {examine} from '../../../src/engine/examine.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {generations} from '../../../src/openvidu/generations.ts'
import {denied, type LabAccount} from '../../lab/index.ts'
import {testTime} from '../../support/snapshots.ts'
import {turnParameters} from '../../support/template-parameter-sets.ts'
import {balancersSeen} from './balancers-seen.ts'

const plan = [
  'listeners',
  'health-checks',
  'balancer-attributes',
  'security-group-ports',
  'ssh-exposure',
  'certificate-arn',
]
const live = ['listener-certificate', 'targets-registered', 'target-health', 'media-zone-coverage', 'domain-resolves']
/** What depends on figures of the official template, and so is unknown where none was published. */
const byGeneration = new Set(['listeners', 'health-checks', 'security-group-ports'])

const resultsOf = (snapshot: Snapshot) => {
  const {results} = examine({snapshot, checks, generatedAt: testTime, replayed: false})
  return new Map(results.map(result => [result.check, result]))
}

describe('a healthy stack as it stands', () => {
  it.each(generations)('passes the checks of plans and stacks alike: $id', async ({id, templateSeen}) => {
    const {snapshot} = await balancersSeen({generation: id})
    const results = resultsOf(snapshot)
    for (const check of [...plan, ...live]) {
      const {status, message} = {message: '', ...results.get(check)}
      expect(status, `${check} ${message}`).toBe(byGeneration.has(check) && !templateSeen ? 'unknown' : 'pass')
    }
  })

  it('passes with a TURN balancer', async () => {
    const {snapshot} = await balancersSeen({generation: '3.5.0', parameters: turnParameters('3.5.0')})
    const results = resultsOf(snapshot)
    for (const check of [...plan, ...live]) expect(results.get(check)?.status, check).toBe('pass')
  })
})

describe('a stack whose media group is gone', () => {
  const without = (account: LabAccount) => {
    account.autoScalingGroups.splice(0)
    for (const {group, health} of account.targetGroups) if (group.Port === 1945) health.splice(0)
  }

  it('has its masters, listeners and health checks judged all the same', async () => {
    const {snapshot} = await balancersSeen({
      change: account => {
        without(account)
        for (const {health} of account.targetGroups)
          for (const one of health) one.TargetHealth = {State: 'unhealthy', Reason: 'Target.FailedHealthChecks'}
      },
    })
    const results = resultsOf(snapshot)
    const found = (check: string) => results.get(check)?.findings.map(({severity, message}) => `${severity} ${message}`)
    expect(found('target-health')).toContainEqual(expect.stringMatching(/^critical OpenViduMasterNode\S+ finds 0 of 4/))
    expect(found('listeners')).toEqual([expect.stringContaining('leads to no nodes on port 1945')])
    expect(results.get('health-checks')?.status).toBe('pass')
  })

  it('has the health check of its target group judged, too', async () => {
    const {snapshot} = await balancersSeen({
      change: account => {
        without(account)
        for (const {group} of account.targetGroups) if (group.Port === 1945) group.HealthCheckPath = '/other'
      },
    })
    expect(resultsOf(snapshot).get('health-checks')).toMatchObject({status: 'fail', severity: 'high'})
  })

  it('has missing masters told', async () => {
    const {snapshot} = await balancersSeen({
      change: account => {
        without(account)
        account.targetGroups.find(({group}) => group.Port === 443)?.health.splice(3)
      },
    })
    expect(resultsOf(snapshot).get('targets-registered')).toMatchObject({status: 'fail', severity: 'high'})
  })

  it('has the masters told, too, where the group may not be seen', async () => {
    const fault = denied()
    const {snapshot} = await balancersSeen({
      change: account => {
        for (const {group, health} of account.targetGroups)
          for (const one of health) if (group.Port === 443) one.TargetHealth = {State: 'unhealthy'}
      },
      lab: {faults: [{target: 'autoscaling.DescribeAutoScalingGroups', fault}]},
    })
    const results = resultsOf(snapshot)
    expect(results.get('target-health')?.status).toBe('fail')
    expect(results.get('targets-registered')).toMatchObject({status: 'unknown', unknown: {cause: 'denied'}})
    expect(results.get('listeners')).toMatchObject({status: 'unknown', unknown: {cause: 'denied'}})
  })
})

describe('what somebody changed by hand', () => {
  const listener = (account: LabAccount, port: number) =>
    account.listeners.find(one => one.listener.Port === port)?.listener
  const group = (account: LabAccount, port: number) => account.targetGroups.find(one => one.group.Port === port)

  it.each<[string, string, (account: LabAccount) => void]>([
    ['a listener removed', 'listeners', account => void account.listeners.splice(0, 1)],
    [
      'the balancer removed',
      'listeners',
      account => {
        account.balancers.splice(0)
        account.listeners.splice(0)
      },
    ],
    [
      'another health check',
      'health-checks',
      account => void Object.assign(group(account, 1945)?.group ?? {}, {HealthCheckPath: '/other'}),
    ],
    [
      'no deletion protection',
      'balancer-attributes',
      account => {
        for (const {attributes} of account.balancers)
          for (const attribute of attributes) if (attribute.Key?.startsWith('deletion')) attribute.Value = 'false'
      },
    ],
    [
      'a rule removed',
      'security-group-ports',
      account => {
        account.securityGroupRules = account.securityGroupRules.filter(({FromPort}) => FromPort !== 7000)
      },
    ],
    [
      'SSH opened',
      'ssh-exposure',
      account => {
        const [rule] = account.securityGroupRules.filter(
          ({CidrIpv4, FromPort, ToPort, IsEgress}) =>
            IsEgress === false && isWorld(CidrIpv4 ?? '10.0.0.0/8') && (FromPort ?? 0) >= 7881 && (ToPort ?? 0) >= 7881,
        )
        account.securityGroupRules.push({
          ...rule,
          SecurityGroupRuleId: 'sgr-0own',
          IpProtocol: 'tcp',
          FromPort: 22,
          ToPort: 22,
        })
      },
    ],
    [
      'another certificate',
      'listener-certificate',
      account => {
        const https = listener(account, 443)
        if (https !== undefined)
          https.Certificates = [{CertificateArn: 'arn:aws:acm:us-east-1:123456789012:certificate/own'}]
      },
    ],
    ['a master deregistered', 'targets-registered', account => void group(account, 443)?.health.splice(0, 1)],
    [
      'a service down',
      'target-health',
      account => {
        for (const target of group(account, 443)?.health.slice(0, 1) ?? [])
          target.TargetHealth = {State: 'unhealthy', Reason: 'Target.FailedHealthChecks'}
      },
    ],
    [
      'no cross-zone balancing',
      'media-zone-coverage',
      account => {
        for (const {attributes} of account.balancers)
          for (const attribute of attributes) if (attribute.Key?.includes('cross_zone')) attribute.Value = 'false'
      },
    ],
  ])('%s fails %s', async (_, check, change) => {
    const {snapshot} = await balancersSeen({change})
    const result = resultsOf(snapshot).get(check)
    expect(result?.status, JSON.stringify(result?.unknown)).toBe('fail')
  })
})
