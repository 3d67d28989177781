import {GetBucketVersioningCommand, GetPublicAccessBlockCommand, HeadBucketCommand, S3Client} from '@aws-sdk/client-s3'
import {classify, required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {known} from '../../model/fact.ts'
import type {FactMap} from '../../model/facts.ts'
import {ask, lookFor} from '../ask.ts'
import {defineCollector, gapOf, seen} from '../collector.ts'

type Bucket = FactMap['namedBuckets'][number]

/** The buckets of the user's own that the plan names. */
export const namedBuckets = defineCollector({
  id: 'named-buckets',
  title: 'Buckets',
  tier: 'plan',
  provides: ['namedBuckets'],
  follows: ['dataBuckets'],
  iam: ['s3:ListBucket', 's3:GetBucketPublicAccessBlock', 's3:GetBucketVersioning'],
  async collect({session, known: {dataBuckets}}) {
    const open = dataBuckets.find(({given}) => given.value.state === 'unknown')?.given.value
    if (open?.state === 'unknown') return {namedBuckets: open}
    const named = dataBuckets.flatMap(({given: {subject, value}}) =>
      value.state === 'known' && value.value !== '' ? [{subject, name: value.value}] : [],
    )
    return {
      // Each on its own: one that may not be looked at says nothing about the other.
      namedBuckets: seen(
        await Promise.all(
          named.map(async bucket => ({...bucket, details: await describeBucket(session, bucket.name)})),
        ),
        's3:ListBucket',
      ),
    }
  },
})

/** Where a bucket is and how it is set; null where there is none. */
export async function describeBucket(session: AwsSession, name: string): Promise<Bucket['details']> {
  const client = session.client(S3Client)
  let region: string
  try {
    const head = await client.send(new HeadBucketCommand({Bucket: name}), session.options)
    region = required(head.BucketRegion, 'region of a bucket')
  } catch (error) {
    const elsewhere = regionOfRedirect(error, session.region)
    if (elsewhere === null) {
      return classify(error).kind === 'not-found' ? known(null) : gapOf(error, 's3:ListBucket')
    }
    // It is there, in another region: that is what counts, and its settings can't be asked from here.
    const gap = {state: 'unknown', cause: 'unresolved', detail: 'the bucket is in another region'} as const
    return known({region: elsewhere, publicAccessBlocked: gap, versioned: gap})
  }
  const [publicAccessBlocked, versioned] = await Promise.all([
    lookFor('s3:GetBucketPublicAccessBlock', async () => {
      const command = new GetPublicAccessBlockCommand({Bucket: name})
      const {PublicAccessBlockConfiguration: blocks} = await client.send(command, session.options)
      const {BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets} = required(
        blocks,
        'public access block',
      )
      const all = [BlockPublicAcls, BlockPublicPolicy, IgnorePublicAcls, RestrictPublicBuckets]
      // The page of a proxy reads as a block without any setting.
      required(
        all.find(one => one !== undefined),
        'setting of a public access block',
      )
      return all.every(Boolean)
    }),
    ask('s3:GetBucketVersioning', async () => {
      const {Status} = await client.send(new GetBucketVersioningCommand({Bucket: name}), session.options)
      return Status === 'Enabled'
    }),
  ])
  // Where there is no such block, nothing is blocked.
  return known({region, publicAccessBlocked: publicAccessBlocked ?? known(false), versioned})
}

/** S3 names the region of a bucket that is elsewhere in a header, with a redirect or with a refusal. */
function regionOfRedirect(error: unknown, own: string): string | null {
  if (typeof error !== 'object' || error === null || !('$response' in error)) return null
  const {$response: response} = error as {readonly $response?: {readonly headers?: Readonly<Record<string, string>>}}
  const region = response?.headers?.['x-amz-bucket-region']
  return region === undefined || region === own ? null : region
}
