import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/subnet-internet-route.ts'
import {unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, internetGatewayId, judgeIn, vpcId, withChanged, withFacts} from '../../support/snapshots.ts'
import {fourZones, ofGeneration, planIn, withSubnet} from './network-plan.ts'

const routed = (id: string, route: FactMap['routes'][number]['default']) =>
  withChanged(planIn(fourZones), 'routes', routes =>
    routes.map(one =>
      one.subnetId === id ? {...one, default: route, gatewayId: route === 'nat-gateway' ? 'nat-1' : null} : one,
    ),
  )

const gateway = (type: string, id: string) => ({type: `AWS::EC2::${type}`, id, logicalId: null, location: null})
const natSubject = gateway('NatGateway', 'nat-1')
type Nat = NonNullable<FactMap['natGateways'][number]['details']>

/** Of the next generation: both media subnets lead to a NAT gateway, sound but for what is told. */
const natted = (part: Partial<Nat> | null = {}) => {
  const nat: Nat = {
    state: 'available',
    failure: null,
    connectivity: 'public',
    vpcId,
    subnetId: 'subnet-0f',
    route: {default: 'internet-gateway', gatewayId: internetGatewayId},
  }
  const plan = withChanged(planIn(fourZones), 'routes', routes =>
    routes.map(one =>
      one.subnetId.startsWith('subnet-media') ? {...one, default: 'nat-gateway', gatewayId: 'nat-1'} : one,
    ),
  )
  const natGateways = [{subject: natSubject, id: 'nat-1', details: part === null ? null : {...nat, ...part}}]
  return ofGeneration(withFacts(plan, {natGateways}), 'next')
}

const attached = (attachments: FactMap['internetGateways'][number]['attachments'], plan = planIn(fourZones)) =>
  withChanged(plan, 'internetGateways', gateways => gateways.map(one => ({...one, attachments})))

describe('subnet-internet-route', () => {
  it('passes where every default route leads to an internet gateway', () => {
    expect(judgeIn(check, planIn(fourZones)).status).toBe('pass')
  })

  it.each([
    ['block-bidirectional', planIn(fourZones), 'subnet-media1', 'unknown'],
    ['block-ingress', planIn(fourZones), 'subnet-media1', 'unknown'],
    ['block-bidirectional', natted(), 'subnet-media1', 'unknown'],
    ['block-ingress', natted(), 'subnet-media1', 'pass'],
    ['off', planIn(fourZones), 'subnet-media1', 'pass'],
  ])('does not pass what VPC Block Public Access keeps in (%s): case %#', (internetBlocked, plan, id, status) => {
    expect(judgeIn(check, withSubnet(plan, id, {internetBlocked})).status).toBe(status)
  })

  it.each(['nat-gateway', 'other', 'blackhole', 'none'] as const)('fails up to 3.8 with %s', route => {
    const verdict = judgeIn(check, routed('subnet-media1', route))
    expect(failures(verdict)).toEqual(['astray: subnet-media1'])
    expect(verdict).toMatchObject({findings: [{severity: 'critical', expected: {routes: ['to an internet gateway']}}]})
  })

  it('says where the route leads and for whom', () => {
    expect(judgeIn(check, routed('subnet-master2', 'blackhole'))).toMatchObject({
      findings: [
        {
          message:
            'the default route of subnet-master2, for masters and the load balancer, leads to something that no longer exists; it must lead to an internet gateway',
        },
      ],
    })
  })

  it('takes a NAT gateway after 3.8 for nodes, but not for the load balancer', () => {
    expect(judgeIn(check, natted()).status).toBe('pass')
    expect(judgeIn(check, ofGeneration(natted(), null)).status).toBe('unknown')
    expect(failures(judgeIn(check, ofGeneration(natted(), '3.8.0'))).map(one => one.split(':')[0])).toEqual([
      'astray',
      'astray',
    ])
    const balancer = ofGeneration(routed('subnet-master1', 'nat-gateway'), 'next')
    expect(failures(judgeIn(check, balancer))).toEqual(['astray: subnet-master1'])
    expect(failures(judgeIn(check, ofGeneration(routed('subnet-media1', 'none'), 'next')))).toEqual([
      'astray: subnet-media1',
    ])
  })

  it('neither passes nor fails a way through a firewall, whatever the layout', () => {
    const inspected = routed('subnet-master1', 'endpoint')
    for (const plan of [inspected, ofGeneration(inspected, 'next')])
      expect(judgeIn(check, plan)).toMatchObject({
        status: 'unknown',
        unseen: {detail: expect.stringContaining('leads to an endpoint')},
      })
  })

  it('does not pass a route that was not seen or that leads to another device', () => {
    const device = ofGeneration(routed('subnet-media1', 'other'), 'next')
    expect(judgeIn(check, device)).toMatchObject({status: 'unknown', unseen: {facts: ['subnet-media1']}})
    expect(judgeIn(check, withFacts(planIn(fourZones), {routes: []})).status).toBe('unknown')
    expect(judgeIn(check, withFacts(planIn(fourZones), {subnets: []})).status).toBe('unknown')
  })
})

