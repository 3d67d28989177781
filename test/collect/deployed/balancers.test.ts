import {describe, expect, it} from 'vitest'
import {balancersCollectors} from '../../../src/collect/deployed/balancers/index.ts'
import {listenerCertificates} from '../../../src/collect/plan/listener-certificates.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {generations} from '../../../src/openvidu/generations.ts'
import {denied, empty, errorOf, type LabAccount} from '../../lab/index.ts'
import {found} from '../../lab/scenarios/find.ts'
import {factOf} from '../../support/snapshots.ts'
import {turnParameters} from '../../support/template-parameter-sets.ts'
import {balancersSeen} from './balancers-seen.ts'

type Balancer = FactMap['balancers'][number]

const balancersIn = (snapshot: Snapshot): FactMap['balancers'] => factOf(snapshot, 'balancers')
const portOf = ({port}: Balancer['listeners'][number]) => (port.state === 'known' ? port.value : 0)

/** What the template asks for, with AWS's own choice where it asks for nothing, in the order of the live fact. */
function intended(snapshot: Snapshot): readonly Balancer[] {
  return (factOf(snapshot, 'intended').balancers ?? []).map(balancer => ({
    ...balancer,
    listeners: balancer.listeners
      .map(listener =>
        listener.protocol.state === 'known' &&
        listener.protocol.value === 'TLS' &&
        listener.securityPolicy.state === 'known'
          ? {
              ...listener,
              securityPolicy: {
                ...listener.securityPolicy,
                value: listener.securityPolicy.value ?? 'ELBSecurityPolicy-2016-08',
              },
            }
          : listener,
      )
      .toSorted((one, other) => portOf(one) - portOf(other)),
  }))
}

function listener(account: LabAccount, port: number) {
  const found = account.listeners.find(one => one.listener.Port === port)
  if (found === undefined) throw new Error(`no listener on ${port}`)
  return found.listener
}

describe('the balancers of a healthy stack', () => {
  it.each(generations.map(({id}) => id))('are those that the template of %s asks for', async generation => {
    const {snapshot} = await balancersSeen({generation})
    expect(balancersIn(snapshot)).toEqual(intended(snapshot))
  })

  it.each(['3.2.0', '3.5.0'] as const)('are two with a TURN domain: %s', async generation => {
    const {snapshot} = await balancersSeen({generation, parameters: turnParameters(generation)})
    expect(balancersIn(snapshot).map(({balancer}) => balancer)).toEqual(['main', 'turn'])
    expect(balancersIn(snapshot)).toEqual(intended(snapshot))
  })

  it('have a state, a name in DNS, zones and target groups', async () => {
    const {snapshot, account} = await balancersSeen()
    const {balancer} = account.balancers[0] ?? {}
    expect(factOf(snapshot, 'balancerStates')).toEqual([
      {
        subject: expect.objectContaining({id: balancer?.LoadBalancerArn, logicalId: 'LoadBalancer'}),
        balancer: 'main',
        details: {
          state: 'active',
          reason: null,
          dnsName: balancer?.DNSName,
          zones: balancer?.AvailabilityZones?.map(({ZoneName, SubnetId}) => ({zone: ZoneName, subnetId: SubnetId})),
          targetGroups: {state: 'known', value: expect.arrayContaining([expect.stringContaining(':targetgroup/')])},
        },
      },
    ])
  })

  it('are the same in pages of one listener', async () => {
    const whole = await balancersSeen()
    const paged = await balancersSeen({lab: {pageSize: 1}})
    expect(balancersIn(paged.snapshot)).toEqual(balancersIn(whole.snapshot))
  })
})

