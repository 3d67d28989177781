import {known, type Seen} from '../../model/fact.ts'
import type {FactMap} from '../../model/facts.ts'
import {type PlannedResource, type PlannedStack, type Setting, settingOr, subjectOfResource} from '../stack.ts'
import {property, seenBoolean, sketchOf} from '../value.ts'

type DataBuckets = FactMap['dataBuckets']

const purposes = [
  {purpose: 'application', parameter: 'S3AppDataBucketName', logicalId: 'S3AppDataBucketResource', name: /app-?data/i},
  {
    purpose: 'cluster',
    parameter: 'S3ClusterDataBucketName',
    logicalId: 'S3ClusterDataBucketResource',
    name: /cluster-?data/i,
  },
] as const

/** The two buckets of the deployment, each given by its user or made by the stack; null for a template without any. */
export function dataBuckets(
  stack: PlannedStack,
  parameter: (name: string) => Setting<string> | null,
): DataBuckets | null {
  const buckets = stack.ofType('AWS::S3::Bucket')
  const found = purposes.flatMap(({purpose, parameter: parameterName, logicalId, name}) => {
    const given = parameter(parameterName)
    const made =
      buckets.find(bucket => bucket.logicalId === logicalId) ??
      buckets.find(bucket =>
        name.test(`${bucket.logicalId} ${sketchOf(property(bucket.properties, 'BucketName')) ?? ''}`),
      )
    if (given === null && made === undefined) return []
    const template = {type: 'Template', id: null, logicalId: null, location: stack.template.at}
    return [
      {
        purpose,
        given: given ?? {subject: template, value: known('')},
        made:
          made === undefined
            ? null
            : {
                subject: subjectOfResource(made),
                deletionPolicy: made.resource.deletionPolicy,
                publicAccessBlocked: publicAccessBlocked(made),
              },
      },
    ]
  })
  return found.length === 0 ? null : found
}

const blocks = ['BlockPublicAcls', 'BlockPublicPolicy', 'IgnorePublicAcls', 'RestrictPublicBuckets'] as const

function publicAccessBlocked(bucket: PlannedResource): Seen<boolean> {
  const configuration = property(bucket.properties, 'PublicAccessBlockConfiguration')
  // S3 blocks public access of every new bucket where nothing is said; a block left out of a configuration is off.
  if (configuration === undefined) return known(true)
  for (const block of blocks) {
    const seen = settingOr(bucket, property(configuration, block), seenBoolean, false).value
    if (seen.state === 'unknown' || !seen.value) return seen
  }
  return known(true)
}
