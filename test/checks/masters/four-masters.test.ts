import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/four-masters.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

const counted = (count: number) =>
  withChanged(healthyPlan(), 'masterCount', fact => ({
    ...fact,
    min: known(count),
    desired: known(count),
    max: known(count),
  }))

const group = (min: number, desired: number, max: number) =>
  withChanged(healthyPlan(), 'masterCount', (fact): FactMap['masterCount'] => ({
    ...fact,
    arrangement: 'group',
    min: known(min),
    desired: known(desired),
    max: known(max),
  }))

describe('four-masters', () => {
  it('passes with four instances, and with a group fixed at four', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
    expect(judgeIn(check, group(4, 4, 4)).status).toBe('pass')
  })

  it.each([
    [0, 'critical'],
    [2, 'critical'],
    [3, 'high'],
    [5, 'critical'],
  ] as const)('fails with %i masters, %s', (count, severity) => {
    const verdict = judgeIn(check, counted(count))
    expect(failures(verdict)).toEqual(['wrongCount: Template'])
    expect(verdict).toMatchObject({findings: [{severity, observed: {masters: count}, expected: {masters: 4}}]})
  })

  it('fails where the group may scale, even with four desired', () => {
    expect(failures(judgeIn(check, group(4, 4, 5)))).toEqual(['wrongBounds: Template'])
    expect(failures(judgeIn(check, group(3, 4, 4)))).toEqual(['wrongBounds: Template'])
  })

  it('does not judge a count that a condition leaves open', () => {
    const open = unknown('unresolved', 'WithMasters depends on a value known at deploy time')
    const snapshot = withChanged(healthyPlan(), 'masterCount', fact => ({...fact, min: open, desired: open, max: open}))
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })
})
