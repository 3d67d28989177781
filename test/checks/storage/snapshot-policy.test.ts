import {describe, expect, it} from 'vitest'
import check from '../../../checks/storage/snapshot-policy.ts'
import {known, type Seen, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {dailyPolicy, type LifecyclePolicy, masterVolumeIds} from '../../support/healthy-stack/storage.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const denied = unknown('denied', 'no policy allows it', 'service:Action')
const judged = (part: Partial<FactMap['backupPolicies']>) =>
  judgeIn(
    check,
    withChanged(healthyStack(), 'backupPolicies', policies => ({...policies, ...part})),
  )
const lifecycle = (...policies: Seen<LifecyclePolicy>[]) => ({lifecycle: known(policies)})
const everything = known([
  {
    subject: {type: 'AWS::Backup::BackupPlan', id: 'plan', logicalId: null, location: null},
    id: 'plan',
    name: 'nightly',
    schedules: known(['cron(0 3 * * ? *)']),
    selections: known([
      known({
        name: 'all',
        resources: ['*'],
        notResources: [],
        anyTag: [],
        conditions: {equals: [], notEquals: [], like: [], notLike: []},
      }),
    ]),
  },
])

describe('snapshot-policy', () => {
  it('passes where a policy or a plan covers every volume', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    expect(judged({...lifecycle(), plans: everything}).status).toBe('pass')
    expect(judged({plans: denied}).status).toBe('pass')
    expect(judged({lifecycle: denied, plans: everything}).status).toBe('pass')
  })

  it('names each volume that nothing covers', () => {
    const verdict = judged(lifecycle())
    expect(failures(verdict)).toEqual(masterVolumeIds.map(id => `uncovered: ${id}`))
    expect(verdict).toMatchObject({
      findings: [{severity: 'high', observed: {master: 'OpenViduMasterNode1', policies: 0}}, {}, {}, {}],
    })
    const three = judged(lifecycle(known({...dailyPolicy, targetTags: dailyPolicy.targetTags.slice(1)})))
    expect(failures(three)).toEqual([`uncovered: ${masterVolumeIds[0]}`])
  })

  it('names the policy that would cover them, but is in error or disabled', () => {
    const failed = {...dailyPolicy, state: 'ERROR', statusMessage: 'the role may not create snapshots'}
    const verdict = judged(lifecycle(known(failed)))
    expect(failures(verdict)).toEqual(masterVolumeIds.map(id => `idle: ${id}`))
    expect(verdict).toMatchObject({
      findings: [
        {message: expect.stringContaining('policy-0123456789abcdef0 (ERROR: the role may not create snapshots)')},
        {},
        {},
        {},
      ],
      remedy: {commands: [expect.stringContaining('--state ENABLED')]},
    })
    expect(judged(lifecycle(known({...dailyPolicy, state: 'DISABLED'})))).toMatchObject({status: 'fail'})
    // Another one works.
    expect(judged(lifecycle(known(failed), known({...dailyPolicy, id: 'policy-2'}))).status).toBe('pass')
  })

  it('neither passes nor fails what was not seen', () => {
    expect(judged({lifecycle: denied})).toMatchObject({status: 'unknown', unseen: {cause: 'denied'}})
    expect(judged({...lifecycle(), plans: denied})).toMatchObject({status: 'unknown'})
    expect(judged(lifecycle(denied))).toMatchObject({status: 'unknown'})
    expect(judged({...lifecycle(), plans: everything, optedIn: denied})).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(healthyStack(), {masterVolumes: []}))).toMatchObject({status: 'unknown'})
    const gone = withChanged(healthyStack(), 'masterVolumes', volumes =>
      volumes.map((volume, index) => (index === 0 ? {...volume, details: null} : volume)),
    )
    expect(judgeIn(check, gone)).toMatchObject({status: 'unknown'})
  })

  it('judges in the first generation the volumes that the stack made', () => {
    const first = withChanged(healthyStack(), 'masterVolumes', volumes =>
      volumes.map((volume, index) => ({
        ...volume,
        subject: {...volume.subject, logicalId: index === 0 ? 'OpenViduMasterVolume1' : null},
      })),
    )
    const none = withChanged(first, 'backupPolicies', policies => ({...policies, ...lifecycle()}))
    expect(failures(judgeIn(check, none))).toEqual(['uncovered: OpenViduMasterVolume1'])
  })
})
