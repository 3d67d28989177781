import {describe, expect, it} from 'vitest'
import check from '../../../checks/media/media-zone-coverage.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, official, withChanged, withFacts, zones} from '../../support/snapshots.ts'

/** The stack as the official template leaves it: no cross-zone balancing. */
const zonal = (stack: Snapshot = healthyStack()) =>
  withChanged(stack, 'balancers', balancers => balancers.map(one => ({...one, crossZone: known(false)})))
/** With a media node in each of these zones, all healthy. */
const mediaIn = (...places: readonly string[]) => {
  const ids = places.map((_, index) => `i-${index}`)
  const fleet = withChanged(healthyStack(), 'mediaFleet', one => ({
    ...one,
    members: ids.map((id, index) => ({
      id,
      zone: places[index] ?? '',
      lifecycleState: 'InService',
      healthy: true,
      templateId: 'lt-0123456789abcdef0',
      templateVersion: '1',
    })),
  }))
  return withChanged(fleet, 'targetHealth', groups =>
    groups.map(group =>
      /RTMP/.test(group.name)
        ? {...group, targets: ids.map(id => ({id, port: 1945, state: 'healthy', reason: null}))}
        : group,
    ),
  )
}

describe('media-zone-coverage', () => {
  it('passes with cross-zone balancing, wherever the nodes are', () => {
    expect(judgeIn(check, mediaIn('eu-west-1a')).status).toBe('pass')
  })

  it('passes with a healthy node in every zone, and with more than that', () => {
    expect(judgeIn(check, zonal(mediaIn(...zones))).status).toBe('pass')
    expect(judgeIn(check, zonal(mediaIn(...zones, 'eu-west-1a', 'eu-west-1e'))).status).toBe('pass')
  })

  it('names the zones that leave DNS', () => {
    const verdict = judgeIn(check, zonal(mediaIn('eu-west-1a', 'eu-west-1b', 'eu-west-1c')))
    expect(failures(verdict)).toEqual(['uncovered: LoadBalancer'])
    expect(verdict).toMatchObject({
      findings: [
        {severity: 'high', observed: {without: ['eu-west-1d'], with: zones.slice(0, 3)}, expected: {zones: 4}},
      ],
    })
    expect(judgeIn(check, official(zonal(mediaIn('eu-west-1a'))))).toMatchObject({
      findings: [{severity: 'medium', defect: 'D23'}],
    })
  })

  it('counts healthy nodes only', () => {
    const ill = withChanged(zonal(mediaIn(...zones)), 'targetHealth', groups =>
      groups.map(group => ({...group, targets: group.targets.map(target => ({...target, state: 'initial'}))})),
    )
    expect(judgeIn(check, ill)).toMatchObject({
      findings: [{observed: {with: []}, message: expect.stringContaining('in any zone')}],
    })
  })

  it('does not pass what was not seen', () => {
    const stranger = withChanged(zonal(mediaIn('eu-west-1a', 'eu-west-1b')), 'mediaFleet', fleet => ({
      ...fleet,
      members: fleet.members.slice(0, 1),
    }))
    const crossZone = withChanged(healthyStack(), 'balancers', balancers =>
      balancers.map(one => ({...one, crossZone: unknown('denied', 'no', 'x:Y')})),
    )
    const listenerless = withChanged(zonal(), 'balancers', balancers => balancers.map(one => ({...one, listeners: []})))
    const gone = withChanged(healthyStack(), 'balancerStates', states => states.map(one => ({...one, details: null})))
    for (const unseen of [stranger, crossZone, listenerless, gone, withFacts(healthyStack(), {balancerStates: []})])
      expect(judgeIn(check, unseen).status).toBe('unknown')
  })
})
