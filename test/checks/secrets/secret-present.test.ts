import {describe, expect, it} from 'vitest'
import check from '../../../checks/secrets/secret-present.ts'
import {absent, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const judged = (part: Partial<FactMap['secret']>) =>
  judgeIn(
    check,
    withChanged(healthyStack(), 'secret', secret => ({...secret, ...part})),
  )

describe('secret-present', () => {
  it('passes where it exists and stays', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('fails where it is gone', () => {
    const verdict = judged({exists: false})
    expect(failures(verdict)).toEqual(['gone: OpenViduSharedInfo'])
    expect(verdict).toMatchObject({findings: [{severity: 'critical'}]})
  })

  it('fails where it is to be deleted, and says when', () => {
    const verdict = judged({deletionAt: '2026-12-01T00:00:00.000Z'})
    expect(failures(verdict)).toEqual(['scheduled: OpenViduSharedInfo'])
    expect(verdict).toMatchObject({
      findings: [{message: expect.stringContaining('2026-12-01')}],
      remedy: {commands: [expect.stringContaining('restore-secret')]},
    })
  })

  it('does not judge what was not seen, nor a stack without one', () => {
    const denied = unknown('denied', 'no policy allows it', 'secretsmanager:DescribeSecret')
    expect(judgeIn(check, withFacts(healthyStack(), {secret: denied}))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(healthyStack(), {secret: absent('none')})).status).toBe('not-applicable')
  })
})
