import {masterDataVolumes} from '../../src/derive/master-data-volumes.ts'
import {newestCopy} from '../../src/derive/newest-copy.ts'
import {coverageOf} from '../../src/derive/snapshot-coverage.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {snapshotLifecycle} from '../../src/openvidu/pages.ts'

const stack = {type: 'Stack', id: null, logicalId: null, location: null}
const hour = 3_600_000

export default defineCheck({
  id: 'snapshot-age',
  area: 'storage',
  title: 'Every disk of the masters has a recent snapshot',
  severity: 'medium',
  sources: ['deployed'],
  requirements: ['R18', 'R43'],
  why: 'A policy that stands on paper copies nothing when its role lost a permission. What a restore brings back is the newest copy that is complete, and nothing since.',
  how: {
    deployed:
      'The newest completed snapshot or usable recovery point of each volume of the masters, whoever made it, must not be older than the threshold, or than two intervals and an hour of the policy that covers it. A volume that is younger than that itself may have none yet.',
  },
  needs: ['masterVolumes'],
  uses: ['snapshots', 'recoveryPoints', 'backupPolicies'],
  phrases: {
    old: ({
      observed,
      expected,
    }: {
      observed: {volume: string; master: string; copy: string; hours: number}
      expected: {hours: number}
    }) =>
      `the newest copy of ${observed.volume} of ${observed.master} (${observed.copy}) is ${observed.hours} hours old; expected at most ${expected.hours}`,
    none: ({
      observed,
      expected,
    }: {
      observed: {volume: string; master: string; copies: number; hours: number}
      expected: {hours: number}
    }) =>
      `${observed.volume} of ${observed.master} has ${observed.copies} snapshots and is ${observed.hours} hours old; expected one at most ${expected.hours} hours old`,
  },
  remedy: {
    text: 'Look at why the policy makes none (its state, its role, its target tags), and make a snapshot by hand until it does.',
    commands: ['aws ec2 create-snapshot --volume-id VOLUME_ID --description "before the policy works again"'],
    url: snapshotLifecycle,
  },
  judge({masterVolumes, snapshots, recoveryPoints, backupPolicies}, {fail, see, look, now, thresholds}) {
    const volumes = masterDataVolumes(masterVolumes)
    if (volumes.length === 0) see(unknown('unresolved', 'EC2 tells of no volume of the masters'), stack)
    const hoursSince = (at: string) => (Date.parse(now) - Date.parse(at)) / hour
    for (const {subject, id, details} of volumes) {
      if (details === null) {
        see(unknown('unresolved', `EC2 has no volume ${id}, which the stack made`), subject)
        continue
      }
      const coverage = backupPolicies.state === 'known' ? coverageOf(details, backupPolicies.value) : null
      const intervals = coverage?.by.map(({intervalHours}) => intervalHours) ?? []
      const understood = intervals.filter(hours => hours !== null)
      const limit = Math.max(
        thresholds.snapshotAgeHours,
        ...(understood.length === 0 ? [] : [2 * Math.min(...understood) + 1]),
      )
      const {newest, gaps} = newestCopy(id, details, snapshots, recoveryPoints)
      const age = hoursSince(newest?.at ?? details.createdAt)
      if (age <= limit) continue
      // There may be a newer copy that was not seen, or a policy that makes them at longer intervals.
      for (const gap of gaps) see(gap, subject)
      if (coverage === null) look('backupPolicies', backupPolicies)
      if (understood.length === 0) {
        for (const gap of coverage?.open ?? []) see(gap, subject)
        if (intervals.length > 0) see(unknown('unresolved', 'the schedule of the policy is not understood'), subject)
      }
      const unsure = understood.length === 0 && (coverage === null || coverage.open.length > 0 || intervals.length > 0)
      if (gaps.length > 0 || unsure) continue
      const observed = {
        volume: subjectName(subject),
        master: details.node?.name ?? 'no master',
        hours: Math.floor(age),
      }
      const expected = {hours: Math.floor(limit)}
      if (newest === null) fail('none', subject, {observed: {...observed, copies: 0}, expected})
      else fail('old', subject, {observed: {...observed, copy: newest.id}, expected})
    }
  },
})
