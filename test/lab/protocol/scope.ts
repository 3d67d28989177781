import {isServiceName, type ServiceName} from './services.ts'
import type {WireRequest} from './wire.ts'

/** What a signed request says of itself before its body is read. */
export interface Scope {
  readonly accessKeyId: string
  readonly region: string
  readonly service: ServiceName
}

/** The credential scope of a signature, `AKID/20260101/us-east-1/ec2/aws4_request`; null where there is none of ours. */
export function scopeOf({headers, query, body}: WireRequest): Scope | null {
  const authorization = headers.get('authorization')
  // Whoever has no credentials yet asks STS for some, unsigned.
  const presigned = query.get('X-Amz-Credential')
  if (presigned !== null) return credentialScope(`Credential=${presigned}`)
  if (authorization === undefined && body.includes('Version=2011-06-15')) {
    return {accessKeyId: '', region: 'us-east-1', service: 'sts'}
  }
  return credentialScope(authorization ?? '')
}

function credentialScope(text: string): Scope | null {
  const found = /Credential=([^/,]+)\/\d{8}\/([^/]+)\/([^/]+)\/aws4_request/.exec(text)
  if (found === null) return null
  const [, accessKeyId = '', region = '', service = ''] = found
  return isServiceName(service) ? {accessKeyId, region, service} : null
}
