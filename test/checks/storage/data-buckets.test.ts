import {describe, expect, it} from 'vitest'
import check from '../../../checks/storage/data-buckets.ts'
import {known, type Seen, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, healthyPlan, judgeIn, offlinePlan, withChanged, withFacts} from '../../support/snapshots.ts'

type Named = FactMap['namedBuckets'][number]

const open = unknown('unresolved', 'known at deploy time only')
const names = (snapshot: Snapshot, application: Seen<string>, cluster: Seen<string>) =>
  withChanged(snapshot, 'dataBuckets', buckets =>
    buckets.map(bucket => {
      const value = bucket.purpose === 'application' ? application : cluster
      const made = value.state === 'known' && value.value !== '' ? null : bucket.made
      return {...bucket, made, given: {...bucket.given, value}}
    }),
  )
const both = (snapshot: Snapshot) => names(snapshot, known('app-data'), known('cluster-data'))
type Details = NonNullable<Extract<Named['details'], {state: 'known'}>['value']>
const looked = (change: Partial<Details> | null) =>
  withFacts(both(healthyPlan()), {
    namedBuckets: ['app-data', 'cluster-data'].map((name, index) => ({
      subject: {type: 'AWS::S3::Bucket', id: name, logicalId: null, location: null},
      name,
      details: known(
        index === 0 && change === null
          ? null
          : {
              region: 'eu-west-1',
              publicAccessBlocked: known(true),
              versioned: known(false),
              ...(index === 0 ? change : {}),
            },
      ),
    })),
  })

describe('data-buckets', () => {
  it('passes offline where the stack makes both', () => {
    expect(judgeIn(check, offlinePlan()).status).toBe('pass')
    expect(failures(judgeIn(check, names(offlinePlan(), known(' '), known(''))))).toEqual([
      'half: S3ClusterDataBucketName',
    ])
  })

  it('fails offline with one name only, and with one name for both', () => {
    const half = judgeIn(check, names(offlinePlan(), known('app-data'), known('')))
    expect(failures(half)).toEqual(['half: S3ClusterDataBucketName'])
    expect(half).toMatchObject({
      findings: [
        {
          severity: 'high',
          message: 'S3ClusterDataBucketName is empty while S3AppDataBucketName names app-data; give both or neither',
        },
      ],
    })
    const same = judgeIn(check, names(offlinePlan(), known('data'), known('data')))
    expect(failures(same)).toEqual(['same: S3ClusterDataBucketName'])
    expect(same).toMatchObject({findings: [{observed: {bucket: 'data'}, expected: {buckets: 2}}]})
  })

  it('leaves buckets of your own to AWS: unknown offline, judged when looked up', () => {
    expect(judgeIn(check, both(offlinePlan()))).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['namedBuckets'], cause: 'not-requested'},
    })
    expect(judgeIn(check, looked({})).status).toBe('pass')
  })

  it('fails with a bucket that is missing, elsewhere, or open', () => {
    expect(failures(judgeIn(check, looked(null)))).toEqual(['nonexistent: app-data'])
    const elsewhere = judgeIn(check, looked({region: 'us-east-1'}))
    expect(failures(elsewhere)).toEqual(['unfit: app-data'])
    expect(elsewhere).toMatchObject({
      findings: [
        {severity: 'high', observed: {region: 'us-east-1', versioning: 'off'}, expected: {region: 'eu-west-1'}},
      ],
    })
    expect(judgeIn(check, looked({publicAccessBlocked: known(false)}))).toMatchObject({
      findings: [{severity: 'medium', observed: {publicAccess: 'open'}, expected: {publicAccess: 'blocked'}}],
    })
  })

  it('fails with a bucket that the stack makes open', () => {
    const snapshot = withChanged(offlinePlan(), 'dataBuckets', buckets =>
      buckets.map(bucket => ({...bucket, made: bucket.made && {...bucket.made, publicAccessBlocked: known(false)}})),
    )
    expect(failures(judgeIn(check, snapshot))).toEqual([
      'madePublic: S3AppDataBucketResource',
      'madePublic: S3ClusterDataBucketResource',
    ])
  })

  it('does not pass what was not seen', () => {
    expect(judgeIn(check, names(healthyPlan(), open, known('')))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, looked({publicAccessBlocked: open}))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(looked({}), {namedBuckets: []}))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(looked({}), {region: open}))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(healthyPlan(), {dataBuckets: []}))).toMatchObject({status: 'unknown'})
    const neither = withChanged(healthyPlan(), 'dataBuckets', buckets =>
      buckets.map(bucket => ({...bucket, made: null})),
    )
    expect(judgeIn(check, neither)).toMatchObject({status: 'unknown'})
  })

  type Made = FactMap['madeBuckets'][number]['details']
  const made = (details: Made) =>
    withChanged(healthyStack(), 'madeBuckets', buckets =>
      buckets.map(bucket => (bucket.purpose === 'application' ? {...bucket, details} : bucket)),
    )

  it('judges on a deployed stack the buckets that it made as they are', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    expect(failures(judgeIn(check, made(known(null))))).toEqual(['gone: S3AppDataBucketResource'])
    const settings = {region: 'eu-west-1', versioned: known(false), encryption: known('AES256')}
    const opened = judgeIn(check, made(known({...settings, publicAccessBlocked: known(false)})))
    expect(failures(opened)).toEqual(['madeOpen: S3AppDataBucketResource'])
    expect(opened).toMatchObject({
      findings: [{observed: {publicAccess: 'open', versioning: 'off', encryption: 'AES256'}}],
    })
    expect(judgeIn(check, made(known({...settings, publicAccessBlocked: open})))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, made(open))).toMatchObject({status: 'unknown'})
  })
})
