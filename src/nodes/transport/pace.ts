import {setTimeout as delay} from 'node:timers/promises'

/** Keeps calls apart, however many ask at the same time: no burst, since nobody knows how large AWS allows one. */
export class Pace {
  readonly #interval: number
  #free = 0

  constructor(perSecond: number) {
    this.#interval = 1_000 / perSecond
  }

  /** Comes back when it is the caller's turn. Rejects with AbortError where the signal ended the wait. */
  async turn(signal: AbortSignal): Promise<void> {
    const now = performance.now()
    const mine = Math.max(now, this.#free)
    this.#free = mine + this.#interval
    await delay(mine - now, undefined, {signal})
  }
}
