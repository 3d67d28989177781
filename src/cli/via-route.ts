import type {AwsSession} from '../aws/session.ts'
import type {TransferPlace} from '../nodes/transfer/place.ts'
import type {TransferRequest} from '../nodes/transfer/request.ts'

/** The way by which what is large comes, for a place that was named. Only what is used is loaded. */
export async function routeVia(
  session: AwsSession,
  place: TransferPlace,
): Promise<Pick<TransferRequest, 'viaS3' | 'viaLogs'>> {
  switch (place.kind) {
    case 's3': {
      const {s3Bucket} = await import('../nodes/transfer/via-s3/bucket.ts')
      return {viaS3: {bucket: await s3Bucket(session, place.bucket), prefix: place.prefix}}
    }
    case 'logs': {
      const {logGroup, usualLogGroup} = await import('../nodes/transfer/via-logs/log-streams.ts')
      return {viaLogs: {group: await logGroup(session, place.group ?? usualLogGroup)}}
    }
  }
}
