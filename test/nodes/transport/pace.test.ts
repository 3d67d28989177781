import {afterEach, beforeEach, describe, expect, it, vi} from 'vitest'
import {NodeSlots} from '../../../src/nodes/transport/node-slots.ts'
import {burst, Pace} from '../../../src/nodes/transport/pace.ts'
import {RateLimits} from '../../lab/rate-limits.ts'

describe('a pace', () => {
  const {signal} = new AbortController()

  beforeEach(() => {
    vi.useFakeTimers()
  })
  afterEach(() => {
    vi.useRealTimers()
  })

  /** When each of so many calls went, milliseconds, and how many a limiter of AWS refused; those wait for their turn again. */
  async function callsOf(count: number, pace: Pace, limits: RateLimits) {
    const started = performance.now()
    const gone: number[] = []
    let refused = 0
    const call = async (): Promise<void> => {
      await pace.turn(signal)
      if (limits.takes('Get', performance.now())) gone.push(performance.now() - started)
      else {
        refused += 1
        pace.refused()
        await call()
      }
    }
    const all = Promise.all(Array.from({length: count}, call))
    await vi.advanceTimersByTimeAsync(10 * 60_000)
    await all
    return {gone, refused}
  }

  it('asks for 500 nodes within a rate of 10 a second after 20 at once, and is refused nothing', async () => {
    const {gone, refused} = await callsOf(500, new Pace(10), new RateLimits({Get: {perSecond: 10, burst: 20}}))
    expect(refused).toBe(0)
    expect(gone.filter(at => at === 0)).toHaveLength(burst)
    expect(gone.at(-1)).toBeGreaterThan(48_000)
    expect(gone.at(-1)).toBeLessThan(49_500)
  })

  it('asks for 100 nodes in less than ten seconds', async () => {
    const {gone} = await callsOf(100, new Pace(10), new RateLimits())
    expect(gone.at(-1)).toBeLessThan(10_000)
  })

  it('finds a slower rate where AWS grants less, and loses none', async () => {
    const {gone, refused} = await callsOf(300, new Pace(10), new RateLimits({Get: {perSecond: 4, burst: 5}}))
    expect(gone).toHaveLength(300)
    expect(refused).toBeLessThan(60)
    // 75 seconds are what the limiter takes itself.
    expect(gone.at(-1)).toBeLessThan(110_000)
  })

  it('is slower after a refusal, and some time later as fast as before', async () => {
    const pace = new Pace(10)
    pace.refused()
    const [slow, fast] = [await callsOf(30, pace, new RateLimits()), await callsOf(30, pace, new RateLimits())]
    expect(slow.gone.at(-1)).toBeGreaterThan(4_000)
    expect(fast.gone.at(-1)).toBeLessThan(1_600)
  })

  it('lets callers go in order', async () => {
    const pace = new Pace(200)
    const order: number[] = []
    const all = Promise.all(
      Array.from({length: 40}, async (_, index) => {
        await pace.turn(signal)
        order.push(index)
      }),
    )
    await vi.advanceTimersByTimeAsync(1_000)
    await all
    expect(order).toEqual(Array.from({length: 40}, (_, index) => index))
  })

  it('ends its waits with the signal, and serves those behind', async () => {
    const pace = new Pace(1, 1)
    const ending = new AbortController()
    await pace.turn(signal)
    const [left, behind] = [pace.turn(ending.signal), pace.turn(signal)]
    const told = Promise.allSettled([left])
    ending.abort()
    expect((await told).map(({status}) => status)).toEqual(['rejected'])
    await expect(pace.turn(ending.signal)).rejects.toMatchObject({name: 'AbortError'})
    await vi.advanceTimersByTimeAsync(1_001)
    await behind
  })
})

describe('slots of nodes', () => {
  const {signal} = new AbortController()

  it('are given in turn: nobody overtakes whoever waits for the same node', async () => {
    const slots = new NodeSlots(1)
    const order: string[] = []
    const take = async (name: string, nodes: readonly string[]) => {
      await slots.take(nodes, signal)
      order.push(name)
    }
    await take('first', ['a'])
    const both = take('both', ['a', 'b'])
    const late = take('late', ['b'])
    await take('other', ['c'])
    expect(order).toEqual(['first', 'other'])
    slots.release('a')
    await both
    expect(order).toEqual(['first', 'other', 'both'])
    slots.release('b')
    await late
    expect(order).toEqual(['first', 'other', 'both', 'late'])
  })

  it('whoever stops waiting makes room for those behind', async () => {
    const slots = new NodeSlots(1)
    await slots.take(['a'], signal)
    const ending = new AbortController()
    const wide = slots.take(['a', 'b'], ending.signal)
    const behind = slots.take(['b'], signal)
    ending.abort()
    expect(await Promise.all([wide, behind])).toEqual([false, true])
    expect(await slots.take(['c'], ending.signal)).toBe(false)
  })
})
