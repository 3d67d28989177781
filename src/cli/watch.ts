import {setTimeout} from 'node:timers/promises'

/** Does something once, or where seconds are given again and again with such a pause, until the signal aborts. */
export async function repeatedly(
  seconds: number | null,
  signal: AbortSignal,
  look: () => Promise<void>,
): Promise<void> {
  for (;;) {
    await look()
    if (seconds === null || signal.aborted) return
    await setTimeout(seconds * 1_000, undefined, {signal}).catch(() => {})
    if (signal.aborted) return
  }
}