describe('what was changed by hand', () => {
  it('shows: listeners added and removed, another certificate, policy, target', async () => {
    const other = 'arn:aws:acm:us-east-1:123456789012:certificate/other'
    const {snapshot} = await balancersSeen({
      change: account => {
        const rtmp = listener(account, 1935)
        const https = listener(account, 443)
        account.listeners.splice(
          account.listeners.findIndex(one => one.listener.Port === 80),
          1,
        )
        account.listeners.push({
          listener: {...rtmp, ListenerArn: `${rtmp.ListenerArn}own`, Port: 8443, DefaultActions: []},
          certificates: [],
        })
        rtmp.Certificates = [{CertificateArn: other}]
        https.SslPolicy = 'ELBSecurityPolicy-TLS13-1-2-2021-06'
        https.DefaultActions = rtmp.DefaultActions
      },
    })
    const listeners = balancersIn(snapshot)[0]?.listeners ?? []
    expect(listeners.map(portOf)).toEqual([443, 1935, 8443])
    expect(listeners[0]).toMatchObject({
      certificate: {subject: {type: 'Parameter', id: 'OpenViduCertificateARN'}},
      securityPolicy: {value: 'ELBSecurityPolicy-TLS13-1-2-2021-06'},
      targetGroup: {value: 'OpenViduMediaNodeRTMPTG'},
    })
    // What nobody's parameter gave is the listener's own.
    expect(listeners[1]?.certificate).toMatchObject({
      subject: {logicalId: 'OpenViduRTMPMediaNodeListener'},
      value: {value: other},
    })
    expect(listeners[2]).toMatchObject({subject: {logicalId: null}, targetGroup: {state: 'known', value: null}})
  })

  it('shows: attributes', async () => {
    const {snapshot} = await balancersSeen({
      change: ({balancers}) => {
        for (const {attributes} of balancers) for (const attribute of attributes) attribute.Value = 'false'
      },
    })
    expect(balancersIn(snapshot)[0]).toMatchObject({deletionProtection: {value: false}, crossZone: {value: false}})
  })

  it('names target groups of others, and does not choose among several', async () => {
    const {snapshot} = await balancersSeen({
      change: account => {
        const arn = 'arn:aws:elasticloadbalancing:us-east-1:123456789012:targetgroup/own-group/0123456789abcdef'
        const [group] = account.targetGroups
        if (group !== undefined) account.targetGroups.push({...group, group: {...group.group, TargetGroupArn: arn}})
        const rtmp = listener(account, 1935)
        const https = listener(account, 443)
        const [first] = rtmp.DefaultActions ?? []
        https.DefaultActions = [{Type: 'forward', TargetGroupArn: arn}]
        rtmp.DefaultActions = [
          {
            Type: 'forward',
            ForwardConfig: {TargetGroups: [{TargetGroupArn: arn}, {TargetGroupArn: first?.TargetGroupArn}]},
          },
        ]
      },
    })
    const byPort = new Map(balancersIn(snapshot)[0]?.listeners.map(one => [portOf(one), one.targetGroup]))
    expect(byPort.get(443)).toEqual({state: 'known', value: 'own-group'})
    expect(byPort.get(1935)).toMatchObject({state: 'unknown', detail: expect.stringContaining('several target groups')})
    expect(factOf(snapshot, 'targetGroups').map(({name}) => name)).toContain('own-group')
  })

  it('a balancer that is gone is told to be gone', async () => {
    const {snapshot} = await balancersSeen({
      change: account => {
        account.balancers.splice(0)
        account.listeners.splice(0)
      },
    })
    expect(balancersIn(snapshot)).toEqual([])
    expect(factOf(snapshot, 'balancerStates')).toMatchObject([{balancer: 'main', details: null}])
  })
})

