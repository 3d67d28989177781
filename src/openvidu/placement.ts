/** A High Availability deployment has four masters, always; install page, architecture overview. */
export const MASTER_SLOTS = 4

/**
 * The subnet of each master slot, in slot order. The rule is the template's SubnetProcessor function: the list repeated four
 * times, its first four kept, Availability Zones not looked at (template 3.8.0, line 1305). Null for an empty list, on which
 * that function fails.
 */
export function placeMasters(subnets: readonly string[]): readonly string[] | null {
  if (subnets.length === 0) return null
  return Array.from({length: MASTER_SLOTS}, (_, slot) => subnets[slot % subnets.length] ?? '')
}

export type Tolerance = 'unaffected' | 'degraded' | 'outage'

/**
 * What losing this many of the four masters at once means: one, nothing but brief reconnections; two, mostly operational, with
 * recordings at risk; three or four, an outage until masters return. Source: fault tolerance page, High Availability.
 */
export function tolerance(lost: number): Tolerance {
  if (lost <= 1) return 'unaffected'
  return lost === 2 ? 'degraded' : 'outage'
}
