/** `2026-11-22 10:00 UTC`, of an ISO 8601 time in UTC. */
export function minute(time: string): string {
  return `${time.slice(0, 16).replace('T', ' ')} UTC`
}
