import {describe, expect, it} from 'vitest'
import {dataBuckets} from '../../../src/collect/deployed/storage/data-buckets.ts'
import {namedBuckets} from '../../../src/collect/plan/buckets.ts'
import {denied, empty, type LabAccount} from '../../lab/index.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {factOf} from '../../support/snapshots.ts'

const seen = (options: DeployedOptions = {}) => deployed({...options, collectors: [dataBuckets, namedBuckets]})
const ownBuckets = {S3AppDataBucketName: 'our-app-data', S3ClusterDataBucketName: 'our-cluster-data'}
const applicationBucket = (account: LabAccount) => {
  const id = account.stacks[0]?.resources.find(
    ({LogicalResourceId}) => LogicalResourceId === 'S3AppDataBucketResource',
  )?.PhysicalResourceId
  const found = account.buckets.find(({name}) => name === id)
  if (found === undefined) throw new Error('the lab has no such bucket')
  return found
}

describe('the look-up of data buckets', () => {
  it.each(['3.2.0', '3.8.0', 'next'] as const)('tells of %s what its template asks for', async generation => {
    const {snapshot} = await seen({generation})
    expect(factOf(snapshot, 'dataBuckets')).toEqual(factOf(snapshot, 'intended').dataBuckets)
    expect(factOf(snapshot, 'madeBuckets')).toMatchObject(
      ['application', 'cluster'].map(purpose => ({
        purpose,
        details: {value: {region: 'us-east-1', publicAccessBlocked: {value: true}, versioned: {value: false}}},
      })),
    )
  })

  it('looks only at buckets that the stack made', async () => {
    const {snapshot} = await seen({parameters: ownBuckets})
    expect(factOf(snapshot, 'dataBuckets')).toMatchObject([{made: null}, {made: null}])
    expect(factOf(snapshot, 'madeBuckets')).toEqual([])
    expect(factOf(snapshot, 'namedBuckets')).toHaveLength(2)
  })

  it('has none in the first generation', async () => {
    const {snapshot} = await seen({generation: '3.0.0-beta1'})
    expect(snapshot.facts.dataBuckets).toMatchObject({state: 'absent', why: expect.stringContaining('no buckets')})
    expect(snapshot.facts.madeBuckets).toMatchObject({state: 'absent'})
  })

  it('tells what was changed by hand', async () => {
    const {snapshot} = await seen({
      change: account => {
        const bucket = applicationBucket(account)
        bucket.publicAccessBlock = {BlockPublicAcls: true}
        bucket.versioning = 'Enabled'
        bucket.encryption = [{ApplyServerSideEncryptionByDefault: {SSEAlgorithm: 'aws:kms'}}]
      },
    })
    expect(factOf(snapshot, 'dataBuckets')[0]?.made?.publicAccessBlocked).toEqual({state: 'known', value: false})
    expect(factOf(snapshot, 'madeBuckets')[0]?.details).toMatchObject({
      value: {publicAccessBlocked: {value: false}, versioned: {value: true}, encryption: {value: 'aws:kms'}},
    })
  })

  it('says of a bucket that is gone that it is', async () => {
    const {snapshot} = await seen({
      change: account => {
        account.buckets = account.buckets.filter(bucket => bucket !== applicationBucket(account))
      },
    })
    expect(factOf(snapshot, 'madeBuckets')[0]?.details).toEqual({state: 'known', value: null})
    expect(factOf(snapshot, 'madeBuckets')[1]?.details).toMatchObject({value: {region: 'us-east-1'}})
    expect(factOf(snapshot, 'dataBuckets')[0]?.made?.publicAccessBlocked).toMatchObject({state: 'unknown'})
  })

  it('loses one setting, or one bucket, alone', async () => {
    const blind = await seen({lab: {faults: [{target: 's3.GetPublicAccessBlock', fault: denied()}]}})
    expect(factOf(blind.snapshot, 'dataBuckets')[0]?.made?.publicAccessBlocked).toMatchObject({
      state: 'unknown',
      action: 's3:GetBucketPublicAccessBlock',
    })
    const refused = await seen({lab: {faults: [{target: 's3.HeadBucket', fault: denied(), times: 1}]}})
    const states = factOf(refused.snapshot, 'madeBuckets').map(({details}) => details.state)
    expect(states.toSorted()).toEqual(['known', 'unknown'])
    const open = await seen({lab: {faults: [{target: 's3.GetBucketEncryption', fault: empty('absent')}]}})
    expect(factOf(open.snapshot, 'madeBuckets')[0]?.details).toMatchObject({
      value: {encryption: {state: 'unknown', cause: 'failed'}},
    })
  })
})
