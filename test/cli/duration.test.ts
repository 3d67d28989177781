import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {durationIn, durationText} from '../../src/cli/duration.ts'
import {UnusableInput} from '../../src/model/errors.ts'

const day = 86_400

describe('a duration', () => {
  it.each([
    ['90s', 90],
    ['10m', 600],
    ['1h30m', 5_400],
    ['1h5s', 3_605],
    ['24h', day],
    ['0h1m', 60],
  ])('%s is %i seconds', (text, seconds) => {
    expect(durationIn(text)).toBe(seconds * 1_000)
  })

  it.each([
    '',
    '10',
    'm',
    '1.5h',
    '-1m',
    '10m1h',
    '1h1h',
    ' 10m',
    '10 m',
    '10M',
    '0s',
    '0h0m',
    '24h1s',
    '999999999h',
    '1d',
    '１m',
  ])('refuses %j, and says how to give one', text => {
    expect(() => durationIn(text)).toThrow(UnusableInput)
  })

  it('reads what it writes, for every whole second of a day', () => {
    fc.assert(
      fc.property(fc.integer({min: 1, max: day}), seconds => {
        expect(durationIn(durationText(seconds * 1_000))).toBe(seconds * 1_000)
      }),
    )
  })

  it('adds up its parts', () => {
    const part = (max: number) => fc.integer({min: 0, max})
    fc.assert(
      fc.property(part(20), part(100), part(1_000), (hours, minutes, seconds) => {
        fc.pre(hours + minutes + seconds > 0)
        const total = (hours * 60 + minutes) * 60 + seconds
        expect(durationIn(`${hours}h${minutes}m${seconds}s`)).toBe(total * 1_000)
      }),
    )
  })

  it('takes any text, as a duration of a day at most or as unusable', () => {
    fc.assert(
      fc.property(fc.oneof(fc.string(), fc.stringMatching(/^[0-9hms]{0,12}$/)), text => {
        try {
          const milliseconds = durationIn(text)
          expect(milliseconds).toBeGreaterThan(0)
          expect(milliseconds).toBeLessThanOrEqual(day * 1_000)
        } catch (error) {
          expect(error).toBeInstanceOf(UnusableInput)
        }
      }),
    )
  })
})