describe('subnet-internet-route along gateways', () => {
  it.each<[string, Partial<Nat> | null, string]>([
    ['is not there', null, 'does not exist'],
    [
      'failed',
      {
        state: 'failed',
        failure: {code: 'Gateway.NotAttached', message: 'Network vpc-1 has no Internet gateway attached'},
      },
      'is failed (Gateway.NotAttached: Network vpc-1 has no Internet gateway attached)',
    ],
    ['failed for no reason', {state: 'failed', failure: {code: null, message: null}}, 'is failed'],
    ['is being deleted', {state: 'deleting'}, 'is deleting'],
    ['was deleted', {state: 'deleted'}, 'is deleted'],
    ['is private', {connectivity: 'private'}, 'is private, which reaches other networks but not the internet'],
    [
      'stands in a private subnet',
      {route: {default: 'nat-gateway', gatewayId: 'nat-1'}},
      'stands in subnet-0f, whose default route leads to a NAT gateway again',
    ],
    [
      'has no way out',
      {route: {default: 'none', gatewayId: null}},
      'stands in subnet-0f, whose default route leads nowhere',
    ],
  ])('fails once for all subnets with a NAT gateway that %s', (_, part, state) => {
    const verdict = judgeIn(check, natted(part))
    expect(failures(verdict)).toEqual(['deadEnd: nat-1'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'critical',
          observed: {subnets: ['subnet-media1', 'subnet-media2'], state},
          message: expect.stringContaining('through which the default route of subnet-media1, subnet-media2 leads'),
        },
      ],
    })
  })

  it.each<[string, FactMap['internetGateways'][number]['attachments'], string]>([
    ['is not there', null, 'does not exist'],
    ['is detached', [], 'is attached to no VPC'],
    ['is being detached', [{vpcId, state: 'detaching'}], `is detaching from ${vpcId}`],
    ['is attached elsewhere', [{vpcId: 'vpc-other', state: 'available'}], 'is attached to vpc-other'],
  ])('fails with an internet gateway that %s, also behind a NAT gateway', (_, attachments, state) => {
    for (const plan of [planIn(fourZones), natted()]) {
      const verdict = judgeIn(check, attached(attachments, plan))
      expect(failures(verdict)).toEqual([`deadEnd: ${internetGatewayId}`])
      expect(verdict).toMatchObject({findings: [{observed: {state}}], remedy: {commands: {length: 3}}})
    }
    const behind = judgeIn(check, attached(attachments, natted()))
    expect(behind).toMatchObject({findings: [{observed: {subnets: {length: 6}}}]})
  })

  it('takes both words for an attachment, and waits for what is under way', () => {
    expect(judgeIn(check, attached([{vpcId, state: 'attached'}])).status).toBe('pass')
    expect(judgeIn(check, attached([{vpcId, state: 'attaching'}])).status).toBe('unknown')
    expect(judgeIn(check, natted({state: 'pending'})).status).toBe('unknown')
  })

  it('judges a gateway of the whole region by its own route table', () => {
    expect(judgeIn(check, natted({subnetId: null})).status).toBe('pass')
    expect(judgeIn(check, natted({subnetId: null, route: {default: 'none', gatewayId: null}}))).toMatchObject({
      findings: [{observed: {state: 'stands in its VPC, whose default route leads nowhere'}}],
    })
  })

  it('does not pass what was not seen', () => {
    const gap = unknown('denied', 'not seen', 'ec2:DescribeNatGateways')
    for (const unseen of [
      withFacts(natted(), {natGateways: gap}),
      withFacts(natted(), {internetGateways: gap}),
      withFacts(planIn(fourZones), {internetGateways: gap}),
    ])
      expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {cause: 'denied'}})
    for (const route of [null, {default: 'endpoint', gatewayId: null}, {default: 'other', gatewayId: null}] as const)
      expect(judgeIn(check, natted({route})).status).toBe('unknown')
    expect(judgeIn(check, withFacts(natted(), {natGateways: []})).status).toBe('unknown')
    // No NAT gateway is on the way of a public subnet.
    expect(judgeIn(check, withFacts(planIn(fourZones), {natGateways: gap})).status).toBe('pass')
  })
})
