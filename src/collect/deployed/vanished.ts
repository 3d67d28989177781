/**
 * Asks for things by id where one id that AWS no longer knows fails the whole call: what is left is found by halves, without
 * reading the message for ids. Those that have vanished are in no answer.
 */
export async function withoutVanished<T>(
  ids: readonly string[],
  ask: (ids: readonly string[]) => Promise<readonly T[]>,
  isVanished: (error: unknown) => boolean,
): Promise<readonly T[]> {
  if (ids.length === 0) return []
  try {
    return await ask(ids)
  } catch (error) {
    if (!isVanished(error)) throw error
    if (ids.length === 1) return []
    const middle = Math.ceil(ids.length / 2)
    const halves = [ids.slice(0, middle), ids.slice(middle)]
    return (await Promise.all(halves.map(half => withoutVanished(half, ask, isVanished)))).flat()
  }
}

/** The ids in batches of what a call takes, all asked at the same time. */
export async function inBatches<T>(
  ids: readonly string[],
  size: number,
  ask: (ids: readonly string[]) => Promise<readonly T[]>,
): Promise<readonly T[]> {
  const batches = Array.from({length: Math.ceil(ids.length / size)}, (_, index) =>
    ids.slice(index * size, (index + 1) * size),
  )
  return (await Promise.all(batches.map(ask))).flat()
}

export function hasName(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}
