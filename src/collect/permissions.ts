import type {AnyCollector} from './collector.ts'
import {deployedCollectors} from './deployed/index.ts'
import {readStackActions} from './deployed/read-stack.ts'
import {planCollectors} from './plan/index.ts'

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

interface Narrowing {
  readonly sid: string
  readonly resources: readonly string[]
  readonly actions: readonly string[]
}

/**
 * Actions that can be narrowed to resources known beforehand; IAM has no resource level for the rest of what is called here.
 * Source: service authorization reference.
 */
const narrowings: readonly Narrowing[] = [
  {
    sid: 'Stacks',
    resources: ['arn:*:cloudformation:*:*:stack/*'],
    actions: ['DescribeChangeSet', 'DescribeStackEvents', 'DescribeStacks', 'GetTemplate', 'ListStackResources'].map(
      name => `cloudformation:${name}`,
    ),
  },
  {
    sid: 'Parameters',
    resources: ['arn:*:ssm:*::parameter/aws/service/*', 'arn:*:ssm:*:*:parameter/openvidu/*'],
    actions: ['ssm:GetParameters'],
  },
  {sid: 'Documents', resources: ['arn:*:ssm:*:*:document/*'], actions: ['ssm:DescribeDocument']},
  {sid: 'Certificates', resources: ['arn:*:acm:*:*:certificate/*'], actions: ['acm:DescribeCertificate']},
  {sid: 'Vpcs', resources: ['arn:*:ec2:*:*:vpc/*'], actions: ['ec2:DescribeVpcAttribute']},
  {sid: 'Quotas', resources: ['arn:*:servicequotas:*:*:ec2/*'], actions: ['servicequotas:GetServiceQuota']},
  {
    sid: 'Buckets',
    resources: ['arn:*:s3:::*'],
    actions: [
      's3:ListBucket',
      's3:GetBucketLocation',
      's3:GetBucketPublicAccessBlock',
      's3:GetBucketVersioning',
      's3:GetEncryptionConfiguration',
    ],
  },
  {
    sid: 'Roles',
    resources: ['arn:*:iam::*:role/*', 'arn:*:iam::*:instance-profile/*', 'arn:*:iam::*:policy/*'],
    actions: [
      'iam:GetInstanceProfile',
      'iam:GetPolicy',
      'iam:GetPolicyVersion',
      'iam:GetRole',
      'iam:GetRolePolicy',
      'iam:ListAttachedRolePolicies',
      'iam:ListRolePolicies',
    ],
  },
  {
    sid: 'Rules',
    resources: ['arn:*:events:*:*:rule/*'],
    actions: ['events:DescribeRule', 'events:ListTargetsByRule'],
  },
  {sid: 'Logs', resources: ['arn:*:logs:*:*:log-group:*'], actions: ['logs:FilterLogEvents']},
  {sid: 'SnapshotPolicies', resources: ['arn:*:dlm:*:*:policy/*'], actions: ['dlm:GetLifecyclePolicy']},
  {
    sid: 'BackupPlans',
    resources: ['arn:*:backup:*:*:backup-plan:*'],
    actions: ['backup:GetBackupPlan', 'backup:GetBackupSelection', 'backup:ListBackupSelections'],
  },
  {sid: 'Secrets', resources: ['arn:*:secretsmanager:*:*:secret:*'], actions: ['secretsmanager:DescribeSecret']},
  {
    // The value is another matter: only of secrets named as the templates name them.
    sid: 'SecretValue',
    resources: ['arn:*:secretsmanager:*:*:secret:openvidu*'],
    actions: ['secretsmanager:GetSecretValue'],
  },
]

const narrowingOf = new Map(narrowings.flatMap(narrowing => narrowing.actions.map(action => [action, narrowing])))

/** What a policy may be asked for; each stands for itself, but a stack can't be checked without what a plan is looked up with. */
export const purposes = ['plan', 'check', 'secret'] as const

export type Purpose = (typeof purposes)[number]

/** Every IAM action that the purposes need, sorted. */
export function actionsFor(wanted: readonly Purpose[]): readonly string[] {
  const actionsOf = (collectors: readonly AnyCollector[]) => collectors.flatMap(({iam}) => iam)
  const own: Readonly<Record<Purpose, readonly string[]>> = {
    plan: actionsOf(planCollectors),
    check: [...readStackActions, ...actionsOf(deployedCollectors.filter(({tier}) => tier !== 'secret'))],
    secret: actionsOf(deployedCollectors.filter(({tier}) => tier === 'secret')),
  }
  return [...new Set(wanted.flatMap(purpose => own[purpose]))].toSorted()
}

/** The least policy that allows the actions. */
export function policyFor(actions: readonly string[]): Policy {
  const grouped = Map.groupBy(actions, action => narrowingOf.get(action))
  return {
    Version: '2012-10-17',
    Statement: [...grouped].map(([narrowing, own]) => ({
      Sid: narrowing?.sid ?? 'Look',
      Effect: 'Allow',
      Action: own,
      Resource: narrowing?.resources ?? '*',
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
