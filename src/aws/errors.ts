import type {UnknownCause} from '../model/fact.ts'

/** What an AWS call that failed means. The one place that knows how AWS spells its failures. */
export interface AwsFailure {
  readonly kind:
    | 'denied'
    | 'no-credentials'
    | 'expired-credentials'
    | 'bad-credentials'
    | 'no-region'
    | 'throttled'
    | 'not-found'
    | 'timed-out'
    | 'unreachable'
    | 'malformed'
    | 'aborted'
    | 'failed'
  /** One sentence for the user. Never holds credentials. */
  readonly detail: string
  /** The IAM action that was refused, where AWS or the caller named it. */
  readonly action?: string | undefined
}

/** An answer without what AWS always sends: nothing may be made of what is left of it. */
export class MalformedAnswer extends Error {
  constructor(what: string) {
    super(`no ${what} in the answer`)
    this.name = 'MalformedAnswer'
  }
}

/** A field that AWS always sends. Throws MalformedAnswer where it is missing: a guess in its place could read as fine. */
export function required<T>(value: T | undefined, what: string): T {
  if (value === undefined) throw new MalformedAnswer(what)
  return value
}

/** Whether AWS gave the error this name. */
export function hasName(error: unknown, name: string): boolean {
  return error instanceof Error && error.name === name
}

/** Whether the SDK threw it over an answer; anything else that is no error of AWS is a fault of ours. */
function overAnswer(error: unknown): boolean {
  return typeof error === 'object' && error !== null && ('$response' in error || '$metadata' in error)
}

/** How a fact that needed the call is unknown. */
export const causes: Readonly<Record<AwsFailure['kind'], UnknownCause>> = {
  denied: 'denied',
  'no-credentials': 'failed',
  'expired-credentials': 'failed',
  'bad-credentials': 'failed',
  'no-region': 'failed',
  throttled: 'throttled',
  'not-found': 'failed',
  'timed-out': 'timed-out',
  unreachable: 'unreachable',
  malformed: 'failed',
  aborted: 'timed-out',
  failed: 'failed',
}

const denied = new Set([
  'AccessDenied',
  'AccessDeniedException',
  'UnauthorizedOperation',
  'UnauthorizedException',
  'AuthorizationError',
  'AuthorizationErrorException',
])

const badCredentials = new Set([
  'UnrecognizedClientException',
  'InvalidClientTokenId',
  'AuthFailure',
  'SignatureDoesNotMatch',
  'InvalidSignatureException',
  'InvalidAccessKeyId',
  'IncompleteSignature',
  'MissingAuthenticationToken',
])

const expired = new Set(['ExpiredToken', 'ExpiredTokenException', 'RequestExpired', 'TokenRefreshRequired'])

const throttled = new Set([
  'BandwidthLimitExceeded',
  'EC2ThrottledException',
  'LimitExceededException',
  'PriorRequestNotComplete',
  'ProvisionedThroughputExceededException',
  'RequestLimitExceeded',
  'RequestThrottled',
  'RequestThrottledException',
  'SlowDown',
  'ThrottledException',
  'Throttling',
  'ThrottlingException',
  'TooManyRequestsException',
])

const unreachable = new Set([
  'ECONNREFUSED',
  'ECONNRESET',
  'EPIPE',
  'EHOSTUNREACH',
  'ENETUNREACH',
  'ENOTFOUND',
  'EAI_AGAIN',
  'CERT_HAS_EXPIRED',
  'SELF_SIGNED_CERT_IN_CHAIN',
  'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
])

