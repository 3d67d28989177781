interface Waiting {
  readonly start: () => void
}

/** How many calls may go at once after a rest: less than what was seen to be taken (20, at 10 a second), since others call, too. */
export const burst = 15

/** Nobody is made slower than this, calls a second. */
const slowest = 0.5

/** After a refusal the full rate is back in so many seconds. */
const recoverySeconds = 30

/**
 * A token bucket over the calls of one operation, however many ask at the same time. AWS publishes no rates: where a call was refused for
 * them after all, the bucket is emptied and filled half as fast, then faster again, until the next refusal.
 */
export class Pace {
  readonly #full: number
  readonly #burst: number
  #perSecond: number
  #tokens: number
  #filledAt = performance.now()
  #queue: Waiting[] = []
  #timer: NodeJS.Timeout | null = null

  constructor(perSecond: number, most = burst) {
    this.#full = perSecond
    this.#perSecond = perSecond
    this.#burst = most
    this.#tokens = most
  }

  /** Comes back when it is the caller's turn, first come, first served. Rejects with AbortError where the signal ended the wait. */
  async turn(signal: AbortSignal): Promise<void> {
    signal.throwIfAborted()
    const {promise, resolve, reject} = Promise.withResolvers<void>()
    const waiting: Waiting = {start: resolve}
    const leave = () => {
      this.#queue = this.#queue.filter(one => one !== waiting)
      reject(signal.reason)
    }
    signal.addEventListener('abort', leave, {once: true})
    this.#queue.push(waiting)
    this.#serve()
    try {
      await promise
    } finally {
      signal.removeEventListener('abort', leave)
    }
  }

  /** A call was refused for its rate. */
  refused(): void {
    this.#fill()
    this.#tokens = 0
    this.#perSecond = Math.max(this.#perSecond / 2, Math.min(slowest, this.#full))
  }

  #serve(): void {
    this.#fill()
    while (this.#tokens >= 1 && this.#queue.length > 0) {
      this.#tokens -= 1
      this.#queue.shift()?.start()
    }
    if (this.#queue.length === 0 || this.#timer !== null) return
    const milliseconds = ((1 - this.#tokens) / this.#perSecond) * 1_000
    this.#timer = setTimeout(() => {
      this.#timer = null
      this.#serve()
    }, Math.ceil(milliseconds))
  }

  #fill(): void {
    const now = performance.now()
    const seconds = (now - this.#filledAt) / 1_000
    this.#filledAt = now
    this.#tokens = Math.min(this.#tokens + seconds * this.#perSecond, this.#burst)
    this.#perSecond = Math.min(this.#perSecond + (this.#full * seconds) / recoverySeconds, this.#full)
  }
}
