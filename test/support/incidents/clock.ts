/** When the stack of the incidents was created; all times of a case count from here. */
export const createdAt = Date.parse('2026-11-12T10:00:00.000Z')

/** So many seconds after the creation began, as ISO 8601. */
export function after(seconds: number): string {
  return new Date(createdAt + seconds * 1_000).toISOString()
}

/** As docker stamps it. */
export function dockerTime(seconds: number): string {
  return after(seconds).replace('Z', '123456Z')
}

/** As journalctl stamps it with short-iso-precise. */
export function journalTime(seconds: number): string {
  return after(seconds).replace('Z', '123+0000')
}

/** As cloud-init and mail have it. */
export function mailTime(seconds: number): string {
  return new Date(createdAt + seconds * 1_000).toUTCString().replace('GMT', '+0000')
}
