import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/subnet-internet-route.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'
import {fourZones, ofGeneration, planIn} from './network-plan.ts'

const routed = (id: string, route: FactMap['routes'][number]['default']) =>
  withChanged(planIn(fourZones), 'routes', routes =>
    routes.map(one => (one.subnetId === id ? {...one, default: route} : one)),
  )

describe('subnet-internet-route', () => {
  it('passes where every default route leads to an internet gateway', () => {
    expect(judgeIn(check, planIn(fourZones)).status).toBe('pass')
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
    const nodes = routed('subnet-media1', 'nat-gateway')
    expect(judgeIn(check, ofGeneration(nodes, 'next')).status).toBe('pass')
    expect(judgeIn(check, ofGeneration(nodes, null)).status).toBe('unknown')
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
