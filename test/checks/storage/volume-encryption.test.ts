import {describe, expect, it} from 'vitest'
import check from '../../../checks/storage/volume-encryption.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Volume = FactMap['volumes'][number]

const encrypted = (encryption: Volume['encryption'], group: Volume['group']) =>
  withChanged(healthyPlan(), 'volumes', volumes =>
    volumes.map(volume => (volume.group === group ? {...volume, encryption} : volume)),
  )

describe('volume-encryption', () => {
  it('passes with encryption on for masters and media nodes', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
  })

  it.each(['master', 'media'] as const)('fails with disks of %s nodes unencrypted', group => {
    const verdict = judgeIn(check, encrypted(known('off'), group))
    expect(failures(verdict)).toHaveLength(1)
    expect(verdict).toMatchObject({
      findings: [{phrase: 'off', severity: 'medium', observed: {encryption: 'off'}, expected: {encryption: 'on'}}],
    })
  })

  it('does not take the default of the account for encryption', () => {
    const left = encrypted(known('account-default'), 'master')
    expect(judgeIn(check, left)).toMatchObject({
      findings: [
        {phrase: 'notAsked', defect: null, message: expect.stringContaining('only if the account encrypts by default')},
      ],
    })
    const official = withChanged(left, 'template', template => ({...template, official: known('unmodified')}))
    expect(judgeIn(check, official)).toMatchObject({findings: [{severity: 'medium', defect: 'D22'}]})
  })

  it('makes one finding of the disks of one launch template, the worse one leading', () => {
    const mixed = withChanged(healthyPlan(), 'volumes', volumes =>
      volumes.flatMap(volume => [
        {...volume, encryption: known('account-default' as const)},
        {...volume, encryption: known('off' as const), subject: {...volume.subject, id: '/dev/sdf'}},
      ]),
    )
    const verdict = judgeIn(check, mixed)
    expect(verdict).toMatchObject({
      findings: [{phrase: 'off', observed: {volumes: ['/dev/sdf', expect.any(String)]}}, {}],
    })
    expect(failures(verdict)).toHaveLength(2)
  })

  it('does not pass what was not seen', () => {
    const open = unknown('unresolved', 'known at deploy time only')
    expect(judgeIn(check, encrypted(open, 'media'))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    expect(judgeIn(check, withFacts(healthyPlan(), {volumes: []}))).toMatchObject({status: 'unknown'})
  })

  it('tells on a deployed stack which volumes are not, those of media nodes together', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    const bare = withChanged(healthyStack(), 'volumes', volumes =>
      volumes.map((volume, index) => (index === 1 ? volume : {...volume, encryption: known('off')})),
    )
    const verdict = judgeIn(check, bare)
    expect(failures(verdict).toSorted()).toEqual([
      'unencrypted: OpenViduMediaNodeASG',
      ...[1, 3, 4].map(slot => `unencrypted: vol-0aaaaaaaaaaaaaaa${slot}`),
    ])
    expect(verdict).toMatchObject({
      findings: expect.arrayContaining([
        expect.objectContaining({
          defect: null,
          message: 'vol-0aaaaaaaaaaaaaaa1 of OpenViduMasterNode1 has encryption off; it should be on',
        }),
      ]),
    })
  })

  it('puts it down to the official template where that asks for nothing', () => {
    const official = withChanged(healthyStack(), 'template', template => ({...template, official: known('unmodified')}))
    const asking = (encryption: 'on' | 'account-default') =>
      withChanged(
        withChanged(official, 'intended', intended => ({
          ...intended,
          volumes: (intended.volumes ?? []).map(volume => ({...volume, encryption: known(encryption)})),
        })),
        'volumes',
        volumes => volumes.map((volume, index) => (index === 0 ? {...volume, encryption: known('off')} : volume)),
      )
    expect(judgeIn(check, asking('account-default'))).toMatchObject({findings: [{defect: 'D22'}]})
    expect(judgeIn(check, asking('on'))).toMatchObject({findings: [{defect: null}]})
  })
})
