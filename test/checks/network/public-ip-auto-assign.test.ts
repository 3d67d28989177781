import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/public-ip-auto-assign.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'
import {fourZones, ofGeneration, planIn, withSubnet} from './network-plan.ts'

const off = (id: string) => withSubnet(planIn(fourZones), id, {mapsPublicAddresses: false})

const routed = (snapshot: ReturnType<typeof planIn>, route: FactMap['routes'][number]['default']) =>
  withChanged(snapshot, 'routes', routes => routes.map(one => ({...one, default: route})))

describe('public-ip-auto-assign', () => {
  it('passes where every subnet of nodes assigns addresses', () => {
    expect(judgeIn(check, planIn(fourZones)).status).toBe('pass')
  })

  it('names the subnet and its nodes', () => {
    const verdict = judgeIn(check, off('subnet-media1'))
    expect(failures(verdict)).toEqual(['off: subnet-media1'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'high',
          observed: {subnet: 'subnet-media1', nodes: ['media nodes'], autoAssign: 'off'},
          expected: {autoAssign: 'on'},
        },
      ],
    })
  })

  it('does not ask it of a subnet that holds the load balancer only', () => {
    const snapshot = withChanged(off('subnet-media1'), 'subnets', subnets =>
      subnets.map(subnet => (subnet.id === 'subnet-media1' ? {...subnet, uses: ['balancer']} : subnet)),
    )
    expect(judgeIn(check, snapshot).status).toBe('pass')
  })

  it('allows private subnets behind a NAT only after 3.8', () => {
    const behindNat = routed(off('subnet-media1'), 'nat-gateway')
    expect(failures(judgeIn(check, behindNat))).toEqual(['off: subnet-media1'])
    expect(judgeIn(check, ofGeneration(behindNat, 'next')).status).toBe('pass')
    expect(judgeIn(check, ofGeneration(behindNat, null))).toMatchObject({status: 'unknown'})
    const inspected = routed(off('subnet-media1'), 'endpoint')
    expect(judgeIn(check, ofGeneration(inspected, 'next')).status).toBe('unknown')
    const behindGateway = routed(off('subnet-media1'), 'internet-gateway')
    expect(failures(judgeIn(check, ofGeneration(behindGateway, 'next')))).toEqual(['off: subnet-media1'])
  })

  it('does not pass a subnet or a route that was not seen', () => {
    expect(judgeIn(check, withSubnet(planIn(fourZones), 'subnet-media1', null)).status).toBe('unknown')
    expect(judgeIn(check, withFacts(planIn(fourZones), {subnets: []})).status).toBe('unknown')
    const noRoutes = withFacts(ofGeneration(off('subnet-media1'), 'next'), {routes: []})
    expect(judgeIn(check, noRoutes)).toMatchObject({status: 'unknown', unseen: {facts: ['subnet-media1']}})
  })
})
