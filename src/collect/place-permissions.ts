import type {TransferPlace} from '../nodes/transfer/place.ts'
import {usualLogGroup, viaLogsActions} from '../nodes/transfer/via-logs/log-streams.ts'
import {viaS3Actions} from '../nodes/transfer/via-s3/bucket.ts'
import type {PolicyStatement} from './permissions.ts'

/** What it takes to bring logs through a place: its own objects there, or the streams of its log group, and nothing beside. */
export function placeStatement(place: TransferPlace): PolicyStatement {
  switch (place.kind) {
    case 's3': {
      const folder = place.prefix === '' ? '' : `${place.prefix}/`
      const resource = `arn:*:s3:::${place.bucket}/${folder}openvidu-doctor-*`
      return {Sid: 'Uploads', Effect: 'Allow', Action: viaS3Actions, Resource: [resource]}
    }
    case 'logs': {
      const resource = `arn:*:logs:*:*:log-group:${place.group ?? usualLogGroup}:log-stream:*`
      return {Sid: 'LogStreams', Effect: 'Allow', Action: viaLogsActions, Resource: [resource]}
    }
  }
}