describe('the certificates of a listener besides its default one', () => {
  const arnOf = (number: number) => `arn:aws:acm:us-east-1:123456789012:certificate/${number}`
  const further = (snapshot: Snapshot) =>
    Object.fromEntries(
      (balancersIn(snapshot)[0]?.listeners ?? []).map(one => [portOf(one), one.furtherCertificates] as const),
    )
  const add = (account: LabAccount) => {
    const own = account.listeners.find(one => one.listener.Port === 443)
    for (const number of [3, 1, 2]) own?.certificates.push({CertificateArn: arnOf(number)})
  }
  const all = {state: 'known', value: [1, 2, 3].map(arnOf)}
  const none = {state: 'known', value: []}

  it('are told without the default one, whatever the pages, and of TLS listeners only', async () => {
    const {snapshot, calls} = await balancersSeen({change: add})
    expect(further(snapshot)).toEqual({80: none, 443: all, 1935: none})
    expect(calls.all.filter(({operation}) => operation === 'DescribeListenerCertificates')).toHaveLength(2)
    const paged = await balancersSeen({change: add, lab: {pageSize: 1}})
    expect(further(paged.snapshot)).toEqual(further(snapshot))
  })

  it('are a gap of one listener where they are refused, and nothing else is lost', async () => {
    const fault = denied()
    const target = 'elasticloadbalancing.DescribeListenerCertificates'
    const {snapshot} = await balancersSeen({change: add, lab: {faults: [{target, fault, times: 1}]}})
    const gaps = Object.values(further(snapshot)).filter(({state}) => state === 'unknown')
    const action = 'elasticloadbalancing:DescribeListenerCertificates'
    expect(gaps).toEqual([expect.objectContaining({cause: 'denied', action})])
    for (const one of balancersIn(snapshot)[0]?.listeners ?? []) expect(one.port.state).toBe('known')
  })

  it('are described one by one: one that may not be read takes nothing from the others', async () => {
    const target = 'acm.DescribeCertificate'
    const {snapshot} = await balancersSeen({
      change: account => {
        const own = found(account.certificates[0], 'certificate')
        add(account)
        for (const number of [1, 2]) account.certificates.push({...own, CertificateArn: arnOf(number)})
      },
      lab: {faults: [{target, fault: denied(), when: ({CertificateArn}) => CertificateArn === arnOf(2)}]},
      collectors: [...balancersCollectors, listenerCertificates],
    })
    expect(factOf(snapshot, 'listenerCertificates')).toMatchObject([
      {arn: arnOf(1), details: {state: 'known', value: {status: 'ISSUED'}}},
      {arn: arnOf(2), details: {state: 'unknown', cause: 'denied', action: 'acm:DescribeCertificate'}},
      {arn: arnOf(3), details: {state: 'known', value: null}},
    ])
  })

  it.each(['absent', 'present'] as const)('are a gap where the default one is missing: lists %s', async lists => {
    const target = 'elasticloadbalancing.DescribeListenerCertificates'
    const {snapshot} = await balancersSeen({lab: {faults: [{target, fault: empty(lists)}]}})
    expect(further(snapshot)[443]).toMatchObject({state: 'unknown', cause: 'failed'})
  })
})

describe('what cannot be seen', () => {
  it('takes nothing else along: listeners without description, listeners without attributes', async () => {
    const nameless = await balancersSeen({
      lab: {faults: [{target: 'elasticloadbalancing.DescribeLoadBalancers', fault: denied()}]},
    })
    expect(balancersIn(nameless.snapshot)[0]).toMatchObject({scheme: {cause: 'denied'}, crossZone: {value: true}})
    const bare = await balancersSeen({
      lab: {faults: [{target: 'elasticloadbalancing.DescribeLoadBalancerAttributes', fault: denied()}]},
    })
    expect(balancersIn(bare.snapshot)[0]).toMatchObject({
      scheme: {value: 'internet-facing'},
      crossZone: {cause: 'denied', action: 'elasticloadbalancing:DescribeLoadBalancerAttributes'},
    })
  })

  it('a stack whose balancer was never made has none', async () => {
    const {snapshot} = await balancersSeen({
      change: account => {
        for (const resource of account.stacks[0]?.resources ?? [])
          if (resource.LogicalResourceId === 'LoadBalancer') resource.PhysicalResourceId = ''
      },
      lab: {faults: [{target: 'elasticloadbalancing.DescribeLoadBalancers', fault: errorOf('Never', 'asked')}]},
    })
    expect(factOf(snapshot, 'balancerStates')).toMatchObject([{subject: {id: null}, details: null}])
  })
})
