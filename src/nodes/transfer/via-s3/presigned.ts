import {createHash, createHmac} from 'node:crypto'

export interface SigningKeys {
  readonly accessKeyId: string
  readonly secretAccessKey: string
  readonly sessionToken?: string | undefined
}

export interface Presigning {
  readonly method: 'GET' | 'PUT'
  /** Its path encoded as S3 has it. */
  readonly url: URL
  readonly region: string
  readonly keys: SigningKeys
  readonly at: Date
  readonly seconds: number
}

/**
 * A URL by which whoever has it may make one call to S3 until it expires: a secret. Signature version 4 in the query; the payload
 * is not signed, since only the node has it. Source: S3 API reference, authenticating requests by query parameters.
 */
export function presigned({method, url, region, keys, at, seconds}: Presigning): string {
  const time = at.toISOString().replace(/[-:]|\.\d+/g, '')
  const scope = `${time.slice(0, 8)}/${region}/s3/aws4_request`
  const parameters: readonly (readonly [string, string])[] = [
    ['X-Amz-Algorithm', 'AWS4-HMAC-SHA256'],
    ['X-Amz-Credential', `${keys.accessKeyId}/${scope}`],
    ['X-Amz-Date', time],
    ['X-Amz-Expires', String(seconds)],
    ...(keys.sessionToken === undefined ? [] : [['X-Amz-Security-Token', keys.sessionToken] as const]),
    ['X-Amz-SignedHeaders', 'host'],
    ...url.searchParams,
  ]
  const query = parameters
    .map(([name, value]) => `${encoded(name)}=${encoded(value)}`)
    .toSorted()
    .join('&')
  const canonical = [method, url.pathname, query, `host:${url.host}`, '', 'host', 'UNSIGNED-PAYLOAD'].join('\n')
  const text = ['AWS4-HMAC-SHA256', time, scope, createHash('sha256').update(canonical).digest('hex')].join('\n')
  const key = [time.slice(0, 8), region, 's3', 'aws4_request'].reduce<string | Buffer>(
    (previous, part) => keyed(previous, part),
    `AWS4${keys.secretAccessKey}`,
  )
  return `${url.origin}${url.pathname}?${query}&X-Amz-Signature=${keyed(key, text).toString('hex')}`
}

function keyed(key: string | Buffer, text: string): Buffer {
  return createHmac('sha256', key).update(text).digest()
}

/** As signatures want it: all but letters, digits and -._~ is encoded. */
function encoded(text: string): string {
  return encodeURIComponent(text).replace(/[!'()*]/g, char => `%${char.charCodeAt(0).toString(16).toUpperCase()}`)
}
