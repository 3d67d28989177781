import {defineCheck} from '../../src/model/check.ts'
import {faultTolerance, installationGuide} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS, tolerance} from '../../src/openvidu/placement.ts'

const meaning = {
  unaffected: 'one more loss is still survived',
  degraded: 'one more loss is an outage',
  outage: 'the deployment cannot work',
} as const

export default defineCheck({
  id: 'four-masters',
  area: 'masters',
  title: 'There are exactly four master nodes',
  severity: 'critical',
  sources: ['plan', 'deployed'],
  requirements: ['R3', 'R42'],
  why: 'The data stores of the masters are laid out for four fixed members. With three the cluster has nothing left to lose; with two or fewer it stops. A fifth master takes part in nothing.',
  how: {
    plan: 'The instances that the template makes as masters are counted, or the bounds of the master group (first generation) are read: minimum, desired and maximum must all be four.',
    deployed: 'Four masters must run and pass their status checks.',
  },
  needs: ['masterCount'],
  phrases: {
    wrongCount: ({observed, expected}: {observed: {masters: number; meaning: string}; expected: {masters: number}}) =>
      `${observed.masters} master nodes instead of ${expected.masters}: ${observed.meaning}`,
    wrongBounds: ({
      observed,
      expected,
    }: {
      observed: {min: number; desired: number; max: number}
      expected: {min: number; desired: number; max: number}
    }) =>
      `the master group has minimum ${observed.min}, desired ${observed.desired} and maximum ${observed.max}; all must be ${expected.desired}`,
  },
  remedy: {
    text: 'Have exactly four masters. They are never scaled: take the number back to what the official template has.',
    url: installationGuide,
  },
  remedies: {
    wrongCount: {
      text: 'Restore the missing masters, or remove the surplus ones, as in the official template.',
      url: faultTolerance,
    },
  },
  judge({masterCount: {subject, arrangement, ...bounds}}, {fail, see}) {
    const [min, desired, max] = [bounds.min, bounds.desired, bounds.max].map(bound => see(bound, subject))
    if (min === undefined || desired === undefined || max === undefined) return
    if (min === MASTER_SLOTS && desired === MASTER_SLOTS && max === MASTER_SLOTS) return
    const severity = desired === MASTER_SLOTS - 1 ? 'high' : 'critical'
    if (arrangement === 'group') {
      const four = {min: MASTER_SLOTS, desired: MASTER_SLOTS, max: MASTER_SLOTS}
      fail('wrongBounds', subject, {observed: {min, desired, max}, expected: four}, {severity})
    } else {
      const means =
        desired > MASTER_SLOTS ? 'a fifth takes part in nothing' : meaning[tolerance(MASTER_SLOTS - desired)]
      fail(
        'wrongCount',
        subject,
        {observed: {masters: desired, meaning: means}, expected: {masters: MASTER_SLOTS}},
        {severity},
      )
    }
  },
})
