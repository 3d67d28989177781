import {setTimeout as delay} from 'node:timers/promises'

/**
 * Waits for what no event tells, such as what a script has done: looks again every few milliseconds, and leaves the processor to
 * what is waited for.
 */
export async function until(done: () => boolean): Promise<void> {
  while (!done()) await delay(5)
}
