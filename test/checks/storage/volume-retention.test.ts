import {describe, expect, it} from 'vitest'
import check from '../../../checks/storage/volume-retention.ts'
import {absent, known, type Seen, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Volume = FactMap['volumes'][number]

const open = unknown('unresolved', 'known at deploy time only')
const deleted = (deleteOnTermination: Seen<boolean>, group: Volume['group'] = 'master') =>
  withChanged(healthyPlan(), 'volumes', volumes =>
    volumes.map(volume =>
      volume.group === group
        ? {...volume, deleteOnTermination: {...volume.deleteOnTermination, value: deleteOnTermination}}
        : volume,
    ),
  )
const retaining = (value: Seen<boolean>) =>
  withFacts(deleted(known(true)), {
    retainVolumes: {
      subject: {type: 'Parameter', id: 'RetainVolumes', logicalId: null, location: null},
      value,
    },
    dataBuckets: absent('the first generation has no buckets'),
  })
const bucketPolicy = (deletionPolicy: string) =>
  withChanged(healthyPlan(), 'dataBuckets', buckets =>
    buckets.map(bucket => ({...bucket, made: bucket.made && {...bucket.made, deletionPolicy}})),
  )

describe('volume-retention', () => {
  it('passes where disks and buckets stay, and whatever becomes of media nodes', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
    expect(judgeIn(check, deleted(known(true), 'media')).status).toBe('pass')
    expect(judgeIn(check, bucketPolicy('RetainExceptOnCreate')).status).toBe('pass')
  })

  it('says once for a launch template what goes with the disks of the masters', () => {
    const verdict = judgeIn(check, deleted(known(true)))
    expect(failures(verdict)).toHaveLength(1)
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'deletedWithNode',
          severity: 'high',
          defect: null,
          observed: {deleteOnTermination: true, lost: expect.stringContaining('database')},
          expected: {deleteOnTermination: false},
        },
      ],
    })
    const withoutBuckets = withFacts(deleted(known(true)), {dataBuckets: absent('none')})
    expect(judgeIn(check, withoutBuckets)).toMatchObject({
      findings: [{observed: {lost: expect.stringContaining('recordings')}}],
    })
  })

  it('gathers two disks of one launch template', () => {
    const twice = withChanged(deleted(known(true)), 'volumes', volumes =>
      volumes.flatMap(volume =>
        volume.group === 'master'
          ? [volume, {...volume, root: false, subject: {...volume.subject, id: '/dev/sdf'}}]
          : [],
      ),
    )
    expect(judgeIn(check, twice)).toMatchObject({
      status: 'fail',
      findings: [{observed: {volumes: [expect.any(String), '/dev/sdf']}}],
    })
  })

  it("weighs medium at most as the official template's own defect", () => {
    const official = withChanged(deleted(known(true)), 'template', template => ({
      ...template,
      official: known('unmodified'),
    }))
    expect(judgeIn(check, official)).toMatchObject({findings: [{severity: 'medium', defect: 'D22'}]})
  })

  it('fails with buckets that go with the stack', () => {
    const verdict = judgeIn(check, bucketPolicy('Delete'))
    expect(failures(verdict)).toEqual([
      'bucketDeleted: S3AppDataBucketResource',
      'bucketDeleted: S3ClusterDataBucketResource',
    ])
    expect(verdict).toMatchObject({
      findings: [{observed: {lost: 'every recording'}, expected: {deletionPolicy: 'Retain'}}, {}],
    })
  })

  it('judges the first generation by RetainVolumes alone', () => {
    expect(judgeIn(check, retaining(known(true))).status).toBe('pass')
    const verdict = judgeIn(check, retaining(known(false)))
    expect(failures(verdict)).toEqual(['notRetained: RetainVolumes'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'high', observed: {retained: false}, expected: {retained: true}}],
    })
    expect(judgeIn(check, retaining(open))).toMatchObject({status: 'unknown', unseen: {facts: ['RetainVolumes']}})
  })

  it('does not pass what was not seen', () => {
    expect(judgeIn(check, deleted(open))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    expect(judgeIn(check, withFacts(healthyPlan(), {volumes: []}))).toMatchObject({status: 'unknown'})
    const unseen = withFacts(healthyPlan(), {dataBuckets: unknown('failed', 'broken')})
    expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {facts: ['dataBuckets']}})
  })

  const doomed = (snapshot = healthyStack()) =>
    withChanged(snapshot, 'volumes', volumes =>
      volumes.map((volume, index) =>
        index === 0 ? {...volume, deleteOnTermination: {...volume.deleteOnTermination, value: known(true)}} : volume,
      ),
    )

  it('judges on a deployed stack each volume as it is attached', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    const verdict = judgeIn(check, doomed())
    expect(failures(verdict)).toEqual(['deletedWithMaster: vol-0aaaaaaaaaaaaaaa1'])
    expect(verdict).toMatchObject({
      findings: [
        {severity: 'high', message: expect.stringContaining('of OpenViduMasterNode1 has DeleteOnTermination true')},
      ],
    })
  })

  it('gives the official template its own defect, and a change by hand its full weight', () => {
    const official = withChanged(doomed(), 'template', template => ({...template, official: known('unmodified')}))
    const asking = (value: boolean) =>
      withChanged(official, 'intended', intended => ({
        ...intended,
        volumes: (intended.volumes ?? []).map(volume => ({
          ...volume,
          deleteOnTermination: {...volume.deleteOnTermination, value: known(value)},
        })),
      }))
    expect(judgeIn(check, asking(true))).toMatchObject({findings: [{severity: 'medium', defect: 'D22'}]})
    expect(judgeIn(check, asking(false))).toMatchObject({findings: [{severity: 'high', defect: null}]})
  })

  it('tells in the first generation of volumes of the stack that are gone, or go with their master', () => {
    const retained = withFacts(doomed(), {
      retainVolumes: {
        subject: {type: 'Parameter', id: 'RetainVolumes', logicalId: null, location: null},
        value: known(true),
      },
      dataBuckets: absent('the first generation has no buckets'),
    })
    // Root volumes hold nothing there.
    expect(judgeIn(check, retained).status).toBe('pass')
    const made = withChanged(retained, 'volumes', volumes =>
      volumes.map((volume, index) =>
        index === 0
          ? {...volume, root: false, subject: {...volume.subject, logicalId: 'OpenViduMasterVolume1'}}
          : volume,
      ),
    )
    expect(failures(judgeIn(check, made))).toEqual(['deletedWithMaster: OpenViduMasterVolume1'])
    const gone = withChanged(retained, 'masterVolumes', volumes =>
      volumes.map((volume, index) => (index === 0 ? {...volume, details: null} : volume)),
    )
    expect(failures(judgeIn(check, gone))).toEqual(['gone: vol-0aaaaaaaaaaaaaaa1'])
  })
})
