/**
 * Asks for things by id where one id that AWS no longer knows fails the whole call: what is left is found by halves, without
 * reading the message for ids. Those that have vanished are in no answer.
 */
export async function withoutVanished<T>(
  ids: string[],
  ask: (ids: string[]) => Promise<readonly T[]>,
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
