import type {LabBucket} from '../account/account.ts'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers, LabCall} from './answers.ts'

export const s3: Answers<typeof import('@aws-sdk/client-s3')> = {
  ListBuckets: (_, {account}) => ({
    Owner: {ID: account.accountId},
    Buckets: account.buckets
      .filter(({own}) => own)
      .map(({name, createdAt, region}) => ({Name: name, CreationDate: createdAt, BucketRegion: region})),
  }),

  HeadBucket: ({Bucket}, call) => ({BucketRegion: bucketOf(Bucket, call).region, AccessPointAlias: false}),

  // The first region of all has no name here.
  GetBucketLocation: ({Bucket}, call) => {
    const {region} = bucketOf(Bucket, call, true)
    return region === 'us-east-1' ? {} : {LocationConstraint: region}
  },

  GetPublicAccessBlock: ({Bucket}, call) => {
    const {publicAccessBlock} = bucketOf(Bucket, call)
    if (publicAccessBlock === null) {
      throw new AwsError(
        'NoSuchPublicAccessBlockConfiguration',
        'The public access block configuration was not found',
        {status: 404},
      )
    }
    return {PublicAccessBlockConfiguration: publicAccessBlock}
  },

  // A bucket that never had versions says nothing.
  GetBucketVersioning: ({Bucket}, call) => {
    const {versioning} = bucketOf(Bucket, call)
    return versioning === null ? {} : {Status: versioning}
  },

  GetBucketEncryption: ({Bucket}, call) => {
    const {encryption} = bucketOf(Bucket, call)
    if (encryption === null) {
      throw new AwsError(
        'ServerSideEncryptionConfigurationNotFoundError',
        'The server side encryption configuration was not found',
        {status: 404},
      )
    }
    return {ServerSideEncryptionConfiguration: {Rules: encryption}}
  },

  PutObject: ({Bucket, Key = '', Body}, call) => {
    const bucket = bucketOf(Bucket, call)
    bucket.objects ??= new Map()
    // A body of no bytes is no member of the input.
    bucket.objects.set(Key, Buffer.isBuffer(Body) ? Body : Buffer.alloc(0))
    return {}
  },

  GetObject: ({Bucket, Key = ''}, call) => {
    const object = bucketOf(Bucket, call).objects?.get(Key)
    if (object === undefined) throw new AwsError('NoSuchKey', 'The specified key does not exist.', {status: 404})
    return {Body: object, ContentLength: object.length}
  },

  // Of a key that is not there, too, S3 says that it is deleted.
  DeleteObject: ({Bucket, Key = ''}, call) => {
    bucketOf(Bucket, call).objects?.delete(Key)
    return {}
  },
}

/** The bucket as the caller may see it: bucket names are the world's, and each bucket lives in one region. */
function bucketOf(name = '', {account, region}: LabCall, anywhere = false): LabBucket {
  const found = account.buckets.find(bucket => bucket.name === name)
  if (found === undefined) throw new AwsError('NoSuchBucket', 'The specified bucket does not exist', {status: 404})
  const headers = {'x-amz-bucket-region': found.region}
  if (!found.own) throw new AwsError('AccessDenied', 'Access Denied', {status: 403, headers})
  if (anywhere || found.region === region) return found
  throw new AwsError(
    'PermanentRedirect',
    'The bucket you are attempting to access must be addressed using the specified endpoint.',
    {status: 301, headers},
  )
}
