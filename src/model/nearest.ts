import {closest, distance} from 'fastest-levenshtein'

/** `; did you mean "…"?` where `name` is near enough to a candidate to be a slip, otherwise nothing. */
export function nearest(name: string, candidates: readonly string[]): string {
  // A long name is no slip of a short one, and the distance costs the product of both lengths.
  if (candidates.length === 0 || name.length > 100) return ''
  const slip = candidates.find(candidate => candidate.toLowerCase() === name.toLowerCase())
  const guess = slip ?? closest(name, candidates)
  return slip !== undefined || distance(name, guess) <= Math.max(2, Math.floor(name.length / 3))
    ? `; did you mean "${guess}"?`
    : ''
}
