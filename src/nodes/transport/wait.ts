import {setTimeout as delay} from 'node:timers/promises'

/** Waits; false where the signal ended it. */
export async function waited(milliseconds: number, signal: AbortSignal): Promise<boolean> {
  try {
    await delay(milliseconds, undefined, {signal})
    return true
  } catch {
    return false
  }
}

/** A signal that follows another one so many milliseconds later. */
export function lingering(signal: AbortSignal, milliseconds: number): AbortSignal {
  if (signal.aborted) return signal
  const later = new AbortController()
  signal.addEventListener('abort', () => setTimeout(() => later.abort(), milliseconds).unref(), {once: true})
  return later.signal
}
