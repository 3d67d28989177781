import {describe, expect, it} from 'vitest'
import stackStatus from '../../checks/stack/stack-status.ts'
import terminationProtection from '../../checks/stack/termination-protection.ts'
import type {StackSeen} from '../../src/cli/look-at-stack.ts'
import {type Waiting, waitForStack} from '../../src/cli/wait.ts'
import type {AnyCheck} from '../../src/model/check.ts'
import {labAccount, startLab, throttled} from '../lab/index.ts'
import {healthyStack} from '../support/healthy-stack/index.ts'
import {factOf, withChanged} from '../support/snapshots.ts'
import {connectionTo, lookIn} from '../support/stack-look.ts'

const inStatus = (status: string): StackSeen => ({
  snapshot: withChanged(healthyStack(), 'stack', stack => ({...stack, status})),
  failure: null,
  hopeless: false,
})
const unprotected: StackSeen = {
  snapshot: withChanged(healthyStack(), 'safeguards', own => ({...own, terminationProtection: false})),
  failure: null,
  hopeless: false,
}
const blind: StackSeen = {...inStatus('CREATE_COMPLETE'), failure: {kind: 'throttled', detail: 'too fast'}}

interface Waited {
  readonly seen: StackSeen
  readonly pauses: readonly number[]
  readonly lines: readonly string[]
  readonly notes: readonly string[]
}

/** Waits over given rounds, the last one for ever, on a clock that only the pauses and the looks move. */
async function waited(
  rounds: readonly StackSeen[],
  {
    lookMilliseconds = 100,
    interruptIn,
    ...own
  }: Partial<Waiting> & {lookMilliseconds?: number; interruptIn?: string} = {},
): Promise<Waited> {
  const [pauses, lines, notes]: [number[], string[], string[]] = [[], [], []]
  const interruption = new AbortController()
  let time = 5_000
  let looks = 0
  const seen = await waitForStack({
    longest: 60_000,
    failOn: 'high',
    checks: [stackStatus, terminationProtection] as unknown as readonly AnyCheck[],
    interrupted: interruption.signal,
    look: async () => {
      time += lookMilliseconds
      looks += 1
      if (interruptIn === `look ${looks}`) interruption.abort()
      const round = rounds[Math.min(looks, rounds.length) - 1]
      if (round === undefined) throw new Error('no rounds')
      return round
    },
    progress: line => lines.push(line),
    note: line => notes.push(line),
    clock: {
      now: () => time,
      pause: async milliseconds => {
        pauses.push(milliseconds)
        time += milliseconds
        if (interruptIn === `pause ${pauses.length}`) interruption.abort()
      },
    },
    ...own,
  })
  return {seen, pauses, lines, notes}
}

