import {afterAll, afterEach, beforeAll, describe, expect, it} from 'vitest'
import {sendAny} from './any-client.ts'
import {
  denied,
  empty,
  errorOf,
  expiredToken,
  type Fault,
  type FaultOptions,
  type FaultTarget,
  type Lab,
  labAccount,
  malformed,
  reset,
  serverError,
  slow,
  startLab,
  throttled,
  timeOut,
} from './index.ts'
import type {Plain} from './protocol/wire.ts'

let lab: Lab
beforeAll(async () => {
  lab = await startLab({account: labAccount()})
})
afterEach(() => lab.faults.clear())
afterAll(() => lab.close())

interface Seen {
  readonly name: string
  readonly status: number | undefined
  readonly message: string
}

/** The error that a client raises under a fault. */
async function failing(target: FaultTarget, fault: Fault, input: Plain = {}, options?: FaultOptions): Promise<Seen> {
  lab.faults.add(target, fault, options)
  const error: unknown = await sendAny(lab, target, input).catch(caught => caught)
  if (!(error instanceof Error)) throw new Error(`${target} answered: ${JSON.stringify(error)}`)
  const metadata = '$metadata' in error ? (error.$metadata as {httpStatusCode?: number}) : {}
  return {name: error.name, status: metadata.httpStatusCode, message: error.message}
}

const arn = 'arn:aws:acm:us-east-1:123456789012:certificate/00000000-0000-4000-8000-000000000001'
/** One operation of each protocol family. */
const query = ['autoscaling.DescribeAutoScalingGroups', {}] as const
const ec2 = ['ec2.DescribeSubnets', {}] as const
const json = ['acm.DescribeCertificate', {CertificateArn: arn}] as const
const restJson = ['backup.ListBackupPlans', {}] as const
const restXml = ['s3.GetBucketVersioning', {Bucket: 'somebody'}] as const
const families = [query, ec2, json, restJson, restXml]

describe('errors, as each family spells them', () => {
  it.each([
    [query, denied(), 'AccessDenied', 403],
    [ec2, denied(), 'UnauthorizedOperation', 403],
    [json, denied(), 'AccessDeniedException', 400],
    [restJson, denied(), 'AccessDeniedException', 403],
    [restXml, denied(), 'AccessDenied', 403],
    [query, throttled(), 'Throttling', 400],
    [ec2, throttled(), 'RequestLimitExceeded', 503],
    [json, throttled(), 'ThrottlingException', 400],
    [restJson, throttled(), 'ThrottlingException', 429],
    [restXml, throttled(), 'SlowDown', 503],
    [query, serverError(), 'InternalFailure', 500],
    [ec2, serverError(), 'InternalError', 500],
    [json, serverError(), 'InternalServerError', 500],
    [restJson, serverError(), 'ServiceUnavailableException', 500],
    [restXml, serverError(), 'InternalError', 500],
    [query, expiredToken(), 'ExpiredToken', 403],
    [ec2, expiredToken(), 'RequestExpired', 400],
    [json, expiredToken(), 'ExpiredTokenException', 400],
    [restJson, expiredToken(), 'ExpiredTokenException', 403],
    [restXml, expiredToken(), 'ExpiredToken', 400],
  ] as const)('%j %j', async ([target, input], fault, name, status) => {
    expect(await failing(target, fault, input)).toMatchObject({name, status})
  })

  it('says who was refused what, and by what', async () => {
    const who = 'User: arn:aws:sts::123456789012:assumed-role/operations/doctor is not authorized to perform:'
    expect((await failing(...ec2Denied())).message).toBe(
      `You are not authorized to perform this operation. ${who} ec2:DescribeSubnets because no identity-based policy allows the ec2:DescribeSubnets action`,
    )
    expect((await failing(json[0], denied('service-control-policy'), json[1])).message).toBe(
      `${who} acm:DescribeCertificate on resource: ${arn} with an explicit deny in a service control policy`,
    )
    // The action is not named like the operation.
    expect((await failing('s3.GetPublicAccessBlock', denied(), {Bucket: 'ours'})).message).toBe(
      `${who} s3:GetBucketPublicAccessBlock on resource: "arn:aws:s3:::ours" because no identity-based policy allows the s3:GetBucketPublicAccessBlock action`,
    )
  })

  it('carries any error of a test', async () => {
    const fault = errorOf('OptInRequired', 'You are not subscribed to this service', 401)
    expect(await failing(ec2[0], fault)).toEqual({
      name: 'OptInRequired',
      status: 401,
      message: 'You are not subscribed to this service',
    })
  })
})

