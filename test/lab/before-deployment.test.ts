import {ACMClient, DescribeCertificateCommand, ListCertificatesCommand} from '@aws-sdk/client-acm'
import {
  DescribeAvailabilityZonesCommand,
  DescribeImagesCommand,
  DescribeInstancesCommand,
  DescribeInstanceTypeOfferingsCommand,
  DescribeInstanceTypesCommand,
  DescribeInternetGatewaysCommand,
  DescribeKeyPairsCommand,
  DescribeNatGatewaysCommand,
  DescribeNetworkAclsCommand,
  DescribeRouteTablesCommand,
  DescribeSecurityGroupsCommand,
  DescribeSubnetsCommand,
  DescribeVpcAttributeCommand,
  DescribeVpcsCommand,
  EC2Client,
  GetEbsEncryptionByDefaultCommand,
} from '@aws-sdk/client-ec2'
import {
  GetBucketEncryptionCommand,
  GetBucketLocationCommand,
  GetBucketVersioningCommand,
  GetPublicAccessBlockCommand,
  HeadBucketCommand,
  ListBucketsCommand,
  S3Client,
} from '@aws-sdk/client-s3'
import {
  GetAWSDefaultServiceQuotaCommand,
  GetServiceQuotaCommand,
  ListServiceQuotasCommand,
  ServiceQuotasClient,
} from '@aws-sdk/client-service-quotas'
import {GetParameterCommand, GetParametersCommand, SSMClient} from '@aws-sdk/client-ssm'
import {GetCallerIdentityCommand, STSClient} from '@aws-sdk/client-sts'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {goodParameters, type ParameterSet} from '../support/template-parameter-sets.ts'
import {clientSettings} from './client.ts'
import {type Lab, labAccount, startLab} from './index.ts'

const parameters: ParameterSet = {...goodParameters('3.8.0'), S3AppDataBucketName: 'our-recordings'}
const now = new Date('2026-09-01T12:00:00Z')
let lab: Lab

beforeAll(async () => {
  lab = await startLab({account: labAccount({generation: '3.8.0', parameters, deployed: false, now})})
})
afterAll(() => lab.close())

