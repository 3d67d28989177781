import type {Activity, AutoScalingGroup, LifecycleHook, ScalingPolicy} from '@aws-sdk/client-auto-scaling'
import type {BackupPlan, BackupSelection, RecoveryPointByResource} from '@aws-sdk/client-backup'
import type {DescribeChangeSetOutput, Stack, StackEvent, StackResourceSummary} from '@aws-sdk/client-cloudformation'
import type {FilteredLogEvent, LogGroup} from '@aws-sdk/client-cloudwatch-logs'
import type {LifecyclePolicy} from '@aws-sdk/client-dlm'
import type {
  Address,
  InstanceStatus,
  LaunchTemplate,
  LaunchTemplateVersion,
  NetworkInterface,
  SecurityGroupRule,
  Snapshot,
  Volume,
  VolumeStatusItem,
  VpcEndpoint,
} from '@aws-sdk/client-ec2'
import type {
  Certificate,
  Listener,
  LoadBalancer,
  LoadBalancerAttribute,
  Tag,
  TargetGroup,
  TargetGroupAttribute,
  TargetHealthDescription,
} from '@aws-sdk/client-elastic-load-balancing-v2'
import type {DescribeRuleResponse, Target} from '@aws-sdk/client-eventbridge'
import type {AttachedPolicy, InstanceProfile, Role} from '@aws-sdk/client-iam'
import type {DescribeSecretResponse} from '@aws-sdk/client-secrets-manager'
import type {DocumentDescription, InstanceInformation, ServiceSetting} from '@aws-sdk/client-ssm'
import type {JsonMap} from './json-value.ts'

export interface LabStack {
  stack: Stack
  /** The text as it was given to CreateStack. */
  template: string
  resources: StackResourceSummary[]
  /** Newest first, as the service tells them. */
  events: StackEvent[]
  /** Prepared updates that were not executed; see `change-sets.ts`. */
  changeSets: DescribeChangeSetOutput[]
}

export interface LabBalancer {
  balancer: LoadBalancer
  attributes: LoadBalancerAttribute[]
  tags: Tag[]
}

export interface LabListener {
  listener: Listener
  /** Besides the default one of the listener itself. */
  certificates: Certificate[]
}

export interface LabTargetGroup {
  group: TargetGroup
  attributes: TargetGroupAttribute[]
  health: TargetHealthDescription[]
}

export interface LabBackupPlan {
  id: string
  arn: string
  plan: BackupPlan
  selections: {id: string; selection: BackupSelection}[]
}

export interface LabSecret {
  description: DescribeSecretResponse
  value: string
  /** In place of the text, where somebody stored bytes. */
  binary?: Uint8Array
}

export interface LabRole {
  role: Role
  attached: AttachedPolicy[]
  inline: {name: string; document: JsonMap}[]
}

/** A managed policy in the version that counts. */
export interface LabManagedPolicy {
  arn: string
  version: string
  document: JsonMap
}

export interface LabEventRule {
  rule: DescribeRuleResponse
  targets: Target[]
}

export interface LabLogGroup {
  group: LogGroup
  events: FilteredLogEvent[]
}

/** What a deployed stack adds to an account, and what watches over it. */
export interface Deployment {
  stacks: LabStack[]

  launchTemplates: LaunchTemplate[]
  launchTemplateVersions: LaunchTemplateVersion[]
  instanceStatuses: InstanceStatus[]
  /** The last output of an instance's console, in the clear. */
  consoleOutputs: {instanceId: string; text: string; at: Date}[]
  volumes: Volume[]
  volumeStatuses: VolumeStatusItem[]
  snapshots: Snapshot[]
  /** The rules of all groups: DescribeSecurityGroups tells the same ones, grouped. */
  securityGroupRules: SecurityGroupRule[]
  networkInterfaces: NetworkInterface[]
  addresses: Address[]
  vpcEndpoints: VpcEndpoint[]

  autoScalingGroups: AutoScalingGroup[]
  scalingPolicies: ScalingPolicy[]
  lifecycleHooks: LifecycleHook[]
  /** Newest first. */
  scalingActivities: Activity[]

  balancers: LabBalancer[]
  listeners: LabListener[]
  targetGroups: LabTargetGroup[]

  lifecyclePolicies: LifecyclePolicy[]
  backupPlans: LabBackupPlan[]
  recoveryPoints: {resourceArn: string; points: RecoveryPointByResource[]}[]
  /** Which kinds of resource AWS Backup may touch in the region. */
  backupOptIn: Record<string, boolean>

  secrets: LabSecret[]
  roles: LabRole[]
  /** Those whose text a test needs; AWS's own are merely attached by their names. */
  managedPolicies: LabManagedPolicy[]
  instanceProfiles: InstanceProfile[]
  eventRules: LabEventRule[]
  documents: DocumentDescription[]
  managedInstances: InstanceInformation[]
  serviceSettings: ServiceSetting[]
  logGroups: LabLogGroup[]
}

export function noDeployment(): Deployment {
  return {
    stacks: [],
    launchTemplates: [],
    launchTemplateVersions: [],
    instanceStatuses: [],
    consoleOutputs: [],
    volumes: [],
    volumeStatuses: [],
    snapshots: [],
    securityGroupRules: [],
    networkInterfaces: [],
    addresses: [],
    vpcEndpoints: [],
    autoScalingGroups: [],
    scalingPolicies: [],
    lifecycleHooks: [],
    scalingActivities: [],
    balancers: [],
    listeners: [],
    targetGroups: [],
    lifecyclePolicies: [],
    backupPlans: [],
    recoveryPoints: [],
    backupOptIn: {EBS: true, EC2: true, S3: true},
    secrets: [],
    roles: [],
    managedPolicies: [],
    instanceProfiles: [],
    eventRules: [],
    documents: [],
    managedInstances: [],
    serviceSettings: [],
    logGroups: [],
  }
}
