import {describe, expect, it} from 'vitest'
import {signatureLines} from '../nodes/signature-lines.ts'
import {dockerTime, journalTime} from '../support/incidents/clock.ts'
import {diagnosed} from '../support/incidents/diagnosed.ts'
import type {IncidentCase} from '../support/incidents/incident-case.ts'
import {creationEvents, stackEvent} from '../support/incidents/stack-records.ts'

const ids = async (change: (incident: IncidentCase) => void) => (await diagnosed(change)).causes.map(({id}) => id)

describe('a deployment that is well', () => {
  it('has no cause, and every file of it was looked at', async () => {
    const {causes, notLookedAt, lookedAt, timeline} = await diagnosed(() => {})
    expect(causes).toEqual([])
    expect(notLookedAt).toEqual([])
    expect(lookedAt.length).toBeGreaterThan(50)
    // The sound logs hold texts of signatures: what passed is told in the timeline and is no cause.
    expect(timeline.some(({text}) => text.includes('F42'))).toBe(true)
    expect(timeline.some(({text}) => text.includes('F2,'))).toBe(true)
  })

  it('had a download that worked when it was tried again', async () => {
    const path = 'nodes/master-3/logs/cloud-init-output.file.log'
    expect(
      await ids(incident => {
        const lines = [...(incident.files.get(path) ?? [])]
        lines.splice(
          60,
          0,
          signatureLines.F15,
          'Warning: Transient problem: timeout Will retry in 2 seconds. 3 retries left.',
        )
        incident.files.set(path, lines)
      }),
    ).toEqual([])
  })

  it.each(['F21', 'F23', 'F14'] as const)('could not start once for %s, and started then', async id => {
    expect(
      await ids(incident =>
        incident.more('master-1', 'journal.journal', [
          `${journalTime(2_000)} docker[99]: ${signatureLines[id]}`,
          `${journalTime(2_001)} systemd[1]: Failed to start openvidu.service - OpenVidu Service.`,
          `${journalTime(2_400)} systemd[1]: Finished openvidu.service - OpenVidu Service.`,
        ]),
      ),
    ).toEqual([])
  })

  it.each(['F23', 'F41'] as const)('showed %s in a service for an hour, and hours later no more', async id => {
    const lines = Array.from({length: 60}, (_, index) => `${dockerTime(2_000 + index * 60)} ${signatureLines[id]}`)
    const quiet = Array.from({length: 60}, (_, index) => `${dockerTime(8_000 + index * 60)} level=info msg="in sync"`)
    expect(await ids(incident => incident.log('master-2', 'operator', [...lines, ...quiet]))).toEqual([])
  })

  it('failed to be created once, and was updated well later', async () => {
    expect(
      await ids(incident => {
        incident.events = [
          ...creationEvents(),
          stackEvent(3_000, 'video', '', 'UPDATE_IN_PROGRESS', 'User Initiated'),
          stackEvent(
            3_010,
            'LoadBalancer',
            'AWS::ElasticLoadBalancingV2::LoadBalancer',
            'UPDATE_FAILED',
            signatureLines.F29,
          ),
          stackEvent(3_060, 'video', '', 'UPDATE_ROLLBACK_COMPLETE'),
          stackEvent(4_000, 'video', '', 'UPDATE_IN_PROGRESS', 'User Initiated'),
          stackEvent(4_100, 'video', '', 'UPDATE_COMPLETE'),
        ]
      }),
    ).toEqual([])
  })

  it('replaced one media node, and has target groups that no listener leads to', async () => {
    expect(
      await ids(incident => {
        const [first] = incident.activities
        if (first === undefined) throw new Error('no activity')
        incident.activities = [
          ...incident.activities,
          {
            ...first,
            at: '2026-11-12T12:00:00.000Z',
            description: 'Terminating EC2 instance: i-1',
            cause: signatureLines.F39,
          },
          {...first, at: '2026-11-12T12:01:00.000Z'},
        ]
        incident.unhealthy('media-1')
        const well = incident.targets.map(one => ({...one, state: 'healthy', reason: null, description: null}))
        const idle = incident.targets
          .slice(0, 4)
          .map(one => ({...one, targetGroup: 'idle', state: 'unused', reason: 'Target.NotInUse', description: null}))
        incident.targets = [...well, ...idle]
      }),
    ).toEqual([])
  })

  it('shows what was wrong once to whoever asks for that time', async () => {
    const lines = Array.from({length: 60}, (_, index) => `${dockerTime(2_000 + index * 60)} ${signatureLines.F41}`)
    const quiet = Array.from({length: 60}, (_, index) => `${dockerTime(8_000 + index * 60)} level=info msg="in sync"`)
    const {causes, timeline, window} = await diagnosed(
      incident => incident.log('master-2', 'operator', [...lines, ...quiet]),
      {
        window: {from: '2026-11-12T10:40:00.000Z', to: '2026-11-12T11:10:00.000Z'},
      },
    )
    expect(causes.map(({id}) => id)).toEqual(['F41'])
    expect(window).not.toBeNull()
    expect(timeline.every(({at}) => at >= '2026-11-12T10:40:00.000Z' && at <= '2026-11-12T11:10:00.000Z')).toBe(true)
  })
})
