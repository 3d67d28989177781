import {describe, expect, it} from 'vitest'
import check from '../../../checks/storage/snapshot-age.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {dailyPolicy, masterVolumeIds} from '../../support/healthy-stack/storage.ts'
import {failures, judgeIn, testTime, withChanged, withFacts} from '../../support/snapshots.ts'

const denied = unknown('denied', 'no policy allows it', 'service:Action')
const hoursAgo = (hours: number) => new Date(Date.parse(testTime) - hours * 3_600_000).toISOString()
/** The newest snapshot of the first volume, so many hours old; null for none. */
const aged = (hours: number | null, snapshot: Snapshot = healthyStack()) =>
  withChanged(snapshot, 'snapshots', snapshots =>
    snapshots.map((own, index) =>
      index === 0 ? {...own, newest: hours === null ? null : {id: 'snap-1', at: hoursAgo(hours)}} : own,
    ),
  )
const policies = (part: Partial<FactMap['backupPolicies']>, snapshot: Snapshot) =>
  withChanged(snapshot, 'backupPolicies', own => ({...own, ...part}))
const scheduled = (schedule: string, snapshot: Snapshot) =>
  policies({lifecycle: known([known({...dailyPolicy, schedules: [schedule]})])}, snapshot)
const uncovered = (snapshot: Snapshot) => policies({lifecycle: known([])}, snapshot)
const made = (hours: number, snapshot: Snapshot) =>
  withChanged(snapshot, 'masterVolumes', volumes =>
    volumes.map(volume => ({
      ...volume,
      details: volume.details && {...volume.details, createdAt: hoursAgo(hours)},
    })),
  )

describe('snapshot-age', () => {
  it('allows two intervals and an hour of the policy, and the threshold without one', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    expect(judgeIn(check, aged(49)).status).toBe('pass')
    expect(failures(judgeIn(check, aged(49.01)))).toEqual([`old: ${masterVolumeIds[0]}`])
    expect(judgeIn(check, uncovered(aged(24))).status).toBe('pass')
    expect(failures(judgeIn(check, uncovered(aged(24.01))))).toEqual([`old: ${masterVolumeIds[0]}`])
    expect(judgeIn(check, scheduled('rate(7 days)', aged(337))).status).toBe('pass')
    expect(failures(judgeIn(check, scheduled('rate(7 days)', aged(338))))).toHaveLength(1)
    // A policy that makes one every hour does not make the threshold narrower.
    expect(judgeIn(check, scheduled('rate(1 hours)', aged(24))).status).toBe('pass')
  })

  it('says how old the newest is', () => {
    expect(judgeIn(check, aged(100))).toMatchObject({
      findings: [
        {
          severity: 'medium',
          message: `the newest copy of ${masterVolumeIds[0]} of OpenViduMasterNode1 (snap-1) is 100 hours old; expected at most 49`,
        },
      ],
    })
  })

  it('fails without any, unless the volume is too young for one', () => {
    expect(failures(judgeIn(check, aged(null)))).toEqual([`none: ${masterVolumeIds[0]}`])
    expect(judgeIn(check, made(48, aged(null))).status).toBe('pass')
    expect(judgeIn(check, made(50, aged(null))).status).toBe('fail')
  })

  it('counts what AWS Backup has of the volume or of its instance', () => {
    for (const resource of [0, 4]) {
      const snapshot = withChanged(aged(100), 'recoveryPoints', points =>
        points.map((own, index) =>
          index === resource ? {...own, newest: known({id: 'point', at: hoursAgo(5)})} : own,
        ),
      )
      expect(judgeIn(check, snapshot).status).toBe('pass')
    }
  })

  it('fails nothing for what was not seen', () => {
    const blind = (snapshot: Snapshot) =>
      withChanged(snapshot, 'recoveryPoints', points => points.map(own => ({...own, newest: denied})))
    expect(judgeIn(check, blind(healthyStack())).status).toBe('pass')
    expect(judgeIn(check, blind(aged(100)))).toMatchObject({status: 'unknown', unseen: {cause: 'denied'}})
    expect(judgeIn(check, withFacts(healthyStack(), {snapshots: denied}))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(healthyStack(), {snapshots: []}))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(healthyStack(), {recoveryPoints: denied})).status).toBe('pass')
    expect(judgeIn(check, withFacts(aged(100), {backupPolicies: denied}))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, policies({lifecycle: denied}, aged(100)))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, scheduled('cron(odd)', aged(100)))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(healthyStack(), {masterVolumes: []}))).toMatchObject({status: 'unknown'})
  })
})
