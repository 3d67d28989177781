import type {AnyCollector} from './collector.ts'
import {deployedCollectors} from './deployed/index.ts'
import {readStackActions} from './deployed/read-stack.ts'
import {evidenceLookUps} from './evidence/index.ts'
import {insideCollectors} from './inside/index.ts'
import {planCollectors} from './plan/index.ts'

export interface PolicyStatement {
  readonly Sid: string
  readonly Effect: 'Allow'
  readonly Action: readonly string[]
  readonly Resource: string | readonly string[]
  readonly Condition?: Condition
}

type Condition = Readonly<Record<string, Readonly<Record<string, string>>>>

export interface Policy {
  readonly Version: '2012-10-17'
  readonly Statement: readonly PolicyStatement[]
}

interface Narrowing {
  readonly sid: string
  readonly resources: readonly string[]
  readonly actions: readonly string[]
  readonly condition?: (stack: string | null) => Condition
}

/** CloudFormation puts it on every instance of a stack, those of its Auto Scaling groups included. */
const stackTag = 'aws:ResourceTag/aws:cloudformation:stack-name'

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
  // A command needs both its document and each of its nodes. The document is AWS's own, in no account, and has no tags: a
  // condition in one statement with the nodes would never hold for it.
  {
    sid: 'Script',
    resources: ['arn:*:ssm:*::document/AWS-RunShellScript'],
    actions: ['ssm:SendCommand'],
  },
  {
    sid: 'Nodes',
    resources: ['arn:*:ec2:*:*:instance/*'],
    actions: ['ssm:SendCommand', 'ec2:GetConsoleOutput'],
    condition: stack => (stack === null ? {StringLike: {[stackTag]: '*'}} : {StringEquals: {[stackTag]: stack}}),
  },
]

/**
 * What a policy may be asked for; each stands for itself, but a stack can't be checked without what a plan is looked up with, and a
 * bundle holds what checks and nodes tell.
 */
export const purposes = ['plan', 'check', 'secret', 'nodes', 'bundle'] as const

export type Purpose = (typeof purposes)[number]

/** Every IAM action that the purposes need, sorted. */
export function actionsFor(wanted: readonly Purpose[]): readonly string[] {
  const actionsOf = (collectors: readonly AnyCollector[]) => collectors.flatMap(({iam}) => iam)
  const check = [
    ...readStackActions,
    ...actionsOf(deployedCollectors.filter(({tier}) => tier === 'plan' || tier === 'check')),
  ]
  const nodes = actionsOf(insideCollectors)
  const own: Readonly<Record<Purpose, readonly string[]>> = {
    plan: actionsOf(planCollectors),
    check,
    secret: actionsOf(deployedCollectors.filter(({tier}) => tier === 'secret')),
    nodes,
    bundle: [...check, ...nodes, ...evidenceLookUps.flatMap(({iam}) => iam)],
  }
  return [...new Set(wanted.flatMap(purpose => own[purpose]))].toSorted()
}

/** The least policy that allows the actions; commands on the nodes of one stack only, where it is named. */
export function policyFor(actions: readonly string[], stack: string | null = null): Policy {
  const narrow = narrowings.flatMap(({sid, resources, actions: own, condition}): readonly PolicyStatement[] => {
    const wanted = actions.filter(action => own.includes(action))
    if (wanted.length === 0) return []
    const limits = condition === undefined ? {} : {Condition: condition(stack)}
    return [{Sid: sid, Effect: 'Allow', Action: wanted, Resource: resources, ...limits}]
  })
  const rest = actions.filter(action => !narrowings.some(({actions: own}) => own.includes(action)))
  const wide: PolicyStatement = {Sid: 'Look', Effect: 'Allow', Action: rest, Resource: '*'}
  return {Version: '2012-10-17', Statement: rest.length === 0 ? narrow : [wide, ...narrow]}
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
