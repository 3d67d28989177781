import {chunkBytes} from './chunk-script.ts'

/**
 * How much of each size is brought when all together may be `total`: the small ones whole, and the others the same share each, in
 * whole chunks.
 */
export function fairShares(sizes: readonly number[], total: number): readonly number[] {
  const level = fairLevel(sizes, total)
  return sizes.map(size => (size <= level ? size : Math.floor(level / chunkBytes) * chunkBytes))
}

/** The size up to which everything is brought whole when all together may be `total`; the others get so much each. */
export function fairLevel(sizes: readonly number[], total: number): number {
  const ascending = sizes.toSorted((one, other) => one - other)
  let left = total
  for (const [index, size] of ascending.entries()) {
    const share = left / (ascending.length - index)
    if (size > share) return share
    left -= size
  }
  return Number.POSITIVE_INFINITY
}
