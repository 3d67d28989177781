import {describe, expect, it} from 'vitest'
import {causes, classify, MalformedAnswer} from '../../src/aws/errors.ts'

/** An error as the SDK throws it. */
function sdkError(name: string, message = '', extra: Readonly<Record<string, unknown>> = {}): Error {
  return Object.assign(new Error(message), {name, ...extra})
}

const status = (httpStatusCode: number) => ({$metadata: {httpStatusCode}})
/** As AWS answers: with the id of the request. */
const ofAws = (httpStatusCode: number) => ({$metadata: {httpStatusCode, requestId: '0123'}})

const refusal = (reason: string) =>
  `User: arn:aws:iam::123456789012:user/night is not authorized to perform: ec2:DescribeSubnets ${reason}`

describe('what AWS says when it fails', () => {
  it.each([
    ['UnauthorizedOperation', 'ec2'],
    ['AccessDenied', 'query and S3'],
    ['AccessDeniedException', 'JSON'],
  ])('%s is a denial (%s)', name => {
    expect(classify(sdkError(name), 'x:Y')).toMatchObject({kind: 'denied', action: 'x:Y'})
  })

  it.each([
    ['because no identity-based policy allows the ec2:DescribeSubnets action', 'no policy allows ec2:DescribeSubnets'],
    [
      'with an explicit deny in a service control policy',
      'a service control policy of the organisation forbids ec2:DescribeSubnets',
    ],
    ['because no permissions boundary allows the action', 'a permissions boundary forbids ec2:DescribeSubnets'],
    ['with an explicit deny in an identity-based policy', 'a policy explicitly denies ec2:DescribeSubnets'],
  ])('tells who denies: %s', (reason, detail) => {
    expect(classify(sdkError('AccessDenied', refusal(reason)), 'other:Action')).toEqual({
      kind: 'denied',
      detail,
      action: 'ec2:DescribeSubnets',
    })
  })

  it('names the profile that has no credentials', () => {
    const missing = sdkError(
      'CredentialsProviderError',
      'Could not resolve credentials using profile: [night] in files',
    )
    expect(classify(missing).detail).toContain('no AWS credentials were found by the profile night')
  })

  it('names the right to the key where that is refused', () => {
    const refused = sdkError('AccessDeniedException', 'Access to KMS is not allowed')
    expect(classify(refused, 'secretsmanager:GetSecretValue')).toMatchObject({kind: 'denied', action: 'kms:Decrypt'})
  })

  it.each([
    [sdkError('ExpiredTokenException'), 'expired-credentials'],
    [sdkError('RequestExpired'), 'expired-credentials'],
    [sdkError('InvalidClientTokenId'), 'bad-credentials'],
    [sdkError('AuthFailure'), 'bad-credentials'],
    [sdkError('CredentialsProviderError', 'Could not load credentials from any providers'), 'no-credentials'],
    [sdkError('CredentialsProviderError', "The SSO session has expired. Run 'aws sso login'"), 'expired-credentials'],
    [
      sdkError('CredentialsProviderError', 'Profile x requires multi-factor authentication, but no MFA code callback'),
      'no-credentials',
    ],
    [new Error('Region is missing'), 'no-region'],
    [sdkError('RequestLimitExceeded'), 'throttled'],
    [sdkError('Throttling', 'Rate exceeded', status(400)), 'throttled'],
    [sdkError('Odd', '', status(429)), 'throttled'],
    [sdkError('ResourceNotFoundException'), 'not-found'],
    [sdkError('NoSuchBucket'), 'not-found'],
    [sdkError('NotFound', '', ofAws(404)), 'not-found'],
    // The page of a proxy, or of an endpoint that is none.
    [sdkError('NotFound', '', status(404)), 'malformed'],
    [sdkError('SyntaxError', 'Unexpected token <', {...status(404), $response: {}}), 'malformed'],
    [sdkError('Unknown', '', status(403)), 'malformed'],
    [sdkError('TimeoutError', 'socket timed out'), 'timed-out'],
    [sdkError('TimeoutError', 'socket hang up', {code: 'ECONNRESET'}), 'unreachable'],
    [sdkError('Error', '', {code: 'ENOTFOUND'}), 'unreachable'],
    [sdkError('Error', '', {cause: {code: 'ECONNREFUSED'}}), 'unreachable'],
    [sdkError('SyntaxError', 'Unexpected token < in JSON', status(502)), 'malformed'],
    [new MalformedAnswer('zone'), 'malformed'],
    [sdkError('Error', 'XML parse error'), 'malformed'],
    [sdkError('AbortError'), 'aborted'],
    [sdkError('InternalFailure', '', status(500)), 'failed'],
    [sdkError('Unknown', '', ofAws(403)), 'denied'],
    [sdkError('Forbidden', '', ofAws(403)), 'denied'],
    ['a text', 'failed'],
    [undefined, 'failed'],
  ] as const)('%s is %s', (error, kind) => {
    expect(classify(error).kind).toBe(kind)
  })

  it('is not what breaks in our own code: that is thrown on', () => {
    expect(() => classify(new TypeError('x is not a function'))).toThrow('x is not a function')
  })

  it('is always a gap with a cause, and never quotes what AWS wrote', () => {
    const secret = sdkError('AccessDenied', 'token hunter2 refused')
    expect(JSON.stringify(classify(secret, 'a:B'))).not.toContain('hunter2')
    expect(causes[classify(secret).kind]).toBe('denied')
  })
})
