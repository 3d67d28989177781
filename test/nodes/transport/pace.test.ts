import {describe, expect, it} from 'vitest'
import {NodeSlots} from '../../../src/nodes/transport/node-slots.ts'
import {Pace} from '../../../src/nodes/transport/pace.ts'

describe('a pace', () => {
  it('lets nobody go before the turn, and all in order', async () => {
    const pace = new Pace(200)
    const {signal} = new AbortController()
    const started = performance.now()
    const gone: (readonly [index: number, at: number])[] = []
    const turns = Array.from({length: 8}, async (_, index) => {
      await pace.turn(signal)
      gone.push([index, performance.now() - started])
    })
    await Promise.all(turns)
    expect(gone.map(([index]) => index)).toEqual([0, 1, 2, 3, 4, 5, 6, 7])
    // Node's timers count whole milliseconds, and so may be early by one, as the clock's own steps may be.
    for (const [index, at] of gone) expect(at).toBeGreaterThanOrEqual(index * 5 - 3)
  })

  it('ends its waits with the signal', async () => {
    const pace = new Pace(0.01)
    const ending = new AbortController()
    const turns = [pace.turn(ending.signal), pace.turn(ending.signal)]
    const told = Promise.allSettled(turns)
    ending.abort()
    expect((await told).map(({status}) => status)).toContain('rejected')
    await expect(pace.turn(ending.signal)).rejects.toMatchObject({name: 'AbortError'})
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
