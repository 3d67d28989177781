/** So many values EC2 takes in one filter of a call. */
export const filterValues = 200

/** The values in batches of what a call takes, all asked at the same time. */
export async function inBatches<T>(
  values: readonly string[],
  size: number,
  ask: (values: string[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const batches = Array.from({length: Math.ceil(values.length / size)}, (_, index) =>
    values.slice(index * size, (index + 1) * size),
  )
  return (await Promise.all(batches.map(ask))).flat()
}
