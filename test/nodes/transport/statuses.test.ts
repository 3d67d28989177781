import fc from 'fast-check'
import {describe, expect, it} from 'vitest'
import {unknownCauses} from '../../../src/model/fact.ts'
import {phaseOf, statusRows} from '../../../src/nodes/transport/statuses.ts'
import {commanding, only} from '../../support/commander.ts'

/** Every pair that the API has, and what it means. */
const pairs: readonly (readonly [status: string, details: string, cause: string, says: RegExp])[] = [
  ['Failed', 'Failed', 'failed', /exit code 7/],
  ['Failed', 'Undeliverable', 'unreachable', /could not be delivered/],
  ['Failed', 'Terminated', 'failed', /gave the command up/],
  ['Failed', 'InvalidPlatform', 'failed', /operating system/],
  ['Failed', 'AccessDenied', 'denied', /may not run commands/],
  ['Failed', 'Incomplete', 'failed', /without an answer/],
  ['Failed', 'RateExceeded', 'throttled', /more commands pending/],
  ['Failed', 'NoInstancesInTag', 'failed', /found no node/],
  ['TimedOut', 'DeliveryTimedOut', 'unreachable', /in time/],
  ['TimedOut', 'Delivery Timed Out', 'unreachable', /in time/],
  ['TimedOut', 'ExecutionTimedOut', 'timed-out', /ran longer/],
  ['TimedOut', 'Execution Timed Out', 'timed-out', /ran longer/],
  ['TimedOut', '', 'timed-out', /out of time/],
  ['Cancelled', 'Cancelled', 'failed', /cancelled/],
  ['Failed', 'SomethingNew', 'failed', /does not know \(Failed, SomethingNew\)/],
  ['Success', 'Failed', 'failed', /does not know \(Success, Failed\)/],
  ['Failed', 'Success', 'failed', /does not know \(Failed, Success\)/],
]

describe('what a status means', () => {
  it.each(pairs)('%s, %s is %s, on the way from the node', async (status, details, cause, says) => {
    await using it = await commanding()
    it.lab.fleet.canned = () => ({status, details, code: 7, output: 'what nobody may believe'})
    expect(only(await it.run('echo'))).toMatchObject({state: 'unknown', cause, detail: expect.stringMatching(says)})
  })

  it('a denial of the node names the action', () => {
    expect(phaseOf({status: 'Failed', details: 'AccessDenied', code: null})).toMatchObject({action: 'ssm:SendCommand'})
  })

  it('a command that could not be started is none that ended with a code', () => {
    expect(phaseOf({status: 'Failed', details: 'Failed', code: -1})).toMatchObject({
      detail: expect.stringContaining('start'),
    })
  })

  it.each(['Pending', 'InProgress', 'Delayed', 'Cancelling'])('%s is no end', status => {
    for (const details of [status, '', null, 'In Progress', 'SomethingNew'])
      expect(phaseOf({status, details, code: -1})).toBe('under-way')
  })

  it('only Success that nothing contradicts has run, whatever is said', () => {
    const word = fc.oneof(
      fc.constantFrom(...Object.keys(statusRows)),
      fc.string(),
      fc.constantFrom('__proto__', 'constructor'),
    )
    const spaced = word.chain(text => fc.constantFrom(text, ` ${text}`, text.replaceAll(/(?<=[a-z])(?=[A-Z])/g, ' ')))
    const code = fc.option(fc.integer({min: -1, max: 255}))
    fc.assert(
      fc.property(spaced, fc.option(spaced), code, (status, details, exit) => {
        const phase = phaseOf({status, details, code: exit})
        const [plain, closer] = [status, details ?? ''].map(text => text.replaceAll(/\s/g, ''))
        expect(phase === 'ran').toBe(plain === 'Success' && (closer === '' || closer === 'Success'))
        if (typeof phase === 'string') return
        expect(unknownCauses).toContain(phase.cause)
        expect(phase.detail).toMatch(/\S/)
        expect(phase.detail.length).toBeLessThan(140)
      }),
    )
  })
})
