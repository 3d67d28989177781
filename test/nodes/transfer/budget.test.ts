import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {chunkBytes} from '../../../src/nodes/transfer/chunk-script.ts'
import {secondsToFetch} from '../../../src/nodes/transfer/estimate.ts'
import {fairShares} from '../../../src/nodes/transfer/fair-shares.ts'

describe('the shares of a budget', () => {
  it('are whole where all fits', () => {
    expect(fairShares([1, 100_000, 0], 100_001)).toEqual([1, 100_000, 0])
  })

  it('leave small ones whole, and the others the same', () => {
    const [small, one, other] = fairShares([10_000, 9_000_000, 5_000_000], 2_010_000)
    expect(small).toBe(10_000)
    expect(one).toBe(other)
    expect(one).toBe(56 * chunkBytes)
  })

  it('never exceed the budget nor what there is, are whole chunks or all, and fill it but for a chunk each', () => {
    fc.assert(
      fc.property(fc.array(fc.nat(70_000_000), {maxLength: 60}), fc.nat(500_000_000), (sizes, total) => {
        const shares = fairShares(sizes, total)
        const sum = shares.reduce((all, share) => all + share, 0)
        const wanted = sizes.reduce((all, size) => all + size, 0)
        expect(sum).toBeLessThanOrEqual(total)
        expect(shares.every((share, index) => share === sizes[index] || share % chunkBytes === 0)).toBe(true)
        expect(sum).toBeGreaterThanOrEqual(Math.min(wanted, total) - sizes.length * chunkBytes)
      }),
    )
  })
})

describe('the estimate', () => {
  it.each([
    // Measured at ten calls a second against an emulation of SSM: 43 s, 66 s.
    [4, 10_000_000 / 5.8, 10, 39],
    [50, 1_000_000 / 5.8, 10, 50],
    [500, 172_400, 10, 500],
    [500, 172_400, 20, 250],
    // One node's chunks follow each other, five at a time.
    [1, 1_782_000, 10, 40],
    [0, 0, 10, 0],
  ])('of %i nodes with %i packed bytes each at %i calls a second is %i s', (count, bytes, rate, seconds) => {
    expect(secondsToFetch(Array<number>(count).fill(bytes), rate)).toBe(seconds)
  })
})
