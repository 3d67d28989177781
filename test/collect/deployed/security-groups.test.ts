import {describe, expect, it} from 'vitest'
import type {FactMap} from '../../../src/model/facts.ts'
import {generations} from '../../../src/openvidu/generations.ts'
import type {LabAccount} from '../../lab/index.ts'
import {factOf} from '../../support/snapshots.ts'
import {turnParameters} from '../../support/template-parameter-sets.ts'
import {balancersSeen} from './balancers-seen.ts'

type Groups = FactMap['securityGroups']

/** Inline rules have an id of their own once they stand, and AWS tells rules in no order. */
const comparable = (groups: Groups) =>
  groups
    .map(({ingress, ...group}) => ({
      ...group,
      ingress: ingress.map(({subject: _, ...rule}) => JSON.stringify(rule)).toSorted(),
    }))
    .toSorted((one, other) => (one.group < other.group ? -1 : 1))

const first = (account: LabAccount, logicalId: string) => {
  const resource = account.stacks[0]?.resources.find(({LogicalResourceId}) => LogicalResourceId === logicalId)
  return resource?.PhysicalResourceId ?? ''
}

const ingressOf = (groups: Groups, group: Groups[number]['group']) =>
  groups.find(one => one.group === group)?.ingress ?? []

describe('the security groups of a healthy stack', () => {
  it.each(generations.map(({id}) => id))('are those that the template of %s asks for', async generation => {
    const {snapshot} = await balancersSeen({generation})
    const {securityGroups} = factOf(snapshot, 'intended')
    expect(comparable(factOf(snapshot, 'securityGroups'))).toEqual(comparable(securityGroups ?? []))
  })

  it('are those of the TURN balancer, too', async () => {
    const {snapshot} = await balancersSeen({generation: '3.4.0', parameters: turnParameters('3.4.0')})
    const {securityGroups} = factOf(snapshot, 'intended')
    expect(comparable(factOf(snapshot, 'securityGroups'))).toEqual(comparable(securityGroups ?? []))
    expect(factOf(snapshot, 'securityGroups').map(({group}) => group)).toContain('turn-load-balancer')
  })

  it('name the resource that a rule is', async () => {
    const {snapshot} = await balancersSeen()
    const named = ingressOf(factOf(snapshot, 'securityGroups'), 'master').filter(
      ({subject}) => subject.logicalId !== null,
    )
    expect(named.length).toBeGreaterThan(0)
  })

  it('take one call, and tell the same in pages of one rule', async () => {
    const whole = await balancersSeen()
    const paged = await balancersSeen({lab: {pageSize: 1}})
    expect(whole.calls.count('ec2.DescribeSecurityGroupRules')).toBe(1)
    expect(comparable(factOf(paged.snapshot, 'securityGroups'))).toEqual(
      comparable(factOf(whole.snapshot, 'securityGroups')),
    )
  })
})

describe('what was changed by hand', () => {
  const rule = (account: LabAccount, more: object) => ({
    SecurityGroupRuleId: 'sgr-0123456789abcdef0',
    GroupId: first(account, 'OpenViduMediaNodeSG'),
    IsEgress: false,
    IpProtocol: 'tcp',
    FromPort: 22,
    ToPort: 22,
    ...more,
  })

  it.each<[string, (account: LabAccount) => object, object]>([
    ['IPv4', () => ({CidrIpv4: '0.0.0.0/0'}), {source: {value: {kind: 'cidr', cidr: '0.0.0.0/0'}}}],
    ['IPv6', () => ({CidrIpv6: '::/0'}), {source: {value: {kind: 'cidr', cidr: '::/0'}}}],
    [
      'a node group',
      account => ({ReferencedGroupInfo: {GroupId: first(account, 'OpenViduMasterNodeSG')}}),
      {source: {value: {kind: 'group', group: 'master'}}},
    ],
    ['a stranger', () => ({ReferencedGroupInfo: {GroupId: 'sg-1'}}), {source: {value: {kind: 'other', id: 'sg-1'}}}],
    ['a prefix list', () => ({PrefixListId: 'pl-1'}), {source: {value: {kind: 'other', id: 'pl-1'}}}],
    [
      'all protocols',
      () => ({IpProtocol: '-1', FromPort: -1, ToPort: -1, CidrIpv4: '10.0.0.0/8'}),
      {protocol: {value: '-1'}, fromPort: {value: 0}, toPort: {value: 65_535}},
    ],
    [
      'a protocol without ports',
      () => ({IpProtocol: '50', FromPort: undefined, ToPort: undefined, CidrIpv4: '10.0.0.0/8'}),
      {protocol: {value: '50'}, fromPort: {value: -1}, toPort: {value: -1}},
    ],
  ])('shows: a rule for %s', async (_, more, told) => {
    const {snapshot} = await balancersSeen({
      change: account => void account.securityGroupRules.push(rule(account, more(account))),
    })
    const added = ingressOf(factOf(snapshot, 'securityGroups'), 'media').filter(
      ({subject}) => subject.id === 'sgr-0123456789abcdef0',
    )
    expect(added).toMatchObject([{subject: {logicalId: null}, ...told}])
  })

  it('shows: a rule that is gone', async () => {
    const whole = await balancersSeen()
    const {snapshot} = await balancersSeen({
      change: account => {
        account.securityGroupRules = account.securityGroupRules.filter(({FromPort}) => FromPort !== 7880)
      },
    })
    const count = (groups: Groups) => groups.flatMap(({ingress}) => ingress).length
    expect(count(factOf(snapshot, 'securityGroups'))).toBeLessThan(count(factOf(whole.snapshot, 'securityGroups')))
  })

  it('a group that is gone lets nothing in', async () => {
    const {snapshot} = await balancersSeen({
      change: account => {
        const id = first(account, 'OpenViduMediaNodeSG')
        account.securityGroups = account.securityGroups.filter(({GroupId}) => GroupId !== id)
        account.securityGroupRules = account.securityGroupRules.filter(({GroupId}) => GroupId !== id)
      },
    })
    expect(ingressOf(factOf(snapshot, 'securityGroups'), 'media')).toEqual([])
    expect(ingressOf(factOf(snapshot, 'securityGroups'), 'master')).not.toEqual([])
  })
})

describe('what cannot be seen', () => {
  it.each(['tcp', '17'])('a rule for %s without ports is no answer of AWS', async IpProtocol => {
    const {snapshot} = await balancersSeen({
      change: account => {
        for (const one of account.securityGroupRules)
          if (one.FromPort === 7000) Object.assign(one, {IpProtocol, FromPort: undefined})
      },
    })
    expect(snapshot.facts.securityGroups).toMatchObject({state: 'unknown', cause: 'failed'})
  })
})
