import {createHash} from 'node:crypto'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {sendAny} from './any-client.ts'
import {AwsError, denied, dummyCredentials, type Lab, labAccount, startLab} from './index.ts'
import type {Plain} from './protocol/wire.ts'

/*
 * Server and client read the same schemas: where those are wrong, both are, and agree. So here are bodies written by hand
 * after the examples of the API references, sent and compared without any client.
 */

const account = labAccount({deployed: false, now: new Date('2026-09-01T12:00:00Z')})
const asked: Plain[] = []
const accept = (input: Plain): object => {
  asked.push(input)
  return {}
}
const handlers = new Map<string, (input: Plain) => object>([
  ['ec2.RunInstances', accept],
  ['autoscaling.SetInstanceProtection', accept],
  ['iam.TagRole', accept],
  ['ssm.SendCommand', accept],
  ['s3.PutBucketTagging', accept],
  ['backup.ListRecoveryPointsByResource', accept],
  [
    'dlm.GetLifecyclePolicy',
    () => ({Policy: {PolicyId: 'policy-1', DateCreated: '2026-09-01T12:00:00Z', Tags: {a: 'b'}}}),
  ],
  [
    'elasticloadbalancing.DescribeTargetHealth',
    () => ({TargetHealthDescriptions: [{Target: {Id: 'i-1', Port: 7880}}]}),
  ],
  [
    'iam.GetRole',
    () => {
      throw new AwsError('NoSuchEntity', 'The role with name <x> cannot be found.')
    },
  ],
])
let lab: Lab
beforeAll(async () => {
  lab = await startLab({account, handlers})
})
afterAll(() => lab.close())

interface Raw {
  readonly method?: string
  readonly path?: string
  readonly headers?: Readonly<Record<string, string>>
  readonly body?: string
}

async function raw(service: string, {method = 'POST', path = '/', headers = {}, body}: Raw) {
  const scope = `${dummyCredentials.accessKeyId}/20260901/us-east-1/${service}/aws4_request`
  const response = await fetch(lab.endpoint + path, {
    method,
    headers: {authorization: `AWS4-HMAC-SHA256 Credential=${scope}, SignedHeaders=host, Signature=0`, ...headers},
    ...(body === undefined ? {} : {body}),
  })
  const text = (await response.text()).replace(/(<requestid>)[^<]+/gi, '$1ID')
  return {status: response.status, headers: response.headers, text}
}

describe('answers', () => {
  it('EC2: small letters, items, no result element', async () => {
    const {text} = await raw('ec2', {
      body: `Action=DescribeVpcAttribute&VpcId=${account.vpcs[0]?.VpcId}&Attribute=enableDnsSupport`,
    })
    expect(text).toBe(
      '<?xml version="1.0" encoding="UTF-8"?>\n<DescribeVpcAttributeResponse xmlns="http://ec2.amazonaws.com/doc/2016-11-15/"><requestId>ID</requestId><enableDnsSupport><value>true</value></enableDnsSupport><vpcId>vpc-0d000000000000001</vpcId></DescribeVpcAttributeResponse>',
    )
    const keys = await raw('ec2', {body: 'Action=DescribeKeyPairs&KeyName.1=operations'})
    expect(keys.text).toContain('<keySet><item><keyPairId>key-')
    expect(keys.text).toContain(
      '<tagSet/><createTime>2026-02-05T04:00:00.000Z</createTime><keyName>operations</keyName>',
    )
  })

  it('EC2 errors', async () => {
    const {status, text} = await raw('ec2', {body: 'Action=DescribeKeyPairs&KeyName.1=none'})
    expect(status).toBe(400)
    expect(text).toContain(
      "<Response><Errors><Error><Code>InvalidKeyPair.NotFound</Code><Message>The key pair 'none' does not exist</Message></Error></Errors><RequestID>ID</RequestID></Response>",
    )
  })

  it('AWS Query: a result inside a response, members', async () => {
    const {text} = await raw('elasticloadbalancing', {body: 'Action=DescribeTargetHealth&TargetGroupArn=x'})
    expect(text).toContain(
      '<DescribeTargetHealthResponse xmlns="http://elasticloadbalancing.amazonaws.com/doc/2015-12-01/"><DescribeTargetHealthResult><TargetHealthDescriptions><member><Target><Id>i-1</Id><Port>7880</Port></Target></member></TargetHealthDescriptions></DescribeTargetHealthResult><ResponseMetadata><RequestId>ID</RequestId></ResponseMetadata></DescribeTargetHealthResponse>',
    )
  })

  it('AWS Query errors: the code of the wire and its status', async () => {
    const {status, text} = await raw('iam', {body: 'Action=GetRole&RoleName=x'})
    expect(status).toBe(404)
    expect(text).toMatch(
      /<ErrorResponse [^>]+><Error><Type>Sender<\/Type><Code>NoSuchEntity<\/Code><Message>The role with name &#x3C;x&#x3E; cannot be found\.<\/Message><\/Error><RequestId>ID<\/RequestId><\/ErrorResponse>$/,
    )
  })

  it('AWS JSON: seconds since 1970, names as they are, the shape as the error', async () => {
    const headers = {
      'x-amz-target': 'CertificateManager.DescribeCertificate',
      'content-type': 'application/x-amz-json-1.1',
    }
    const CertificateArn = account.certificates[0]?.CertificateArn
    const {text} = await raw('acm', {headers, body: JSON.stringify({CertificateArn})})
    expect(JSON.parse(text)).toMatchObject({Certificate: {CertificateArn, NotAfter: 1_788_264_000 + 294 * 86_400}})
    const missing = await raw('acm', {headers, body: JSON.stringify({CertificateArn: `${CertificateArn}0`})})
    expect(missing.status).toBe(400)
    expect(JSON.parse(missing.text)).toMatchObject({__type: 'ResourceNotFoundException'})
  })

  it('REST JSON: times as the model says, the error in a header', async () => {
    const {text} = await raw('dlm', {method: 'GET', path: '/policies/policy-1/'})
    expect(JSON.parse(text)).toEqual({
      Policy: {PolicyId: 'policy-1', DateCreated: '2026-09-01T12:00:00.000Z', Tags: {a: 'b'}},
    })
    lab.faults.add('dlm', denied(), {times: 1})
    const refused = await raw('dlm', {method: 'GET', path: '/policies/policy-1'})
    expect([refused.status, refused.headers.get('x-amzn-errortype')]).toEqual([403, 'AccessDeniedException'])
  })

  it('REST XML: the location is the root itself; errors have no wrapper', async () => {
    const [bucket] = labAccount({deployed: true}).buckets
    if (bucket === undefined) throw new Error('no bucket')
    account.buckets.push({...bucket, name: 'far', region: 'eu-west-1'}, {...bucket, name: 'near', region: 'us-east-1'})
    const head =
      '<?xml version="1.0" encoding="UTF-8"?>\n<LocationConstraint xmlns="http://s3.amazonaws.com/doc/2006-03-01/"'
    expect((await raw('s3', {method: 'GET', path: '/far?location'})).text).toBe(
      `${head}>eu-west-1</LocationConstraint>`,
    )
    expect((await raw('s3', {method: 'GET', path: '/near?location'})).text).toBe(`${head}/>`)
    const {status, text} = await raw('s3', {method: 'GET', path: '/none?versioning'})
    expect(status).toBe(404)
    expect(text).toContain('<Error><Code>NoSuchBucket</Code><Message>The specified bucket does not exist</Message>')
    const far = await raw('s3', {method: 'HEAD', path: '/far'})
    expect([far.status, far.headers.get('x-amz-bucket-region'), far.text]).toEqual([301, 'eu-west-1', ''])
  })
})

