import {describe, expect, it} from 'vitest'
import check from '../../../checks/media/media-group-bounds.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

const bounds = (min: number, desired: number, max: number) =>
  withChanged(healthyPlan(), 'mediaGroup', group => ({
    ...group,
    min: {...group.min, value: known(min)},
    desired: {...group.desired, value: known(desired)},
    max: {...group.max, value: known(max)},
  }))

describe('media-group-bounds', () => {
  it.each([
    [1, 1, 5],
    [1, 1, 1],
    [2, 5, 5],
  ])('passes with %i/%i/%i, the official default among them', (min, desired, max) => {
    expect(judgeIn(check, bounds(min, desired, max)).status).toBe('pass')
  })

  it.each([
    [3, 2, 5, 'InitialNumberOfMediaNodes'],
    [1, 6, 5, 'InitialNumberOfMediaNodes'],
    [4, 4, 3, 'MaxNumberOfMediaNodes'],
    [1, 1.5, 5, 'InitialNumberOfMediaNodes'],
    [0.5, 1, 5, 'MinNumberOfMediaNodes'],
  ])('fails critically with %f/%f/%f, pointing at %s', (min, desired, max, parameter) => {
    const verdict = judgeIn(check, bounds(min, desired, max))
    expect(failures(verdict)).toEqual([`outOfOrder: ${parameter}`])
    expect(verdict).toMatchObject({
      findings: [{severity: 'critical', observed: {min, desired, max}, expected: {order: expect.any(String)}}],
    })
  })

  it('fails with a minimum of none, less gravely', () => {
    const verdict = judgeIn(check, bounds(0, 1, 5))
    expect(failures(verdict)).toEqual(['mayVanish: MinNumberOfMediaNodes'])
    expect(verdict).toMatchObject({findings: [{severity: 'high', observed: {min: 0}, expected: {min: 1}}]})
    expect(failures(judgeIn(check, bounds(0, 0, 0)))).toEqual(['mayVanish: MinNumberOfMediaNodes'])
  })

  it('does not pass a number that was not seen, and still tells a minimum of none', () => {
    const open = unknown('unresolved', 'known at deploy time only')
    const hide = (snapshot: ReturnType<typeof bounds>) =>
      withChanged(snapshot, 'mediaGroup', group => ({...group, max: {...group.max, value: open}}))
    expect(judgeIn(check, hide(bounds(1, 1, 5)))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    expect(failures(judgeIn(check, hide(bounds(0, 1, 5))))).toEqual(['mayVanish: MinNumberOfMediaNodes'])
  })
})
