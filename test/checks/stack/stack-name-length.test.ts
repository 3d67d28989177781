import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/stack-name-length.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const seen = (generation: string | null) =>
  withChanged(healthyPlan(), 'template', fact => ({...fact, version: known(generation), generation, shape: generation}))

const named = (stackName: string, region = 'us-east-1') => withFacts(seen('3.8.0'), {stackName, region})

describe('stack-name-length', () => {
  it.each([
    ['us-east-1', 38],
    ['ap-southeast-1', 33],
  ])('in %s a name may have %i characters', (region, most) => {
    expect(judgeIn(check, named('v'.repeat(most), region)).status).toBe('pass')
    const verdict = judgeIn(check, named('v'.repeat(most + 1), region))
    expect(failures(verdict)).toEqual([`tooLong: ${'v'.repeat(most + 1)}`])
    expect(verdict).toMatchObject({
      findings: [
        {severity: 'high', defect: null, observed: {characters: most + 1, region}, expected: {characters: most}},
      ],
    })
  })

  it.each(['9lives', 'my_stack', 'my stack', '-video', '', 'v'.repeat(129)])('refuses the name "%s"', name => {
    expect(judgeIn(check, named(name))).toMatchObject({findings: [{phrase: 'refused', observed: {name}}]})
  })

  it('does not guess the names that an unknown template makes', () => {
    const long = 'v'.repeat(60)
    for (const generation of [null, 'next', '3.0.0-beta1']) {
      const snapshot = withFacts(seen(generation), {stackName: long, region: 'us-east-1'})
      expect(judgeIn(check, snapshot).status).toBe('unknown')
    }
  })

  it('does not judge a length without its region', () => {
    const snapshot = withFacts(named('video'), {region: unknown('not-requested', 'give the region with --region')})
    expect(judgeIn(check, snapshot)).toMatchObject({status: 'unknown', unseen: {facts: ['region']}})
  })
})
