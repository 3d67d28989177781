import type {AnyCollector, Tier} from './collector.ts'

export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
}

export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

/**
 * Actions that can be narrowed to resources known beforehand; IAM has no resource level for the rest of what is called here.
 * Source: service authorization reference.
 */
const narrowed: ReadonlyMap<string, {readonly sid: string; readonly resource: string}> = new Map([
  ['ssm:GetParameters', {sid: 'PublicParameters', resource: 'arn:*:ssm:*::parameter/aws/service/*'}],
  ['acm:DescribeCertificate', {sid: 'Certificates', resource: 'arn:*:acm:*:*:certificate/*'}],
  ['ec2:DescribeVpcAttribute', {sid: 'Vpcs', resource: 'arn:*:ec2:*:*:vpc/*'}],
  ['servicequotas:GetServiceQuota', {sid: 'Quotas', resource: 'arn:*:servicequotas:*:*:ec2/*'}],
  ['s3:ListBucket', {sid: 'Buckets', resource: 'arn:*:s3:::*'}],
  ['s3:GetBucketPublicAccessBlock', {sid: 'Buckets', resource: 'arn:*:s3:::*'}],
  ['s3:GetBucketVersioning', {sid: 'Buckets', resource: 'arn:*:s3:::*'}],
])

/** Every IAM action that the collectors of a tier use, sorted. */
export function actionsOf(collectors: readonly AnyCollector[], tiers: readonly Tier[]): readonly string[] {
  const own = collectors.filter(({tier}) => tiers.includes(tier)).flatMap(({iam}) => iam)
  return [...new Set(own)].toSorted()
}

/** The least policy that allows the actions. */
export function policyFor(actions: readonly string[]): Policy {
  const statements = new Map<string, {readonly resource: string; readonly actions: string[]}>()
  for (const action of actions) {
    const {sid, resource} = narrowed.get(action) ?? {sid: 'Look', resource: '*'}
    const statement = statements.get(sid) ?? {resource, actions: []}
    statement.actions.push(action)
    statements.set(sid, statement)
  }
  return {
    Version: '2012-10-17',
    Statement: [...statements].map(([Sid, {resource, actions: Action}]) => ({
      Sid,
      Effect: 'Allow',
      Action,
      Resource: resource,
    })),
  }
}

/** The same as a CloudFormation template that makes a managed policy. */
export function policyTemplate(policy: Policy): unknown {
  return {
    AWSTemplateFormatVersion: '2010-09-09',
    Description: 'What openvidu-doctor may look at',
    Resources: {
      OpenViduDoctorPolicy: {
        Type: 'AWS::IAM::ManagedPolicy',
        Properties: {Description: 'What openvidu-doctor may look at', PolicyDocument: policy},
      },
    },
    Outputs: {PolicyArn: {Value: {Ref: 'OpenViduDoctorPolicy'}}},
  }
}
