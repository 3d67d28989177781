import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/clock-synchronised.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn} from '../../support/snapshots.ts'

const [first = '', second = ''] = masterIds
const all = [...masterIds, ...mediaIds]

const clock = (change: Partial<Part<'clock'>>, ids: readonly string[] = [first], snapshot = healthyStack()) =>
  withPart('clock', ids, value => ({...value, ...change}), snapshot)
/** Nodes whose service tells no offset, and whose clock is this far ahead of the moment at which the probe was sent. */
const at = (milliseconds: number, ids: readonly string[], snapshot = healthyStack()) =>
  clock({offsetMilliseconds: null, service: null, now: moment(milliseconds)}, ids, snapshot)
const moment = (milliseconds: number) => new Date(Date.parse('2026-11-22T10:00:00.000Z') + milliseconds).toISOString()
const names = (ids: readonly string[]) => ids.map(id => `off: ${id.replace(/^i-0a+/, 'OpenViduMasterNode')}`)

describe('clock-synchronised', () => {
  it('passes synchronised clocks', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('fails a clock that the kernel holds for unsynchronised', () => {
    const verdict = judgeIn(check, clock({synchronised: false, service: null, offsetMilliseconds: null}))
    expect(failures(verdict)).toEqual(['unsynchronised: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'high',
          message: `the kernel of OpenViduMasterNode1 (${first}) holds its clock for unsynchronised (time service: none); expected synchronised`,
        },
      ],
    })
  })

  it.each([
    [500, 'pass'],
    [-500, 'pass'],
    [500.1, 'fail'],
    [-500.1, 'fail'],
  ])('judges an offset of %d ms by the threshold: %s', (offsetMilliseconds, status) => {
    expect(judgeIn(check, clock({offsetMilliseconds})).status).toBe(status)
  })

  it('says by how much and which way', () => {
    expect(judgeIn(check, clock({offsetMilliseconds: -61_000}))).toMatchObject({
      findings: [
        {
          message: `the clock of OpenViduMasterNode1 (${first}) is 61 s behind its time server; expected at most 500 ms`,
        },
      ],
    })
  })

  describe('where no time service tells an offset', () => {
    it.each([
      [-500, 'pass'],
      [4500, 'pass'],
      [-501, 'fail'],
      [4501, 'fail'],
    ])('takes a clock at %d ms of a probe of 4 s by the caller’s: %s', (milliseconds, status) => {
      expect(judgeIn(check, at(milliseconds, [first], at(2000, all))).status).toBe(status)
    })

    it('names the odd one out, against nodes whose service vouches for their clock', () => {
      const verdict = judgeIn(check, at(3_600_000, [second]))
      expect(failures(verdict)).toEqual(names([second]))
      expect(verdict).toMatchObject({
        findings: [
          {
            message: expect.stringContaining(
              'is at least 3594 s ahead of those of the other nodes; expected at most 500 ms',
            ),
          },
        ],
      })
    })

    it('sees that the caller’s clock is off where nodes vouch for theirs', () => {
      const shifted = clock({now: moment(3_600_000)}, all)
      expect(judgeIn(check, shifted).status).toBe('pass')
      // This one agrees with the caller, and with nobody else.
      expect(failures(judgeIn(check, at(2000, [second], shifted)))).toEqual(names([second]))
      expect(judgeIn(check, at(3_601_000, [second], shifted)).status).toBe('pass')
    })

    it('judges nothing where all nodes agree against the caller', () => {
      const verdict = judgeIn(check, at(-3_600_000, all))
      expect(verdict).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
      expect(verdict).toMatchObject({
        unseen: {
          detail: expect.stringMatching(
            /and 1 more is at least 3600 s behind that of the machine that asked; either may be off$/,
          ),
        },
      })
    })

    it('names the odd one out even then', () => {
      const verdict = judgeIn(check, at(120_000, [second], at(-3_600_000, all)))
      expect(failures(verdict)).toEqual(names([second]))
      expect(verdict).toMatchObject({unseen: {cause: 'unresolved'}})
    })

    it('names both where no two clocks agree, and cannot tell with one node', () => {
      const two = withProbes(
        node => (node.group === 'media' ? node : null),
        at(900_000, [mediaIds[0] ?? ''], at(-60_000, mediaIds)),
      )
      expect(failures(judgeIn(check, two))).toEqual(names(mediaIds))
      const one = withProbes(node => (node.id === first ? node : null), at(900_000, [first]))
      expect(judgeIn(check, one).status).toBe('unknown')
    })

    it('fails what the kernel tells though the caller’s clock may be off', () => {
      const verdict = judgeIn(check, clock({synchronised: false}, [first], at(-3_600_000, all)))
      expect(failures(verdict)).toEqual(['unsynchronised: OpenViduMasterNode1'])
    })
  })

  it('does not pass what it could not see', () => {
    expect(judgeIn(check, clock({synchronised: null}))).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'unresolved', facts: ['OpenViduMasterNode1']},
    })
    expect(
      judgeIn(
        check,
        withProbes(() => null),
      ).status,
    ).toBe('unknown')
    const verdict = judgeIn(check, withoutAnswer(mediaIds, clock({offsetMilliseconds: 900})))
    expect(failures(verdict)).toEqual(names([first]))
    expect(verdict).toMatchObject({unseen: {facts: mediaIds, cause: 'denied'}})
  })
})