/** Classifies what an SDK call threw; a fault of our own is thrown on. `action` is the IAM action that the call needs. */
export function classify(error: unknown, action?: string): AwsFailure {
  const {name, code, message, status, isOfAws} = partsOf(error)
  const ours = ['TypeError', 'RangeError', 'ReferenceError', 'SyntaxError'].includes(name)
  if (ours && !overAnswer(error) && code === '') throw error
  if (name === 'AbortError') return {kind: 'aborted', detail: 'the run was ended before AWS answered', action}
  if (name === 'CredentialsProviderError' || name === 'TokenProviderError') return credentialFailure(message)
  if (/region is missing/i.test(message)) return {kind: 'no-region', detail: 'no region is set: give it with --region'}
  if (expired.has(name)) return {kind: 'expired-credentials', detail: 'the AWS credentials have expired: renew them'}
  if (badCredentials.has(name)) {
    return {kind: 'bad-credentials', detail: `AWS does not accept the credentials (${name})`, action}
  }
  if (denied.has(name)) return denial(message, action)
  // S3 answers a HEAD with the status alone: 503 is what its SlowDown has.
  if (throttled.has(name) || status === 429 || (status === 503 && /^(503|Unknown|UnknownError)$/.test(name)))
    return {kind: 'throttled', detail: `AWS kept refusing for the rate of calls (${name})`, action}
  const malformed = {
    kind: 'malformed',
    detail: 'the answer was not what AWS sends: is a proxy in between?',
    action,
  } as const
  if ((name === 'SyntaxError' || name === 'TypeError') && overAnswer(error)) return malformed
  // Without an error of its own, such as to a HEAD, an answer is that of AWS only where it has what AWS always sends.
  const isBare = /^(NotFound|Forbidden|Unknown|UnknownError|\d{3})$/.test(name)
  if (isBare && !isOfAws && (status === 404 || status === 403)) return malformed
  if (/NotFound|NoSuch|does not exist/i.test(name) || (isBare && status === 404)) {
    return {kind: 'not-found', detail: `AWS has no such thing (${name})`, action}
  }
  if (code === 'ETIMEDOUT' || code === 'ESOCKETTIMEDOUT' || (name === 'TimeoutError' && code !== 'ECONNRESET')) {
    return {kind: 'timed-out', detail: 'AWS did not answer in time', action}
  }
  if (unreachable.has(code)) return {kind: 'unreachable', detail: `AWS could not be reached (${code})`, action}
  if (name === 'MalformedAnswer' || /XML parse error|Unexpected token|Deserialization/i.test(message)) return malformed
  if (status === 403) return denial(message, action)
  return {kind: 'failed', detail: `AWS failed (${name}${status === null ? '' : `, HTTP ${status}`})`, action}
}

/** Who refused: the message ends with the reason, and names the action better than the caller knows it. */
function denial(message: string, action: string | undefined): AwsFailure {
  // Of a secret under a key of one's own the key may be what is refused.
  const ofKey = /\bKMS\b/.test(message) ? 'kms:Decrypt' : undefined
  const named = /perform: ([a-z0-9-]+:[A-Za-z]+)/.exec(message)?.[1] ?? ofKey ?? action
  const what = named === undefined ? 'the call' : named
  if (/service control policy/i.test(message)) {
    return {kind: 'denied', detail: `a service control policy of the organisation forbids ${what}`, action: named}
  }
  if (/permissions boundary/i.test(message)) {
    return {kind: 'denied', detail: `a permissions boundary forbids ${what}`, action: named}
  }
  if (/explicit deny/i.test(message)) {
    return {kind: 'denied', detail: `a policy explicitly denies ${what}`, action: named}
  }
  return {kind: 'denied', detail: `no policy allows ${what}`, action: named}
}

function credentialFailure(message: string): AwsFailure {
  if (/sso/i.test(message) && /(expired|invalid|login)/i.test(message)) {
    return {kind: 'expired-credentials', detail: 'the SSO session has expired: run aws sso login'}
  }
  if (/mfa/i.test(message)) {
    return {
      kind: 'no-credentials',
      detail: 'the profile asks for an MFA code: give a session, as aws sts get-session-token makes one',
    }
  }
  const named = /profile:? \[?([\w.@-]{1,64})/.exec(message)?.[1]
  return {
    kind: 'no-credentials',
    detail: `no AWS credentials were found${named === undefined ? '' : ` by the profile ${named}`}: set a profile or AWS_ACCESS_KEY_ID; a plan can be checked --offline`,
  }
}

interface ErrorParts {
  readonly name: string
  readonly code: string
  readonly message: string
  readonly status: number | null
  /** Whether the answer had the id that AWS gives every request. */
  readonly isOfAws: boolean
}

function partsOf(error: unknown): ErrorParts {
  if (typeof error !== 'object' || error === null)
    return {name: 'Error', code: '', message: String(error), status: null, isOfAws: false}
  const read = (key: string): unknown => (key in error ? (error as Record<string, unknown>)[key] : undefined)
  const metadata = read('$metadata')
  const has = (key: string): unknown =>
    typeof metadata === 'object' && metadata !== null && key in metadata
      ? (metadata as Record<string, unknown>)[key]
      : undefined
  const status = has('httpStatusCode')
  const cause = read('cause')
  const inner = typeof cause === 'object' && cause !== null && 'code' in cause ? String(cause.code) : ''
  return {
    name: String(read('name') ?? 'Error'),
    code: String(read('code') ?? inner),
    message: String(read('message') ?? ''),
    status: status === undefined ? null : Number(status),
    isOfAws: typeof has('requestId') === 'string',
  }
}
