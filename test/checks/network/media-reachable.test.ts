import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/media-reachable.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {mediaIds} from '../../support/healthy-stack/names.ts'
import {withNodes} from '../../support/live-nodes.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'
import {ofGeneration} from './network-plan.ts'

/** The first media node, or all of them, without a public address. */
const withoutAddress = (all = false) =>
  withNodes(node =>
    node.group === 'media' && (all || node.id === mediaIds[0]) ? {...node, publicAddress: null} : node,
  )
const routed = (snapshot: Snapshot, route: FactMap['routes'][number]['default']) =>
  withChanged(snapshot, 'routes', routes => routes.map(one => ({...one, default: route})))
type Rule = FactMap['securityGroups'][number]['ingress'][number]
const withMediaRules = (change: (rule: Rule) => Rule | null, snapshot = healthyStack()) =>
  withChanged(snapshot, 'securityGroups', groups =>
    groups.map(group =>
      group.group === 'media' ? {...group, ingress: group.ingress.flatMap(rule => change(rule) ?? [])} : group,
    ),
  )
const isUdp = ({protocol}: Rule) => protocol.state === 'known' && protocol.value === 'udp'

describe('media-reachable', () => {
  it('passes with public addresses and UDP open', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('names each running node without an address', () => {
    const verdict = judgeIn(check, withoutAddress())
    expect(failures(verdict)).toEqual([`noAddress: ${mediaIds[0]}`])
    expect(verdict).toMatchObject({findings: [{severity: 'high', expected: {address: 'one'}}]})
    const stopping = withNodes(
      node => (node.id === mediaIds[0] ? {...node, state: 'shutting-down'} : node),
      withoutAddress(),
    )
    expect(judgeIn(check, stopping).status).toBe('pass')
  })

  it('allows nodes that are relayed only after 3.8, and only without a route from the internet', () => {
    const behindNat = routed(withoutAddress(true), 'nat-gateway')
    expect(judgeIn(check, behindNat).status).toBe('fail')
    const relayed = ofGeneration(behindNat, 'next')
    expect(judgeIn(check, relayed).status).toBe('pass')
    // Nobody sends UDP to a node that is relayed.
    expect(
      judgeIn(
        check,
        withMediaRules(rule => (isUdp(rule) ? null : rule), relayed),
      ).status,
    ).toBe('pass')
    const inspected = ofGeneration(routed(withoutAddress(true), 'endpoint'), 'next')
    expect(judgeIn(check, inspected).status).toBe('unknown')
    const direct = ofGeneration(routed(withoutAddress(true), 'internet-gateway'), 'next')
    expect(failures(judgeIn(check, direct))).toEqual(mediaIds.map(id => `noAddress: ${id}`))
    expect(judgeIn(check, ofGeneration(behindNat, null)).status).toBe('unknown')
    expect(judgeIn(check, withFacts(relayed, {routes: []})).status).toBe('unknown')
  })

  it('names the UDP ports that are closed, and weighs narrowed ones less', () => {
    const closed = judgeIn(
      check,
      withMediaRules(rule => (isUdp(rule) ? null : rule)),
    )
    expect(failures(closed)).toEqual(['udpClosed: OpenViduMediaNodeSG'])
    expect(closed).toMatchObject({findings: [{severity: 'high', observed: {closed: {length: 3}}}]})
    const narrowed = withMediaRules(rule =>
      isUdp(rule) ? {...rule, source: known({kind: 'cidr', cidr: '192.0.2.0/24'})} : rule,
    )
    expect(judgeIn(check, narrowed)).toMatchObject({findings: [{severity: 'medium'}]})
    const open = withMediaRules(rule => (isUdp(rule) ? {...rule, source: unknown('unresolved', 'not known')} : rule))
    expect(judgeIn(check, open).status).toBe('unknown')
  })

  it('does not pass where no media node runs, or the ports are a guess', () => {
    expect(
      judgeIn(
        check,
        withNodes(node => (node.group === 'media' ? null : node)),
      ).status,
    ).toBe('unknown')
    expect(judgeIn(check, ofGeneration(healthyStack(), '3.0.0-beta1')).status).toBe('unknown')
    expect(judgeIn(check, withFacts(healthyStack(), {securityGroups: []})).status).toBe('unknown')
  })
})
