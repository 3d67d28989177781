/** What AWS grants of one operation: a token bucket. */
export interface RateLimit {
  readonly perSecond: number
  readonly burst: number
}

/** The limits that are set, by `service.Operation`, and what is left of them. */
export class RateLimits {
  readonly #limits: Readonly<Record<string, RateLimit>>
  readonly #buckets = new Map<string, {tokens: number; at: number}>()

  constructor(limits: Readonly<Record<string, RateLimit>> = {}) {
    this.#limits = limits
  }

  /** Whether a call is within its limit; takes a token where it is. */
  takes(operation: string, now: number): boolean {
    const limit = this.#limits[operation]
    if (limit === undefined) return true
    const bucket = this.#buckets.get(operation) ?? {tokens: limit.burst, at: now}
    this.#buckets.set(operation, bucket)
    bucket.tokens = Math.min(limit.burst, bucket.tokens + ((now - bucket.at) / 1_000) * limit.perSecond)
    bucket.at = now
    if (bucket.tokens < 1) return false
    bucket.tokens -= 1
    return true
  }
}
