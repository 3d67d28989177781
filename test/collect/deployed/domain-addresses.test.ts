import {describe, expect, it} from 'vitest'
import {resolverOf} from '../../../src/collect/deployed/balancers/name-resolution.ts'
import {type LabNames, startDns} from '../../lab/dns.ts'
import {denied} from '../../lab/index.ts'
import {factOf} from '../../support/snapshots.ts'
import {turnParameters} from '../../support/template-parameter-sets.ts'
import {balancersSeen} from './balancers-seen.ts'

const domain = 'meet.example.com'
const zones = ['203.0.113.1', '203.0.113.2', '203.0.113.3', '203.0.113.4']

async function looked(own: LabNames = {}) {
  const {snapshot} = await balancersSeen({names: healthy => ({...healthy, ...own})})
  const [main] = factOf(snapshot, 'domainAddresses')
  return main
}

describe('where the domains lead', () => {
  it('to the balancer by its name, with all its addresses', async () => {
    const {snapshot, account} = await balancersSeen()
    const dnsName = account.balancers[0]?.balancer.DNSName
    expect(factOf(snapshot, 'domainAddresses')).toEqual([
      {
        subject: expect.objectContaining({type: 'Parameter', id: 'DomainName'}),
        role: 'main',
        domain,
        answer: {
          state: 'known',
          value: {exists: true, aliases: [dnsName?.toLowerCase()], addresses: zones},
        },
        balancer: {dnsName, addresses: {state: 'known', value: zones}},
      },
    ])
  })

  it('the TURN domain to the TURN balancer', async () => {
    const {snapshot, account} = await balancersSeen({generation: '3.5.0', parameters: turnParameters('3.5.0')})
    const [, turn] = factOf(snapshot, 'domainAddresses')
    expect(turn).toMatchObject({
      role: 'turn',
      domain: 'turn.example.com',
      answer: {value: {exists: true}},
      balancer: {dnsName: account.balancers[1]?.balancer.DNSName},
    })
  })

  it('elsewhere: fixed addresses, IPv6, several aliases', async () => {
    const own = {[domain]: {a: ['198.51.100.2', '198.51.100.1'], aaaa: ['2001:db8::1']}}
    expect((await looked(own))?.answer).toMatchObject({
      value: {aliases: [], addresses: ['198.51.100.1', '198.51.100.2', '2001:db8::1']},
    })
    const chain = {
      [domain]: {cname: 'a.example.net'},
      'a.example.net': {cname: 'b.example.net'},
      'b.example.net': {a: ['198.51.100.9']},
    }
    expect((await looked(chain))?.answer).toMatchObject({
      value: {aliases: ['a.example.net', 'b.example.net'], addresses: ['198.51.100.9']},
    })
  })

  it('nowhere: no such name, no address, an alias that leads nowhere', async () => {
    const {snapshot} = await balancersSeen({
      names: healthy => Object.fromEntries(Object.entries(healthy).filter(([name]) => name !== domain)),
    })
    expect(factOf(snapshot, 'domainAddresses')[0]?.answer).toMatchObject({value: {exists: false, addresses: []}})
    expect((await looked({[domain]: {}}))?.answer).toMatchObject({value: {exists: true, addresses: []}})
    expect((await looked({[domain]: {cname: 'gone.example.net'}}))?.answer).toMatchObject({
      value: {exists: true, aliases: ['gone.example.net'], addresses: []},
    })
  })

  it('to a balancer that is gone', async () => {
    const {snapshot} = await balancersSeen({change: account => void account.balancers.splice(0)})
    expect(factOf(snapshot, 'domainAddresses')[0]).toMatchObject({balancer: null, answer: {state: 'known'}})
  })
})

describe('what DNS does not tell', () => {
  it('a server that fails is no missing name, and the balancer is seen beside it', async () => {
    expect(await looked({[domain]: {fault: 'failure'}})).toMatchObject({
      answer: {state: 'unknown', cause: 'failed', detail: expect.stringContaining('ESERVFAIL')},
      balancer: {addresses: {state: 'known'}},
    })
  })

  it('a server that is not there is unreachable', async () => {
    const {snapshot} = await balancersSeen({options: {dnsServers: ['127.0.0.1:1']}})
    expect(factOf(snapshot, 'domainAddresses')[0]).toMatchObject({
      answer: {state: 'unknown', cause: 'unreachable'},
      balancer: {addresses: {state: 'unknown', cause: 'unreachable'}},
    })
  })

  it('a server that is none is told as such', async () => {
    const {snapshot} = await balancersSeen({options: {dnsServers: ['resolver.example.com']}})
    expect(factOf(snapshot, 'domainAddresses')[0]?.answer).toMatchObject({
      cause: 'failed',
      detail: expect.stringContaining('OPENVIDU_DOCTOR_DNS'),
    })
  })

  it('a server that does not answer ends with its time, or with the run', async () => {
    const dns = await startDns({'slow.example.com': {fault: 'silence'}})
    try {
      const late = resolverOf([dns.server], new AbortController().signal, {timeout: 50, tries: 1})
      expect(await late('slow.example.com')).toMatchObject({cause: 'unreachable'})
      const run = new AbortController()
      const ended = resolverOf([dns.server], run.signal)('slow.example.com')
      run.abort()
      expect(await ended).toMatchObject({cause: 'timed-out'})
    } finally {
      dns.close()
    }
  })

  it('needs to know where the balancers are', async () => {
    const {snapshot} = await balancersSeen({
      lab: {faults: [{target: 'elasticloadbalancing.DescribeLoadBalancers', fault: denied()}]},
    })
    expect(snapshot.facts.domainAddresses).toMatchObject({
      state: 'unknown',
      action: 'elasticloadbalancing:DescribeLoadBalancers',
    })
  })
})
