import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {longestIntervalHours} from '../../src/derive/schedule-interval.ts'

describe('the longest interval of a schedule', () => {
  it.each([
    ['rate(12 hours)', 12],
    ['rate(1 day)', 24],
    ['rate(7 days)', 168],
    ['rate(30 minutes)', 0.5],
    ['cron(0 5 ? * * *)', 24],
    ['cron(0 3 * * ? *)', 24],
    ['0 3 * * ? *', 24],
    ['cron(0 * * * ? *)', 1],
    ['cron(15 */6 * * ? *)', 6],
    ['cron(0 2,14 * * ? *)', 12],
    ['cron(0 2,4 * * ? *)', 22],
    ['cron(0 8-18 * * ? *)', 14],
    ['cron(0 1/8 * * ? *)', 8],
    ['cron(0 3 ? * MON-FRI *)', 72],
    ['cron(0 3 ? * FRI-MON *)', 96],
    ['cron(0 3 ? * SUN *)', 168],
    ['cron(0 3 ? * 2,5 *)', 96],
    ['cron(0 3 ? * 6L *)', 744],
    ['cron(0 3 1 * ? *)', 744],
    ['cron(0 3 1 1 ? *)', 8784],
  ])('%s: %s hours', (expression, hours) => {
    expect(longestIntervalHours(expression)).toBe(hours)
  })

  it.each(['', 'rate(0 hours)', 'rate(x hours)', 'cron(0 3 * * ?)', 'cron(0 3 * * ? 2024)', 'cron(cron)', 'daily'])(
    '%s is not understood',
    expression => {
      expect(longestIntervalHours(expression)).toBe(null)
    },
  )

  it('is null or more than nothing for any text', () => {
    const field = fc.stringMatching(/^[0-9A-Z*?,/#-]{1,8}$/)
    const crons = fc.array(field, {minLength: 6, maxLength: 6}).map(fields => `cron(${fields.join(' ')})`)
    fc.assert(
      fc.property(fc.oneof(crons, fc.string()), expression => {
        const hours = longestIntervalHours(expression)
        if (hours !== null) expect(hours).toBeGreaterThan(0)
      }),
    )
  })
})