describe('the world before a deployment, EC2', () => {
  const ec2 = () => new EC2Client(clientSettings(lab))

  it('knows the VPC of the parameters and its DNS attributes, one a call', async () => {
    const VpcId = parameters.OpenViduVPC ?? ''
    const {Vpcs} = await ec2().send(new DescribeVpcsCommand({VpcIds: [VpcId]}))
    expect(Vpcs).toEqual(lab.account.vpcs)
    const dns = await ec2().send(new DescribeVpcAttributeCommand({VpcId, Attribute: 'enableDnsHostnames'}))
    expect(dns.EnableDnsHostnames).toEqual({Value: true})
    expect(dns.EnableDnsSupport).toBeUndefined()
    await expect(ec2().send(new DescribeVpcsCommand({VpcIds: ['vpc-0none']}))).rejects.toMatchObject({
      name: 'InvalidVpcID.NotFound',
      message: "The vpc ID 'vpc-0none' does not exist",
      $metadata: {httpStatusCode: 400},
    })
  })

  it('has every named subnet, in four zones, and a private one besides', async () => {
    const named = [parameters.OpenViduMasterNodeSubnets, parameters.OpenViduMediaNodeSubnets].join(',').split(',')
    const {Subnets} = await ec2().send(new DescribeSubnetsCommand({SubnetIds: named}))
    expect(Subnets).toEqual(lab.account.subnets.slice(0, named.length))
    expect(new Set(Subnets?.map(({AvailabilityZone}) => AvailabilityZone)).size).toBe(4)
    const vpc = {Name: 'vpc-id', Values: [parameters.OpenViduVPC ?? '']}
    const inVpc = await ec2().send(new DescribeSubnetsCommand({Filters: [vpc]}))
    expect(inVpc.Subnets?.filter(({MapPublicIpOnLaunch}) => !MapPublicIpOnLaunch)).toHaveLength(1)
  })

  it('says what a test changed', async () => {
    const [subnet] = lab.account.subnets
    if (subnet === undefined) throw new Error('no subnet')
    subnet.AvailableIpAddressCount = 3
    const {Subnets} = await ec2().send(new DescribeSubnetsCommand({SubnetIds: [subnet.SubnetId ?? '']}))
    expect(Subnets?.[0]?.AvailableIpAddressCount).toBe(3)
    subnet.AvailableIpAddressCount = 251
  })

  it('hides implicit associations of the main route table', async () => {
    const {RouteTables} = await ec2().send(new DescribeRouteTablesCommand({}))
    expect(RouteTables).toEqual(lab.account.routeTables)
    const [media = ''] = (parameters.OpenViduMediaNodeSubnets ?? '').split(',')
    const own = {Name: 'association.subnet-id', Values: [media]}
    expect((await ec2().send(new DescribeRouteTablesCommand({Filters: [own]}))).RouteTables).toEqual([])
  })

  it('has gateways, access lists and groups', async () => {
    expect((await ec2().send(new DescribeInternetGatewaysCommand({}))).InternetGateways).toEqual(
      lab.account.internetGateways,
    )
    expect((await ec2().send(new DescribeNatGatewaysCommand({}))).NatGateways).toEqual(lab.account.natGateways)
    expect((await ec2().send(new DescribeNetworkAclsCommand({}))).NetworkAcls).toEqual(lab.account.networkAcls)
    const {SecurityGroups} = await ec2().send(new DescribeSecurityGroupsCommand({}))
    expect(SecurityGroups).toMatchObject(lab.account.securityGroups)
    expect(SecurityGroups?.[0]?.IpPermissions).toMatchObject([
      {IpProtocol: '-1', UserIdGroupPairs: [{GroupId: SecurityGroups?.[0]?.GroupId}]},
    ])
  })

  it('tells zones of other kinds apart, and hides those that are not opted into', async () => {
    const {AvailabilityZones} = await ec2().send(new DescribeAvailabilityZonesCommand({}))
    expect(AvailabilityZones?.map(({ZoneName, ZoneType}) => `${ZoneName} ${ZoneType}`)).toEqual([
      'us-east-1a availability-zone',
      'us-east-1b availability-zone',
      'us-east-1c availability-zone',
      'us-east-1d availability-zone',
      'us-east-1-bos-1a local-zone',
    ])
    const all = await ec2().send(new DescribeAvailabilityZonesCommand({AllAvailabilityZones: true}))
    expect(all.AvailabilityZones).toEqual(lab.account.zones)
  })

  it('offers types by zone, by zone id and by region', async () => {
    const Filters = [{Name: 'instance-type', Values: ['c6a.2xlarge']}]
    const places = async (LocationType: 'region' | 'availability-zone' | 'availability-zone-id') =>
      (await ec2().send(new DescribeInstanceTypeOfferingsCommand({LocationType, Filters}))).InstanceTypeOfferings?.map(
        ({Location}) => Location,
      )
    expect(await places('availability-zone')).toEqual(['us-east-1a', 'us-east-1b', 'us-east-1c', 'us-east-1d'])
    expect(await places('availability-zone-id')).toEqual(['use1-az1', 'use1-az2', 'use1-az3', 'use1-az4'])
    expect(await places('region')).toEqual(['us-east-1'])
  })

  it('describes types, images, keys and instances', async () => {
    const {InstanceTypes} = await ec2().send(new DescribeInstanceTypesCommand({InstanceTypes: ['c6a.2xlarge']}))
    expect(InstanceTypes?.[0]?.VCpuInfo).toEqual({DefaultVCpus: 8, DefaultCores: 4, DefaultThreadsPerCore: 2})
    await expect(
      ec2().send(new DescribeInstanceTypesCommand({InstanceTypes: ['c6a.xlagre' as 'c6a.xlarge']})),
    ).rejects.toMatchObject({name: 'InvalidInstanceType'})
    expect((await ec2().send(new DescribeImagesCommand({}))).Images).toEqual(lab.account.images)
    await expect(ec2().send(new DescribeImagesCommand({ImageIds: ['ami-0123456789abcdef0']}))).rejects.toMatchObject({
      name: 'InvalidAMIID.NotFound',
    })
    expect((await ec2().send(new DescribeKeyPairsCommand({KeyNames: ['operations']}))).KeyPairs).toEqual(
      lab.account.keyPairs,
    )
    await expect(ec2().send(new DescribeKeyPairsCommand({KeyNames: ['none']}))).rejects.toMatchObject({
      name: 'InvalidKeyPair.NotFound',
      message: "The key pair 'none' does not exist",
    })
    const running = [{Name: 'instance-state-name', Values: ['running', 'pending']}]
    const {Reservations} = await ec2().send(new DescribeInstancesCommand({Filters: running}))
    expect(Reservations?.flatMap(({Instances}) => Instances ?? [])).toEqual(lab.account.instances.slice(0, 2))
    expect((await ec2().send(new GetEbsEncryptionByDefaultCommand({}))).EbsEncryptionByDefault).toBe(true)
  })

  it('refuses a filter that EC2 does not have', async () => {
    const Filters = [{Name: 'subnetid', Values: ['x']}]
    await expect(ec2().send(new DescribeSubnetsCommand({Filters}))).rejects.toMatchObject({
      name: 'InvalidParameterValue',
      message: "The filter 'subnetid' is invalid",
    })
  })

  it('has nothing in another region', async () => {
    const elsewhere = new EC2Client({...clientSettings(lab), region: 'eu-west-1'})
    expect((await elsewhere.send(new DescribeVpcsCommand({}))).Vpcs).toEqual([])
    const {AvailabilityZones} = await elsewhere.send(new DescribeAvailabilityZonesCommand({}))
    expect(AvailabilityZones?.[0]).toMatchObject({ZoneName: 'eu-west-1a', ZoneId: 'euw1-az1'})
  })
})

