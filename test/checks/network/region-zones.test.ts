import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/region-zones.ts'
import {unknown} from '../../../src/model/fact.ts'
import {failures, judgeIn, withFacts} from '../../support/snapshots.ts'
import {fourZones, planIn} from './network-plan.ts'

const offering = (...zones: string[]) => withFacts(planIn(fourZones), {zones})

describe('region-zones', () => {
  it('passes with four zones and with more', () => {
    expect(judgeIn(check, offering('a', 'b', 'c', 'd')).status).toBe('pass')
    expect(judgeIn(check, offering('a', 'b', 'c', 'd', 'e', 'f')).status).toBe('pass')
  })

  it('fails with three, naming region and zones', () => {
    const verdict = judgeIn(check, offering('a', 'b', 'c'))
    expect(failures(verdict)).toEqual(['tooFew: Stack'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'medium', observed: {region: 'eu-west-1', zones: ['a', 'b', 'c']}, expected: {zones: 4}}],
    })
  })

  it('fails with none, and does without the name of the region', () => {
    const nameless = withFacts(offering(), {region: unknown('not-requested', 'give --region')})
    expect(judgeIn(check, nameless)).toMatchObject({
      findings: [{message: 'the region has 0 usable Availability Zones (none); four masters need 4'}],
    })
  })

  it('is unknown where the zones were not looked up', () => {
    const snapshot = withFacts(planIn(fourZones), {zones: unknown('denied', 'no', 'ec2:DescribeAvailabilityZones')})
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {cause: 'denied'}})
  })
})
