import type {CertificateDetail} from '@aws-sdk/client-acm'
import type {
  AvailabilityZone,
  Image,
  Instance,
  InstanceTypeInfo,
  InstanceTypeOffering,
  InternetGateway,
  KeyPairInfo,
  NatGateway,
  NetworkAcl,
  RouteTable,
  SecurityGroup,
  Subnet,
  Vpc,
} from '@aws-sdk/client-ec2'
import type {PublicAccessBlockConfiguration, ServerSideEncryptionRule} from '@aws-sdk/client-s3'
import type {ServiceQuota} from '@aws-sdk/client-service-quotas'
import type {Parameter} from '@aws-sdk/client-ssm'
import type {Deployment} from './deployment.ts'

/** What DescribeVpcAttribute tells, one attribute a call. */
export interface VpcAttributes {
  vpcId: string
  enableDnsSupport: boolean
  enableDnsHostnames: boolean
}

/** The service writes `RSA-2048` where its own model lists `RSA_2048`, so the algorithm is free text here. */
export type LabCertificate = Omit<CertificateDetail, 'KeyAlgorithm'> & {KeyAlgorithm: string}

/** An attached gateway says `available`, which the model of the SDK has not. */
export type LabInternetGateway = Omit<InternetGateway, 'Attachments'> & {Attachments: {VpcId: string; State: string}[]}

export interface LabBucket {
  name: string
  region: string
  createdAt: Date
  /** Whether the caller's account owns it; others exist, too, and only say so. */
  own: boolean
  /** Null where none was ever set. */
  publicAccessBlock: PublicAccessBlockConfiguration | null
  versioning: 'Enabled' | 'Suspended' | null
  encryption: ServerSideEncryptionRule[] | null
  /** By key; none where a test gave it none. */
  objects?: Map<string, Buffer>
}

/**
 * Everything that an account has, as plain data in the SDK's own output types: a test changes it, before a run or while one
 * is under way, and the next answer says so.
 */
export interface LabAccount extends Deployment {
  accountId: string
  /** The region of everything here except buckets and IAM. Other regions are empty. */
  region: string
  partition: string
  callerArn: string
  /** What the times of its history are counted from. */
  now: Date

  vpcs: Vpc[]
  vpcAttributes: VpcAttributes[]
  subnets: Subnet[]
  routeTables: RouteTable[]
  internetGateways: LabInternetGateway[]
  natGateways: NatGateway[]
  networkAcls: NetworkAcl[]
  /** Without their rules, which are `securityGroupRules`. */
  securityGroups: Omit<SecurityGroup, 'IpPermissions' | 'IpPermissionsEgress'>[]
  keyPairs: KeyPairInfo[]
  zones: AvailabilityZone[]
  instanceTypes: InstanceTypeInfo[]
  typeOfferings: InstanceTypeOffering[]
  images: Image[]
  instances: Instance[]
  ebsEncryptionByDefault: boolean
  /** Public parameters and those of the account. */
  ssmParameters: Parameter[]
  certificates: LabCertificate[]
  quotas: ServiceQuota[]
  /** What AWS grants an account that never asked for more. */
  defaultQuotas: ServiceQuota[]
  buckets: LabBucket[]
}