describe('the world before a deployment, other services', () => {
  it('ACM describes the certificate, and lists only the keys that are asked for', async () => {
    const acm = new ACMClient(clientSettings(lab))
    const CertificateArn = parameters.OpenViduCertificateARN ?? ''
    const {Certificate} = await acm.send(new DescribeCertificateCommand({CertificateArn}))
    expect(Certificate).toEqual(lab.account.certificates[0])
    await expect(
      acm.send(new DescribeCertificateCommand({CertificateArn: CertificateArn.replace(/1$/, '9')})),
    ).rejects.toMatchObject({name: 'ResourceNotFoundException', $metadata: {httpStatusCode: 400}})
    await expect(acm.send(new DescribeCertificateCommand({CertificateArn: 'certificate'}))).rejects.toMatchObject({
      name: 'ValidationException',
    })
    const [certificate] = lab.account.certificates
    if (certificate === undefined) throw new Error('no certificate')
    certificate.KeyAlgorithm = 'EC-prime256v1'
    expect((await acm.send(new ListCertificatesCommand({}))).CertificateSummaryList).toEqual([])
    const Includes = {keyTypes: ['EC_prime256v1' as const]}
    const listed = await acm.send(new ListCertificatesCommand({Includes}))
    expect(listed.CertificateSummaryList?.map(one => one.CertificateArn)).toEqual([CertificateArn])
    certificate.KeyAlgorithm = 'RSA-2048'
  })

  it('SSM resolves public parameters to images that there are', async () => {
    const ssm = new SSMClient(clientSettings(lab))
    const Name = '/aws/service/canonical/ubuntu/server/noble/stable/current/amd64/hvm/ebs-gp3/ami-id'
    const {Parameter} = await ssm.send(new GetParameterCommand({Name}))
    expect(lab.account.images.map(({ImageId}) => ImageId)).toContain(Parameter?.Value)
    await expect(ssm.send(new GetParameterCommand({Name: '/none'}))).rejects.toMatchObject({name: 'ParameterNotFound'})
    const several = await ssm.send(new GetParametersCommand({Names: [Name, '/none']}))
    expect(several.Parameters?.map(parameter => parameter.Name)).toEqual([Name])
    expect(several.InvalidParameters).toEqual(['/none'])
  })

  it('Service Quotas has applied and default values', async () => {
    const client = new ServiceQuotasClient(clientSettings(lab))
    const input = {ServiceCode: 'ec2', QuotaCode: 'L-1216C47A'}
    expect((await client.send(new GetServiceQuotaCommand(input))).Quota?.Value).toBe(256)
    expect((await client.send(new GetAWSDefaultServiceQuotaCommand(input))).Quota?.Value).toBe(5)
    expect((await client.send(new ListServiceQuotasCommand({ServiceCode: 'ec2'}))).Quotas).toEqual(lab.account.quotas)
    await expect(client.send(new GetServiceQuotaCommand({...input, QuotaCode: 'L-0'}))).rejects.toMatchObject({
      name: 'NoSuchResourceException',
    })
  })

  it('S3 knows the named bucket, and what was never set', async () => {
    const s3 = new S3Client(clientSettings(lab))
    const Bucket = 'our-recordings'
    expect(await s3.send(new HeadBucketCommand({Bucket}))).toMatchObject({BucketRegion: 'us-east-1'})
    expect((await s3.send(new GetBucketLocationCommand({Bucket}))).LocationConstraint).toBeUndefined()
    const [bucket] = lab.account.buckets
    if (bucket === undefined) throw new Error('no bucket')
    const {PublicAccessBlockConfiguration} = await s3.send(new GetPublicAccessBlockCommand({Bucket}))
    expect(PublicAccessBlockConfiguration).toEqual(bucket.publicAccessBlock)
    expect((await s3.send(new GetBucketVersioningCommand({Bucket}))).Status).toBe('Enabled')
    const {ServerSideEncryptionConfiguration} = await s3.send(new GetBucketEncryptionCommand({Bucket}))
    expect(ServerSideEncryptionConfiguration?.Rules).toEqual(bucket.encryption)
    expect((await s3.send(new ListBucketsCommand({}))).Buckets?.map(({Name}) => Name)).toEqual([Bucket])
    Object.assign(bucket, {publicAccessBlock: null, versioning: null, encryption: null})
    await expect(s3.send(new GetPublicAccessBlockCommand({Bucket}))).rejects.toMatchObject({
      name: 'NoSuchPublicAccessBlockConfiguration',
      $metadata: {httpStatusCode: 404},
    })
    expect((await s3.send(new GetBucketVersioningCommand({Bucket}))).Status).toBeUndefined()
    await expect(s3.send(new GetBucketEncryptionCommand({Bucket}))).rejects.toMatchObject({
      name: 'ServerSideEncryptionConfigurationNotFoundError',
    })
  })

  it('S3 tells a bucket that is not there, one of somebody else, and one in another region', async () => {
    const s3 = new S3Client(clientSettings(lab))
    const [bucket] = lab.account.buckets
    if (bucket === undefined) throw new Error('no bucket')
    lab.account.buckets.push(
      {...bucket, name: 'far-away', region: 'eu-west-1'},
      {...bucket, name: 'of-others', own: false},
    )
    await expect(s3.send(new HeadBucketCommand({Bucket: 'nowhere'}))).rejects.toMatchObject({
      name: 'NotFound',
      $metadata: {httpStatusCode: 404},
    })
    await expect(s3.send(new GetBucketVersioningCommand({Bucket: 'nowhere'}))).rejects.toMatchObject({
      name: 'NoSuchBucket',
    })
    await expect(s3.send(new HeadBucketCommand({Bucket: 'of-others'}))).rejects.toMatchObject({
      $metadata: {httpStatusCode: 403},
    })
    await expect(s3.send(new GetPublicAccessBlockCommand({Bucket: 'far-away'}))).rejects.toMatchObject({
      name: 'PermanentRedirect',
      $metadata: {httpStatusCode: 301},
    })
    const {LocationConstraint} = await s3.send(new GetBucketLocationCommand({Bucket: 'far-away'}))
    expect(LocationConstraint).toBe('eu-west-1')
  })

  it('STS knows the caller', async () => {
    const sts = new STSClient(clientSettings(lab))
    expect(await sts.send(new GetCallerIdentityCommand({}))).toMatchObject({
      Account: '123456789012',
      Arn: 'arn:aws:sts::123456789012:assumed-role/operations/doctor',
    })
  })
})
