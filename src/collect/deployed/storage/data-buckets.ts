import {GetBucketEncryptionCommand, S3Client} from '@aws-sdk/client-s3'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {absent, known, type Seen, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import {lookFor} from '../../ask.ts'
import {defineCollector, seen} from '../../collector.ts'
import {describeBucket} from '../../plan/buckets.ts'

type DataBucket = FactMap['dataBuckets'][number]
type MadeBucket = FactMap['madeBuckets'][number]

/** The buckets that the stack made for its data, as they are now; those of the user's own are looked up by their names. */
export const dataBuckets = defineCollector({
  id: 'data-buckets',
  title: 'Data buckets',
  tier: 'check',
  provides: ['dataBuckets', 'madeBuckets'],
  follows: ['intended', 'resources'],
  iam: ['s3:ListBucket', 's3:GetBucketPublicAccessBlock', 's3:GetBucketVersioning', 's3:GetEncryptionConfiguration'],
  async collect({session, known: {intended}}) {
    if (intended.dataBuckets === null) {
      const none = absent('the template has no buckets for the data of the deployment')
      return {dataBuckets: none, madeBuckets: none}
    }
    const looked = await Promise.all(intended.dataBuckets.map(bucket => look(session, bucket)))
    return {
      dataBuckets: seen(
        looked.map(({bucket}) => bucket),
        's3:ListBucket',
      ),
      madeBuckets: seen(
        looked.flatMap(({made}) => made ?? []),
        's3:ListBucket',
      ),
    }
  },
})

async function look(
  session: AwsSession,
  bucket: DataBucket,
): Promise<{readonly bucket: DataBucket; readonly made: MadeBucket | null}> {
  const {made, purpose} = bucket
  // A template may declare a bucket that this stack did not make, because it was given one.
  if (made === null || (bucket.given.value.state === 'known' && bucket.given.value.value !== ''))
    return {bucket: {...bucket, made: null}, made: null}
  const {subject} = made
  const name = subject.id
  if (name === null) {
    const details = known(null)
    return {
      bucket: {...bucket, made: {...made, publicAccessBlocked: notThere(subject.logicalId)}},
      made: {subject, purpose, name: subject.logicalId ?? '', details},
    }
  }
  const [described, encryption] = await Promise.all([describeBucket(session, name), encryptionOf(session, name)])
  const details: MadeBucket['details'] =
    described.state === 'unknown'
      ? described
      : known(described.value === null ? null : {...described.value, encryption})
  const publicAccessBlocked =
    described.state === 'unknown' ? described : (described.value?.publicAccessBlocked ?? notThere(name))
  return {bucket: {...bucket, made: {...made, publicAccessBlocked}}, made: {subject, purpose, name, details}}
}

/** Nobody can get into a bucket that is gone; that is said by what tells of its details. */
function notThere(name: string | null) {
  return unknown('unresolved', `the bucket ${name ?? ''} does not exist`)
}

async function encryptionOf(session: AwsSession, name: string): Promise<Seen<string | null>> {
  const found = await lookFor('s3:GetEncryptionConfiguration', async () => {
    const {ServerSideEncryptionConfiguration: configuration} = await session
      .client(S3Client)
      .send(new GetBucketEncryptionCommand({Bucket: name}), session.options)
    const [rule] = required(required(configuration, 'encryption of a bucket').Rules, 'rules of encryption')
    return rule?.ApplyServerSideEncryptionByDefault?.SSEAlgorithm ?? null
  })
  return found ?? known(null)
}
