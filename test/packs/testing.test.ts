import {readFileSync} from 'node:fs'
import {join} from 'node:path'
import {describe, expect, it} from 'vitest'
import {exampleSnapshots} from '../../scripts/example-snapshots.ts'
import {defineCheck, parameterSubject} from '../../src/packs/checks.ts'
import {absent, healthyStack, judgeCheck, known, snapshotOf, unknown} from '../../src/packs/testing.ts'
import {projectRoot} from '../support/snapshots.ts'

const check = defineCheck({
  id: 'acme/days',
  area: 'certificate',
  title: 'All is as it should be',
  severity: 'low',
  sources: ['plan', 'deployed'],
  why: 'So it is.',
  how: {plan: 'Looked at.'},
  needs: ['domainName'],
  uses: ['keyName'],
  phrases: {few: ({observed}: {observed: {days: number}; expected: {name: string}}) => `only ${observed.days} days`},
  remedy: {text: 'Mend it.', url: 'https://example.com/'},
  judge({domainName: {subject, value}, keyName}, {fail, look, see, thresholds: {certificateDaysLeft: days}}) {
    const name = see(value, subject)
    look('keyName', keyName)
    if (name === 'video.example.com' && days < 20) fail('few', subject, {observed: {days}, expected: {name}})
  },
})

const domainName = {subject: parameterSubject('DomainName', null), value: known('video.example.com')}
const keyName = absent('no key pair')

describe('the helpers for tests of check packs', () => {
  it('start from snapshots that are up to date', () => {
    for (const [name, text] of exampleSnapshots())
      expect(readFileSync(join(projectRoot, 'examples/snapshots', name), 'utf8'), 'run `npm run generate`').toBe(text)
  })

  it('judge as a run does', () => {
    expect(judgeCheck(check, healthyStack()).status).toBe('pass')
    expect(judgeCheck(check, healthyStack(), {thresholds: {certificateDaysLeft: 7}})).toMatchObject({
      status: 'fail',
      findings: [{phrase: 'few', message: 'only 7 days', severity: 'low'}],
    })
  })

  it('make gaps of what was not seen', () => {
    expect(judgeCheck(check, snapshotOf('planned', {})).status).toBe('unknown')
    expect(judgeCheck(check, snapshotOf('planned', {domainName: absent('no domain')}))).toEqual({
      status: 'not-applicable',
      why: 'no domain',
    })
    expect(judgeCheck(check, snapshotOf('planned', {domainName, keyName})).status).toBe('pass')
    const denied = unknown('denied', 'no', 'cloudformation:DescribeStacks')
    expect(
      judgeCheck(check, snapshotOf('planned', {domainName: {...domainName, value: denied}, keyName})),
    ).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'denied', facts: ['DomainName']},
    })
  })

  it('refuse what a run would not take', () => {
    expect(() => judgeCheck({...check, remedy: {text: '', url: 'ftp://x'}}, healthyStack())).toThrow(
      'acme/days: remedy.text',
    )
  })
})
