import type {FactMap} from '../model/facts.ts'
import type {Subject} from '../model/subject.ts'

type DataBucket = FactMap['dataBuckets'][number]
type BucketDetails = NonNullable<Extract<FactMap['namedBuckets'][number]['details'], {state: 'known'}>['value']>
type MadeDetails = NonNullable<Extract<FactMap['madeBuckets'][number]['details'], {state: 'known'}>['value']>

/** A data bucket whose name is known; empty where the stack makes it. */
export interface ResolvedBucket {
  readonly name: string
  readonly setting: Subject
  readonly made: DataBucket['made']
}

/** The buckets whose name `see` tells. Blanks are a name to CloudFormation, and a bad one: nothing is trimmed. */
export function resolvedBuckets(
  buckets: readonly DataBucket[],
  see: (given: DataBucket['given']) => string | undefined,
): {readonly empty: readonly ResolvedBucket[]; readonly given: readonly ResolvedBucket[]} {
  const resolved = buckets.flatMap(({given, made}) => {
    const name = see(given)
    return name === undefined ? [] : [{name, setting: given.subject, made}]
  })
  return {empty: resolved.filter(({name}) => name === ''), given: resolved.filter(({name}) => name !== '')}
}

/** A bucket that exists, in words; what could not be seen is `unknown`. */
export function bucketInWords(name: string, details: BucketDetails) {
  const {region, publicAccessBlocked, versioned} = details
  return {
    bucket: name,
    region,
    publicAccess: publicAccessBlocked.state === 'unknown' ? 'unknown' : publicAccessBlocked.value ? 'blocked' : 'open',
    versioning: versioned.state === 'unknown' ? 'unknown' : versioned.value ? 'on' : 'off',
  }
}

/** A bucket that the stack made, in words: with its encryption, which of others nobody asks. */
export function madeInWords(name: string, details: MadeDetails) {
  const {encryption} = details
  return {
    ...bucketInWords(name, details),
    encryption: encryption.state === 'unknown' ? 'unknown' : (encryption.value ?? 'off'),
  }
}