describe('waiting for a stack', () => {
  it('looks once where there is nothing to wait for', async () => {
    const well = inStatus('CREATE_COMPLETE')
    const {seen, pauses, lines, notes} = await waited([well])
    expect(seen).toBe(well)
    expect([pauses, lines]).toEqual([[], []])
    expect(notes).toEqual(['Waited 0s, 1 round: nothing is left to wait for.'])
  })

  it('looks until the stack rests and nothing fails, a line a round, and gives the last round', async () => {
    const last = inStatus('CREATE_COMPLETE')
    const {seen, pauses, lines, notes} = await waited([inStatus('CREATE_IN_PROGRESS'), inStatus('CREATE_FAILED'), last])
    expect(seen).toBe(last)
    expect(pauses).toEqual([1_000, 2_000])
    expect(lines).toEqual([
      'Round 1: 1 check fails at or above high and the stack is CREATE_IN_PROGRESS; looking again in 1s.',
      'Round 2: 1 check fails at or above high; looking again in 2s.',
    ])
    expect(notes).toEqual(['Waited 3s, 3 rounds: nothing is left to wait for.'])
  })

  it('pauses longer from round to round, fifteen seconds at most, and looks a last time when the time is over', async () => {
    const {pauses, notes} = await waited([inStatus('CREATE_FAILED')])
    expect(pauses.slice(0, 6)).toEqual([1_000, 2_000, 4_000, 8_000, 15_000, 15_000])
    expect(Math.max(...pauses)).toBe(15_000)
    const total = pauses.reduce((sum, pause) => sum + pause, 0) + (pauses.length + 1) * 100
    expect(total).toBeGreaterThanOrEqual(60_000)
    expect(total).toBeLessThanOrEqual(60_200)
    expect(notes).toEqual([expect.stringMatching(/^Waited 1m, \d rounds: the time is over, and 1 check fails/)])
  })

  it('never begins another round after a time that one round used up', async () => {
    const {pauses, notes} = await waited([inStatus('CREATE_IN_PROGRESS')], {lookMilliseconds: 70_000})
    expect(pauses).toEqual([])
    expect(notes[0]).toContain('1 round: the time is over')
  })

  it('waits for what weighs enough only: a lighter failure ends it, a heavier gate does not hide that the stack moves', async () => {
    expect((await waited([unprotected])).pauses).toEqual([])
    expect((await waited([unprotected, inStatus('CREATE_COMPLETE')], {failOn: 'medium'})).pauses).toEqual([1_000])
    const moving = [inStatus('UPDATE_COMPLETE_CLEANUP_IN_PROGRESS'), inStatus('UPDATE_COMPLETE')]
    expect((await waited(moving)).pauses).toEqual([1_000])
    expect((await waited(moving, {failOn: 'never'})).pauses).toEqual([1_000])
    expect((await waited([inStatus('CREATE_FAILED')], {failOn: 'never'})).pauses).toEqual([])
  })

  it('goes on where a round saw nothing, but not where none can', async () => {
    const {pauses, lines} = await waited([blind, inStatus('CREATE_COMPLETE')])
    expect(pauses).toEqual([1_000])
    expect(lines[0]).toContain('the stack was not seen (throttled)')
    const {notes} = await waited([{...blind, hopeless: true}])
    expect(notes).toEqual(['Waited 0s, 1 round: the stack was not seen (throttled).'])
  })

  it('ends with Ctrl-C: in a pause with that round, in a look with the round before, which was seen whole', async () => {
    const [first, second] = [inStatus('CREATE_IN_PROGRESS'), inStatus('CREATE_FAILED')]
    expect(await waited([first, second], {interruptIn: 'pause 1'})).toMatchObject({
      seen: first,
      notes: [expect.stringContaining('1 round: interrupted')],
    })
    expect((await waited([first, second], {interruptIn: 'look 2'})).seen).toBe(first)
    expect((await waited([first, second], {interruptIn: 'look 1'})).seen).toBe(first)
  })

  it('lets an error of a later round through: the stack may be gone', async () => {
    const look = async () => {
      throw new Error('gone')
    }
    await expect(waited([], {look})).rejects.toThrow('gone')
  })

  it('ends a pause at once, on the real clock', async () => {
    const interruption = new AbortController()
    const seen = await waitForStack({
      longest: 60_000,
      failOn: 'high',
      checks: [stackStatus] as unknown as readonly AnyCheck[],
      interrupted: interruption.signal,
      look: async () => inStatus('CREATE_IN_PROGRESS'),
      progress: () => interruption.abort(),
      note: () => {},
    })
    expect(factOf(seen.snapshot, 'stack').status).toBe('CREATE_IN_PROGRESS')
  })
})

describe('waiting for a stack of AWS', () => {
  it('keeps its session over the rounds, each with a limit of its own, until a fault clears', async () => {
    await using lab = await startLab({
      account: labAccount({template: {hardened: true}}),
      faults: [{target: 'cloudformation.DescribeStacks', fault: throttled(), times: 1}],
    })
    const connection = await connectionTo(lab)
    if (!('session' in connection)) throw new Error('the lab was not reached')
    const signals: AbortSignal[] = []
    const {seen, lines} = await waited([], {
      checks: [stackStatus] as unknown as readonly AnyCheck[],
      look: () => {
        const signal = new AbortController().signal
        signals.push(signal)
        return lookIn(lab, 'video', {connection: {session: connection.session.until(signal)}})
      },
    })
    connection.session.close()
    expect(lines).toEqual([expect.stringContaining('the stack was not seen (throttled)')])
    expect(factOf(seen.snapshot, 'stack').status).toBe('CREATE_COMPLETE')
    expect(signals).toHaveLength(2)
    expect(lab.calls.all.filter(({action}) => action === 'sts:GetCallerIdentity')).toHaveLength(1)
  })
})
