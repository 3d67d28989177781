import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {redactionRules} from '../../src/redact/rules.ts'
import {inBlocks} from '../../src/redact/sed-script.ts'

/** As POSIX writes them, and as JavaScript does: there, no set begins with its own end. */
const sets = [
  ['[a]', '[a]'],
  ['[^b]', '[^b]'],
  ['[]a]', '[\\]a]'],
  ['[^]b]', '[^\\]b]'],
  ['[(a[]', '[(a[]'],
] as const

describe('a long range in blocks', () => {
  it('takes as many characters as before, and no others', () => {
    const ranges = fc.tuple(fc.nat(40), fc.nat(320)).map(([least, more]) => [least, least + more] as const)
    fc.assert(
      fc.property(fc.constantFrom(...sets), ranges, fc.nat(400), ([set, here], [least, most], length) => {
        const blocks = inBlocks(`${set}{${least},${most}}`).replaceAll(set, here)
        const near = [length, least - 1, least, least + 1, most - 1, most, most + 1].filter(one => one >= 0)
        for (const count of near)
          expect([blocks, count, new RegExp(`^(?:${blocks})$`).test('a'.repeat(count))]).toEqual([
            blocks,
            count,
            least <= count && count <= most,
          ])
      }),
    )
  })

  it.each([
    ['(x)[a]{0,40}y', '(x)([a]{10}){0,3}[a]{0,10}y'],
    ['(x)[(]--?[a]{2,30}', '(x)[(]--?[a]{2}([a]{10}){0,1}[a]{0,18}'],
    ['(x)\\[a]{0,40}', '(x)\\[a]{0,40}'],
    ['(x)[a]{0,8}[b]{20}[c]{30,}[d]*', '(x)[a]{0,8}[b]{20}[c]{30,}[d]*'],
  ])('%s becomes %s', (pattern, blocks) => {
    expect(inBlocks(pattern)).toBe(blocks)
  })

  it('leaves none in a rule that takes long to compile', () => {
    for (const {pattern} of redactionRules) {
      const ranges = [...inBlocks(pattern).matchAll(/\]\{(\d+),(\d+)\}/g)].map(
        ([, least, most]) => Number(most) - Number(least),
      )
      expect([pattern, Math.max(0, ...ranges)]).toEqual([pattern, expect.toSatisfy(range => range < 20)])
    }
  })
})
