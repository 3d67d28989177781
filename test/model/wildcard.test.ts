import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {matchesAction, matchesStars, matchesWildcards} from '../../src/model/wildcard.ts'

const patterns = fc.string({unit: fc.constantFrom('a', 'b', '*', '?'), maxLength: 8})
const texts = fc.string({unit: fc.constantFrom('a', 'b', '?'), maxLength: 8})

describe('a pattern fits as a regular expression would', () => {
  it('with stars alone, where a question mark is only itself', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll('?', '\\?').replaceAll('*', '.*')}$`)
        expect(matchesStars(pattern, text)).toBe(expression.test(text))
      }),
    )
  })

  it('with stars and question marks', () => {
    fc.assert(
      fc.property(patterns, texts, (pattern, text) => {
        const expression = new RegExp(`^${pattern.replaceAll('?', '.').replaceAll('*', '.*')}$`)
        expect(matchesWildcards(pattern, text)).toBe(expression.test(text))
      }),
    )
  })
})

it('an action takes in others whatever their case', () => {
  expect(matchesAction('SSM:start*', 'ssm:StartAutomationExecution')).toBe(true)
  expect(matchesAction('ssm:Get*', 'ssm:StartAutomationExecution')).toBe(false)
})