function ec2Denied(): [FaultTarget, Fault] {
  return [ec2[0], denied()]
}

describe('answers that are none', () => {
  it.each(families)('a proxy page instead of %s', async (target, input) => {
    const {status, name} = await failing(target, malformed('html'), input)
    expect(status).toBe(502)
    expect(['SyntaxError', 'Error', 'Unknown']).toContain(name)
  })

  it.each([query, ec2, json, restJson])('half an answer of %s', async (target, input) => {
    const {name} = await failing(target, malformed('truncated'), input)
    expect(['SyntaxError', 'Error']).toContain(name)
  })

  it('a connection that ends in the middle of an answer, or before it', async () => {
    expect((await failing(ec2[0], malformed('cut-off'))).message).toMatch(/aborted|ECONNRESET|hang up/)
    lab.faults.clear()
    expect(await failing(query[0], reset())).toMatchObject({name: 'TimeoutError', message: /ECONNRESET|hang up/})
  })

  it('no answer at all, until the client gives up', async () => {
    lab.faults.add('ec2', timeOut())
    const {EC2Client, DescribeVpcsCommand} = await import('@aws-sdk/client-ec2')
    const {clientSettings} = await import('./client.ts')
    const requestHandler = {requestTimeout: 20, throwOnRequestTimeout: true}
    const client = new EC2Client({...clientSettings(lab), requestHandler})
    await expect(client.send(new DescribeVpcsCommand({}))).rejects.toMatchObject({name: 'TimeoutError'})
    expect(lab.calls.of('ec2.DescribeVpcs').at(-1)).toMatchObject({endedAt: null, status: null})
  })

  it('nothing in an answer: lists missing, or empty', async () => {
    lab.faults.add('ec2.DescribeVpcs', empty('absent'), {times: 1}).add('acm', empty('absent'), {times: 1})
    expect(await sendAny(lab, 'ec2.DescribeVpcs')).toEqual({})
    expect(await sendAny(lab, 'acm.ListCertificates')).toEqual({})
    lab.faults.add('ec2.DescribeVpcs', empty('present')).add('acm', empty('present'))
    expect(await sendAny(lab, 'ec2.DescribeVpcs')).toEqual({Vpcs: []})
    expect(await sendAny(lab, 'acm.ListCertificates')).toEqual({CertificateSummaryList: []})
  })
})

describe('when faults strike', () => {
  it('so many times, and a client that tries again gets through', async () => {
    lab.faults.add('ec2.DescribeVpcs', serverError(), {times: 2})
    const before = lab.calls.count('ec2.DescribeVpcs')
    expect(await sendAny(lab, 'ec2.DescribeVpcs', {}, 3)).toHaveProperty('Vpcs')
    expect(lab.calls.count('ec2.DescribeVpcs') - before).toBe(3)
  })

  it('a whole service, or everything', async () => {
    lab.faults.add('ec2', denied())
    await expect(sendAny(lab, 'ec2.DescribeVpcs')).rejects.toThrow('ec2:DescribeVpcs')
    await expect(sendAny(lab, 'sts.GetCallerIdentity')).resolves.toHaveProperty('Account')
    lab.faults.clear().add('*', expiredToken())
    await expect(sendAny(lab, 'sts.GetCallerIdentity')).rejects.toThrow('expired')
  })

  it('after some calls, or for some inputs', async () => {
    lab.faults.add('ec2.DescribeVpcs', denied(), {after: 1})
    await expect(sendAny(lab, 'ec2.DescribeVpcs')).resolves.toHaveProperty('Vpcs')
    await expect(sendAny(lab, 'ec2.DescribeVpcs')).rejects.toThrow('ec2:DescribeVpcs')
    lab.faults.clear().add('ec2.DescribeSubnets', denied(), {when: ({SubnetIds}) => SubnetIds !== undefined})
    await expect(sendAny(lab, 'ec2.DescribeSubnets')).resolves.toHaveProperty('Subnets')
    await expect(sendAny(lab, 'ec2.DescribeSubnets', {SubnetIds: ['subnet-1']})).rejects.toThrow('DescribeSubnets')
  })

  it('late', async () => {
    lab.faults.add('sts', slow(30))
    await sendAny(lab, 'sts.GetCallerIdentity')
    const call = lab.calls.of('sts').at(-1)
    expect((call?.endedAt ?? 0) - (call?.startedAt ?? 0)).toBeGreaterThan(25)
  })

  it('and a fault on a service that is none is a mistake of the test', () => {
    expect(() => lab.faults.add('elb' as 'ec2', denied())).toThrow('no service elb')
  })
})
