import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/network-acls.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'
import {fourZones, ofGeneration, planIn} from './network-plan.ts'

type Entry = FactMap['networkAcls'][number]['entries'][number]

const entry = (part: Partial<Entry>): Entry => ({
  egress: false,
  number: 100,
  allows: true,
  protocol: '-1',
  cidr: '0.0.0.0/0',
  fromPort: 0,
  toPort: 65_535,
  ...part,
})
const allowAll = [entry({}), entry({egress: true})]
const deny = (number: number, from: number, to: number, part: Partial<Entry> = {}) =>
  entry({number, allows: false, protocol: '6', fromPort: from, toPort: to, ...part})

const acl = (...entries: Entry[]) =>
  withChanged(planIn(fourZones), 'networkAcls', acls => acls.map(one => ({...one, entries})))

const blocked = (snapshot: ReturnType<typeof planIn>): unknown => {
  const verdict = judgeIn(check, snapshot)
  return verdict.status === 'fail' ? verdict.findings[0]?.observed.blocked : verdict.status
}

describe('network-acls', () => {
  it('passes with an ACL that allows everything, and with one that allows what is needed', () => {
    expect(judgeIn(check, acl(...allowAll)).status).toBe('pass')
    const needed = [80, 443].flatMap((port, index) => [
      entry({number: 10 + index, protocol: '6', fromPort: port, toPort: port}),
      entry({number: 10 + index, protocol: '6', fromPort: port, toPort: port, egress: true}),
    ])
    const high = ['6', '17'].flatMap((protocol, index) => [
      entry({number: 20 + index, protocol, fromPort: 1024}),
      entry({number: 20 + index, protocol, fromPort: 1024, egress: true}),
    ])
    const udp443 = entry({number: 30, protocol: '17', fromPort: 443, toPort: 443})
    expect(judgeIn(check, acl(...needed, ...high, udp443)).status).toBe('pass')
    expect(blocked(acl(...needed, ...high))).toEqual(['UDP 443 in (TURN over UDP)'])
  })

  it('names the ACL, the ports and the subnets they are blocked for', () => {
    const verdict = judgeIn(check, acl(deny(50, 50_000, 60_000, {protocol: '17'}), ...allowAll))
    expect(failures(verdict)).toEqual(['blocks: acl-0123456789abcdef0'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'high',
          observed: {acl: 'acl-0123456789abcdef0', blocked: ['UDP 50000-60000 in (WebRTC media)']},
          expected: {blocked: 'none of it'},
        },
      ],
    })
  })

  it('takes the first match: an entry behind an allowing one does nothing', () => {
    expect(judgeIn(check, acl(...allowAll, deny(200, 1935, 1935))).status).toBe('pass')
    expect(blocked(acl(...allowAll, deny(99, 1935, 1935)))).toEqual(['TCP 1935 in (RTMPS)'])
  })

  it('misses the answers, in either direction', () => {
    const answersOut = blocked(acl(entry({}), entry({egress: true, protocol: '6', toPort: 1023})))
    expect(answersOut).toContain('UDP 1024-65535 out (media to clients)')
    expect(answersOut).toContain('TCP 1024-65535 out (answers to clients)')
    const answersIn = blocked(acl(entry({protocol: '6', toPort: 32_767}), entry({egress: true})))
    expect(answersIn).toContain('TCP 32768-65535 in (answers to its own requests)')
  })

  it('lets single closed ports among the ephemeral ones pass, but not those of the nodes', () => {
    expect(judgeIn(check, acl(deny(10, 3389, 3389), ...allowAll)).status).toBe('pass')
    expect(blocked(acl(deny(10, 7000, 7000), ...allowAll))).toContain('TCP 7000 in (Redis and its sentinel)')
    expect(judgeIn(check, acl(deny(10, 10_000, 10_600), ...allowAll)).status).toBe('pass')
    expect(judgeIn(check, acl(deny(10, 10_000, 10_700), ...allowAll)).status).toBe('fail')
  })

  it('ignores a blocked part of the internet, and does not guess about private addresses', () => {
    expect(judgeIn(check, acl(deny(10, 0, 65_535, {cidr: '203.0.113.0/24'}), ...allowAll)).status).toBe('pass')
    const inside = judgeIn(check, acl(deny(10, 0, 65_535, {cidr: '10.0.0.0/8'}), ...allowAll))
    expect(inside).toMatchObject({status: 'unknown', unseen: {facts: ['acl-0123456789abcdef0']}})
    const outside = judgeIn(check, acl(entry({cidr: '10.0.0.0/8'}), entry({cidr: '10.0.0.0/8', egress: true})))
    expect(outside).toMatchObject({status: 'fail'})
  })

  it('does not pass a subnet without an ACL seen, nor a generation without known ports', () => {
    const unseen = withChanged(planIn(fourZones), 'networkAcls', acls =>
      acls.map(one => ({...one, subnetIds: one.subnetIds.slice(1)})),
    )
    expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {facts: ['subnet-master1']}})
    expect(judgeIn(check, ofGeneration(planIn(fourZones), '3.0.0-beta3'))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, ofGeneration(planIn(fourZones), null))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(planIn(fourZones), {subnets: []})).status).toBe('unknown')
  })
})
