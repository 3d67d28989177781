import type {Fault} from './faults.ts'
import {AwsError} from './protocol/aws-error.ts'
import type {Protocol} from './protocol/services.ts'
import {iamActionOf} from './record.ts'

export interface FaultedCall {
  readonly service: string
  readonly operation: string
  readonly protocol: Protocol
  /** ARN of the caller, whom a denial names. */
  readonly principal: string
  /** ARN that the call is about, null where it names none. */
  readonly resource: string | null
}

type Row = readonly [code: string, message: string, status: number]

/** Every family has codes of its own for the same misfortune. */
const throttling: Readonly<Record<Protocol, Row>> = {
  awsQuery: ['Throttling', 'Rate exceeded', 400],
  ec2Query: ['RequestLimitExceeded', 'Request limit exceeded.', 503],
  awsJson: ['ThrottlingException', 'Rate exceeded', 400],
  restJson: ['ThrottlingException', 'Rate exceeded', 429],
  restXml: ['SlowDown', 'Please reduce your request rate.', 503],
}

const internal: Readonly<Record<Protocol, Row>> = {
  awsQuery: ['InternalFailure', 'We encountered an internal error. Please try again.', 500],
  ec2Query: ['InternalError', 'An internal error has occurred', 500],
  awsJson: ['InternalServerError', 'An internal server error occurred', 500],
  restJson: ['ServiceUnavailableException', 'The service is not available', 500],
  restXml: ['InternalError', 'We encountered an internal error. Please try again.', 500],
}

const expired: Readonly<Record<Protocol, Row>> = {
  awsQuery: ['ExpiredToken', 'The security token included in the request is expired', 403],
  ec2Query: ['RequestExpired', 'Request has expired.', 400],
  awsJson: ['ExpiredTokenException', 'The security token included in the request is expired', 400],
  restJson: ['ExpiredTokenException', 'The security token included in the request is expired', 403],
  restXml: ['ExpiredToken', 'The provided token has expired.', 400],
}

const denial: Readonly<Record<Protocol, readonly [code: string, status: number]>> = {
  awsQuery: ['AccessDenied', 403],
  ec2Query: ['UnauthorizedOperation', 403],
  awsJson: ['AccessDeniedException', 400],
  restJson: ['AccessDeniedException', 403],
  restXml: ['AccessDenied', 403],
}

/** The error that a fault answers with, null for faults of another kind. */
export function errorOfFault(fault: Fault, call: FaultedCall): AwsError | null {
  switch (fault.kind) {
    case 'denied':
      return deniedError(fault.by, call)
    case 'throttled':
      return fromRow(throttling[call.protocol])
    case 'serverError':
      return fromRow(internal[call.protocol])
    case 'expiredToken':
      return fromRow(expired[call.protocol])
    case 'error':
      return fromRow([fault.code, fault.message, fault.status ?? 400])
    default:
      return null
  }
}

function fromRow([code, message, status]: Row): AwsError {
  return new AwsError(code, message, {status})
}

function deniedError(by: 'identity-policy' | 'service-control-policy', call: FaultedCall): AwsError {
  const {service, operation, protocol, principal, resource} = call
  const action = iamActionOf(service, operation)
  const on = resource === null ? '' : ` on resource: ${protocol === 'restXml' ? `"${resource}"` : resource}`
  const because =
    by === 'identity-policy'
      ? `because no identity-based policy allows the ${action} action`
      : 'with an explicit deny in a service control policy'
  const sentence = `User: ${principal} is not authorized to perform: ${action}${on} ${because}`
  const lead = protocol === 'ec2Query' ? 'You are not authorized to perform this operation. ' : ''
  const [code, status] = denial[protocol]
  return new AwsError(code, lead + sentence, {status})
}
