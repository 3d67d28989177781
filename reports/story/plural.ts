/** `1 check`, `2 checks`. */
export function counted(count: number, noun: string): string {
  return `${count} ${noun}${count === 1 ? '' : 's'}`
}

/** The first items, and how many more there are: a list of 400 names helps nobody. */
export function firstOf(items: readonly string[], limit: number): string {
  const rest = items.length - limit
  return rest > 0 ? `${items.slice(0, limit).join(', ')} and ${rest} more` : items.join(', ')
}
