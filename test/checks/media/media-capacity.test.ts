import {describe, expect, it} from 'vitest'
import check from '../../../checks/media/media-capacity.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged} from '../../support/snapshots.ts'

const sized = (min: number, desired: number, max: number) =>
  withChanged(
    withChanged(healthyStack(), 'mediaFleet', fleet => ({...fleet, desired, max})),
    'mediaGroup',
    group => ({...group, min: {...group.min, value: known(min)}}),
  )

describe('media-capacity', () => {
  it.each([
    [1, 1, 2],
    [2, 399, 400],
  ])('passes with %i/%i/%i', (min, desired, max) => {
    expect(judgeIn(check, sized(min, desired, max)).status).toBe('pass')
  })

  it('fails at the maximum, and above it', () => {
    for (const desired of [4, 5]) {
      const verdict = judgeIn(check, sized(2, desired, 4))
      expect(failures(verdict)).toEqual(['atMaximum: OpenViduMediaNodeASG'])
      expect(verdict).toMatchObject({
        findings: [{severity: 'medium', observed: {desired, max: 4}, message: expect.stringContaining('may have 4')}],
        remedy: {commands: [expect.stringContaining('--max-size')]},
      })
    }
  })

  it('weighs less where the group is not meant to grow', () => {
    const verdict = judgeIn(check, sized(2, 2, 2))
    expect(failures(verdict)).toEqual(['fixed: OpenViduMediaNodeASG'])
    expect(verdict).toMatchObject({findings: [{severity: 'low'}]})
  })

  it('still fails where the minimum was not seen, and says so', () => {
    const hidden = withChanged(sized(2, 4, 4), 'mediaGroup', group => ({
      ...group,
      min: {...group.min, value: unknown('failed', 'no minimum')},
    }))
    expect(judgeIn(check, hidden)).toMatchObject({status: 'fail', unseen: {cause: 'failed'}})
  })
})
