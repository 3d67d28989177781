import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/openvidu-unit.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn} from '../../support/snapshots.ts'

const [, second = ''] = masterIds
const [media = ''] = mediaIds

const withUnit = (id: string, change: Partial<Part<'unit'>>) => withPart('unit', [id], unit => ({...unit, ...change}))

describe('openvidu-unit', () => {
  it('fails a unit that is not there, and what only follows from that is not told', () => {
    const verdict = judgeIn(check, withUnit(media, {load: 'not-found', active: 'inactive', sub: 'dead', enabled: ''}))
    expect(failures(verdict)).toEqual([`missing: ${media}`])
    expect(verdict).toMatchObject({
      findings: [{severity: 'critical', message: `openvidu.service of ${media} is not-found; expected loaded`}],
      remedy: {text: expect.stringContaining('never installed')},
    })
  })

  it.each(['inactive', 'failed', 'deactivating'])('fails a unit that is %s', active => {
    const verdict = judgeIn(check, withUnit(second, {active, sub: 'dead', result: 'exit-code'}))
    expect(failures(verdict)).toEqual(['inactive: OpenViduMasterNode2'])
    expect(verdict).toMatchObject({
      findings: [
        {
          message: `openvidu.service of OpenViduMasterNode2 (${second}) is ${active} (dead, exit-code) since 2026-11-12T10:15:00.000Z; expected active`,
        },
      ],
    })
  })

  it('gives what the journal shows as the cause', () => {
    const found = {signature: 'F27', where: 'journal', lines: 1, last: null, text: "unknown option to `s'"}
    const stopped = withUnit(second, {active: 'inactive', sub: 'dead'})
    expect(
      judgeIn(
        check,
        withPart('signatures', [second], () => [found], stopped),
      ),
    ).toMatchObject({
      findings: [{message: expect.stringContaining('its journal shows F27 in journal ("unknown option to `s\'")')}],
    })
  })

  it('weighs less a unit that runs and only is not enabled', () => {
    const verdict = judgeIn(check, withUnit(second, {enabled: 'disabled'}))
    expect(failures(verdict)).toEqual(['disabled: OpenViduMasterNode2'])
    expect(verdict).toMatchObject({findings: [{severity: 'high'}], remedy: {text: 'Enable the unit.'}})
  })

  it('gives a unit ten minutes to start', () => {
    const since = (moment: string) => withUnit(second, {active: 'activating', sub: 'start', since: moment})
    expect(judgeIn(check, since('2026-11-22T09:50:02.000Z'))).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['OpenViduMasterNode2']},
    })
    expect(judgeIn(check, since('2026-11-22T09:50:01.500Z')).status).toBe('fail')
    expect(judgeIn(check, withUnit(second, {active: 'activating', since: null})).status).toBe('fail')
  })

  it('does not judge a node that still installs, or started just now', () => {
    const missing = withUnit(second, {load: 'not-found'})
    const minutesUp = (minutes: number, snapshot = missing) =>
      withPart('system', [second], system => ({...system, uptimeSeconds: minutes * 60}), snapshot)
    const installing = withPart('cloudInit', [second], part => ({...part, status: 'running'}), missing)
    expect(judgeIn(check, minutesUp(44, installing))).toMatchObject({
      status: 'unknown',
      unseen: {detail: expect.stringContaining('still being installed')},
    })
    expect(judgeIn(check, minutesUp(45, installing)).status).toBe('fail')
    expect(judgeIn(check, minutesUp(9.9))).toMatchObject({
      status: 'unknown',
      unseen: {detail: expect.stringContaining('started 9 minutes ago')},
    })
    expect(judgeIn(check, minutesUp(10)).status).toBe('fail')
  })

  it('does not pass a node whose unit was not seen, and fails the one beside it', () => {
    expect(judgeIn(check, withoutPart('unit', [media])).status).toBe('unknown')
    const verdict = judgeIn(check, withoutAnswer([media], withUnit(second, {active: 'failed'})))
    expect(verdict).toMatchObject({status: 'fail', unseen: {facts: [media]}})
  })

  it('passes nothing where no node runs', () => {
    expect(
      judgeIn(
        check,
        withProbes(() => null),
      ),
    ).toMatchObject({status: 'unknown', unseen: {facts: ['Stack']}})
  })
})