describe('requests', () => {
  it.each([
    [
      'ec2',
      {
        body: 'Action=RunInstances&Version=2016-11-15&MinCount=1&DryRun=true&SecurityGroupId.1=sg-1&SecurityGroupId.2=sg-2&BlockDeviceMapping.1.DeviceName=%2Fdev%2Fsda1&BlockDeviceMapping.1.Ebs.VolumeSize=50',
      },
      {
        MinCount: 1,
        DryRun: true,
        SecurityGroupIds: ['sg-1', 'sg-2'],
        BlockDeviceMappings: [{DeviceName: '/dev/sda1', Ebs: {VolumeSize: 50}}],
      },
    ],
    [
      'autoscaling',
      {
        body: 'Action=SetInstanceProtection&InstanceIds.member.1=i-1&InstanceIds.member.2=i-2&AutoScalingGroupName=media&ProtectedFromScaleIn=false',
      },
      {InstanceIds: ['i-1', 'i-2'], AutoScalingGroupName: 'media', ProtectedFromScaleIn: false},
    ],
    ['iam', {body: 'Action=TagRole&RoleName=a+b&Tags='}, {RoleName: 'a b', Tags: []}],
    [
      'ssm',
      {
        headers: {'x-amz-target': 'AmazonSSM.SendCommand'},
        body: '{"DocumentName":"AWS-RunShellScript","Parameters":{"commands":["true"]},"TimeoutSeconds":30}',
      },
      {DocumentName: 'AWS-RunShellScript', Parameters: {commands: ['true']}, TimeoutSeconds: 30},
    ],
    [
      's3',
      {
        method: 'PUT',
        path: '/ours?tagging',
        headers: {'content-md5': createHash('md5').update('').digest('base64')},
        body: '<?xml version="1.0"?><Tagging xmlns="http://s3.amazonaws.com/doc/2006-03-01/">\n <TagSet><Tag><Key>a&amp;b</Key><Value>&#x41;</Value></Tag></TagSet></Tagging>',
      },
      {Bucket: 'ours', Tagging: {TagSet: [{Key: 'a&b', Value: 'A'}]}, ContentMD5: '1B2M2Y8AsgTpgAmY7PhCfg=='},
    ],
    [
      'backup',
      {
        method: 'GET',
        path: '/resources/arn%3Aaws%3Aec2%3Aus-east-1%3A1%3Avolume%2Fvol-1/recovery-points/?maxResults=5',
      },
      {ResourceArn: 'arn:aws:ec2:us-east-1:1:volume/vol-1', MaxResults: 5},
    ],
  ] as const)('of %s', async (service, request, input) => {
    expect((await raw(service, request)).status).toBe(200)
    expect(asked.at(-1)).toEqual(input)
  })
})

it('a list that is there and empty is no list that is missing', async () => {
  account.vpcs.length = 0
  expect((await raw('ec2', {body: 'Action=DescribeVpcs'})).text).toContain('<vpcSet/>')
  expect(await sendAny(lab, 'ec2.DescribeVpcs')).toEqual({Vpcs: []})
})
