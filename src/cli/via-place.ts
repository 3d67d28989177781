import {UnusableInput} from '../model/errors.ts'
import type {TransferPlace} from '../nodes/transfer/place.ts'

export const viaForms = 's3://BUCKET/PREFIX|logs[:GROUP]'

/** `s3://bucket`, `s3://bucket/prefix`, `logs` or `logs:GROUP`. Throws UnusableInput for anything else. */
export function viaPlaceIn(text: string): TransferPlace {
  const [, group] = /^logs:([\w./#-]{1,512})$/.exec(text) ?? []
  if (text === 'logs' || group !== undefined) return {kind: 'logs', group: group ?? null}
  const [, bucket, path = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w!.*'()/-]{0,500}))?$/.exec(text) ?? []
  const prefix = path.replace(/\/$/, '')
  const sound = prefix === '' || prefix.split('/').every(part => !/^\.{0,2}$/.test(part))
  if (bucket !== undefined && sound) return {kind: 's3', bucket, prefix}
  throw new UnusableInput(
    [{message: `--via "${text.slice(0, 80)}" is no place in S3 or CloudWatch Logs`, location: null}],
    'Give a bucket of your own, such as s3://bucket or s3://bucket/prefix, or a log group: logs or logs:GROUP.',
  )
}
