import {UnusableInput} from '../model/errors.ts'

export interface S3Place {
  readonly bucket: string
  readonly prefix: string
}

/** `s3://bucket` or `s3://bucket/prefix`. Throws UnusableInput for anything else. */
export function s3PlaceIn(text: string): S3Place {
  const [, bucket, path = ''] =
    /^s3:\/\/([a-z0-9][a-z0-9.-]{1,61}[a-z0-9])(?:\/([\w!.*'()/-]{0,500}))?$/.exec(text) ?? []
  const prefix = path.replace(/\/$/, '')
  const sound = prefix === '' || prefix.split('/').every(part => !/^\.{0,2}$/.test(part))
  if (bucket !== undefined && sound) return {bucket, prefix}
  throw new UnusableInput(
    [{message: `--via "${text.slice(0, 80)}" is no place in S3`, location: null}],
    'Give a bucket of your own, such as s3://bucket or s3://bucket/prefix.',
  )
}
