import {bucketInWords, madeInWords, resolvedBuckets} from '../../src/derive/data-buckets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName, templateAsWhole} from '../../src/model/subject.ts'
import {externalStorage} from '../../src/openvidu/pages.ts'

const blockPublicAccess =
  'aws s3api put-public-access-block --bucket BUCKET --public-access-block-configuration BlockPublicAcls=true,IgnorePublicAcls=true,BlockPublicPolicy=true,RestrictPublicBuckets=true'

interface Half {
  observed: {empty: string; other: string; bucket: string}
  expected: {given: string}
}
interface Same {
  observed: {settings: readonly string[]; bucket: string}
  expected: {buckets: number}
}
interface Public {
  observed: {bucket: string; publicAccess: string}
  expected: {publicAccess: string}
}
interface Unfit {
  observed: ReturnType<typeof bucketInWords>
  expected: {region: string; publicAccess: string}
}

interface Made {
  observed: ReturnType<typeof madeInWords>
  expected: {publicAccess: string}
}

export default defineCheck({
  id: 'data-buckets',
  area: 'storage',
  title: 'Both data buckets are made by the stack, or both are your own and fit for it',
  severity: 'high',
  sources: ['plan', 'lookup', 'deployed'],
  requirements: ['R29'],
  why: 'Recordings and the data of the cluster go into these buckets. With one that is missing, in another region or shared for both, recordings stay on the nodes that made them, or get mixed up.',
  how: {
    plan: 'Both names must be empty, or both given and different; buckets that the stack makes must block public access.',
    lookup:
      'Buckets of your own must exist in the region of the deployment and block public access; whether they keep versions is told. What the account blocks for all of its buckets is not looked at: where only the block of the bucket itself is missing, the finding weighs medium.',
    deployed:
      'The same for the buckets that the stack uses; those that it made must still exist and block public access, and their versioning and encryption are told.',
  },
  needs: ['dataBuckets'],
  uses: ['namedBuckets', 'region', 'madeBuckets'],
  phrases: {
    half: ({observed, expected}: Half) =>
      `${observed.empty} is empty while ${observed.other} names ${observed.bucket}; give ${expected.given}`,
    same: ({observed, expected}: Same) =>
      `${observed.settings.join(' and ')} both name ${observed.bucket}; they need ${expected.buckets} different buckets`,
    madePublic: ({observed, expected}: Public) =>
      `${observed.bucket} is made with public access ${observed.publicAccess}; it must be ${expected.publicAccess}`,
    gone: ({observed, expected}: {observed: {bucket: string}; expected: {state: string}}) =>
      `the bucket ${observed.bucket}, which the stack made, does not exist; expected it ${expected.state}`,
    madeOpen: ({observed, expected}: Made) =>
      `the bucket ${observed.bucket} has public access ${observed.publicAccess}, versioning ${observed.versioning} and encryption ${observed.encryption}; expected public access ${expected.publicAccess}`,
    nonexistent: ({observed, expected}: {observed: {bucket: string}; expected: {region: string}}) =>
      `the bucket ${observed.bucket} does not exist; it must be a bucket of yours in ${expected.region}`,
    unfit: ({observed, expected}: Unfit) =>
      `the bucket ${observed.bucket} is in ${observed.region} with public access ${observed.publicAccess} and versioning ${observed.versioning}; it must be in ${expected.region} with public access ${expected.publicAccess}`,
  },
  remedy: {
    text: 'Leave both names empty, or give two different buckets of the same region whose public access is blocked.',
    commands: ['aws s3api head-bucket --bucket BUCKET'],
    url: externalStorage,
  },
  remedies: {
    gone: {
      text: 'Make a bucket of that name again in the region, with public access blocked; what was in it is lost unless it was copied.',
      commands: [
        // As s3api it would take a constraint in every region but one.
        'aws s3 mb s3://BUCKET --region REGION',
        blockPublicAccess,
      ],
      url: externalStorage,
    },
    madeOpen: {text: 'Block public access again.', commands: [blockPublicAccess], url: externalStorage},
    madePublic: {
      text: 'Give the bucket a PublicAccessBlockConfiguration with all four blocks on, as the official template has it.',
      url: externalStorage,
    },
    unfit: {
      text: 'Block public access, if the account does not block it for all buckets already; replace a bucket of another region by one of this region.',
      commands: ['aws s3control get-public-access-block --account-id ACCOUNT_ID --region REGION', blockPublicAccess],
      url: externalStorage,
    },
  },
  judge({dataBuckets, namedBuckets, madeBuckets, region: regionFact}, {fail, see, look}) {
    const {empty, given} = resolvedBuckets(dataBuckets, ({subject, value}) => see(value, subject))
    const [blank] = empty
    const [first, second] = given
    if (dataBuckets.length === 0) see(unknown('unresolved', 'no data bucket is named or made'), templateAsWhole)
    if (blank !== undefined && first !== undefined) {
      const observed = {empty: subjectName(blank.setting), other: subjectName(first.setting), bucket: first.name}
      fail('half', blank.setting, {observed, expected: {given: 'both or neither'}})
    } else if (first !== undefined && first.name === second?.name) {
      const observed = {settings: given.map(({setting}) => subjectName(setting)), bucket: first.name}
      return fail('same', second.setting, {observed, expected: {buckets: 2}})
    }
    for (const {made, setting} of empty) {
      const live = madeBuckets.state === 'known' ? madeBuckets.value : []
      const own = live.find(bucket => bucket.subject.logicalId === made?.subject.logicalId)
      if (made === null) see(unknown('unresolved', `${subjectName(setting)} is empty and no bucket is made`), setting)
      else if (own !== undefined) {
        const details = see(own.details, own.subject)
        if (details === null) {
          fail('gone', own.subject, {observed: {bucket: own.name}, expected: {state: 'with what it holds'}})
        } else if (details !== undefined && see(details.publicAccessBlocked, own.subject) === false) {
          const observed = madeInWords(own.name, details)
          fail('madeOpen', own.subject, {observed, expected: {publicAccess: 'blocked'}})
        }
      } else if (see(made.publicAccessBlocked, made.subject) === false) {
        const observed = {bucket: subjectName(made.subject), publicAccess: 'open'}
        fail('madePublic', made.subject, {observed, expected: {publicAccess: 'blocked'}})
      }
    }
    if (first === undefined) return
    // What a bucket of one's own is like is for AWS alone to say.
    const looked = look('namedBuckets', namedBuckets)
    const region = look('region', regionFact)
    if (looked === undefined || region === undefined) return
    for (const {name, setting} of given) {
      const bucket = looked.find(candidate => candidate.name === name)
      if (bucket === undefined) {
        see(unknown('not-requested', `the bucket ${name} was not looked up`), setting)
        continue
      }
      const details = see(bucket.details, bucket.subject)
      if (details === undefined) continue
      if (details === null) {
        fail('nonexistent', bucket.subject, {observed: {bucket: name}, expected: {region}})
      } else {
        const blocked = see(details.publicAccessBlocked, bucket.subject)
        if (details.region === region && blocked !== false) continue
        const observed = bucketInWords(name, details)
        // What the account blocks for all of its buckets is not looked at, and would do as well.
        const weight = details.region === region ? ({severity: 'medium'} as const) : {}
        fail('unfit', bucket.subject, {observed, expected: {region, publicAccess: 'blocked'}}, weight)
      }
    }
  },
})
