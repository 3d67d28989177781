import {readFileSync} from 'node:fs'
import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {generations} from '../../src/openvidu/generations.ts'
import {secretName} from '../../src/openvidu/secret-keys.ts'
import {buildTemplate} from '../support/template-builder.ts'
import {goodParameters, type ParameterSet, turnParameters} from '../support/template-parameter-sets.ts'
import {prepare} from './account/change-sets.ts'
import {encodedPolicy} from './account/deploy-identity.ts'
import {sendAny} from './any-client.ts'
import {type Lab, type LabAccount, LabFleet, labAccount, modelledOperations, startLab} from './index.ts'
import type {Plain} from './protocol/wire.ts'

const now = new Date('2026-09-01T12:00:00Z')
const bucketName = 'our-recordings'
const parameters: ParameterSet = {...goodParameters('3.8.0'), S3AppDataBucketName: bucketName}
const account = labAccount({generation: '3.8.0', parameters, now, defaultHostManagement: true})

/** The first of a list that can't be empty here. */
function first<T>(list: readonly T[]): T {
  const [one] = list
  if (one === undefined) throw new Error('an empty list')
  return one
}

const stack = first(account.stacks)
const master = first(account.instances.filter(({Tags}) => Tags?.some(({Value}) => Value === 'OpenViduMasterNode1')))
const {balancer, attributes, tags} = first(account.balancers)
const {listener} = first(account.listeners)
const target = first(account.targetGroups)
const group = first(account.autoScalingGroups)
const launchTemplate = first(account.launchTemplates)
const secret = first(account.secrets)
const role = first(account.roles.filter(({role: {RoleName}}) => RoleName?.startsWith('openvidu-master')))
const inline = first(role.inline)
const rule = first(account.eventRules)
const policy = first(account.lifecyclePolicies)
const volumeArn = `arn:aws:ec2:us-east-1:123456789012:volume/${master.BlockDeviceMappings?.[0]?.Ebs?.VolumeId}`
const plan = {
  id: 'plan-1',
  arn: 'arn:aws:backup:us-east-1:123456789012:backup-plan:plan-1',
  plan: {BackupPlanName: 'nightly', Rules: [{RuleName: 'all', TargetBackupVaultName: 'Default'}]},
  selections: [{id: 'selection-1', selection: {SelectionName: 'volumes', IamRoleArn: 'arn:role', Resources: ['*']}}],
}
account.backupPlans.push(plan)
const managed = {
  arn: 'arn:aws:iam::123456789012:policy/own',
  version: 'v3',
  document: {Version: '2012-10-17', Statement: [{Effect: 'Allow', Action: 's3:*', Resource: '*'}]},
}
account.managedPolicies.push(managed)
account.recoveryPoints.push({
  resourceArn: volumeArn,
  points: [{RecoveryPointArn: 'arn:point', CreationDate: now, Status: 'COMPLETED'}],
})
const quota = {ServiceCode: 'ec2', QuotaCode: 'L-1216C47A'}
const managedId = first(account.managedInstances).InstanceId ?? ''
const fleet = new LabFleet()
fleet.appearsAfterMs = 0
const sent = fleet.send(
  {comment: 'sent before', parameters: {commands: ['true']}, timeoutSeconds: 30, region: account.region},
  [managedId],
  new Set(),
)
const Bucket = bucketName
const StackName = 'video'

first(account.buckets).objects = new Map([['log', Buffer.from('a line')]])

/** Every modelled operation with an input, and what of the account its answer has to be. */
const examples: Readonly<Record<string, readonly [input: Plain, expected: Plain]>> = {
  'acm.DescribeCertificate': [
    {CertificateArn: parameters.OpenViduCertificateARN},
    {Certificate: first(account.certificates)},
  ],
  'acm.ListCertificates': [{}, {CertificateSummaryList: [{CertificateArn: parameters.OpenViduCertificateARN}]}],
  'autoscaling.DescribeAutoScalingGroups': [{}, {AutoScalingGroups: account.autoScalingGroups}],
  'autoscaling.DescribeLifecycleHooks': [
    {AutoScalingGroupName: group.AutoScalingGroupName},
    {LifecycleHooks: account.lifecycleHooks},
  ],
  'autoscaling.DescribePolicies': [{}, {ScalingPolicies: account.scalingPolicies}],
  'autoscaling.DescribeScalingActivities': [
    {AutoScalingGroupName: group.AutoScalingGroupName, Filters: [{Name: 'Status', Values: ['Successful']}]},
    {Activities: account.scalingActivities},
  ],
  'backup.DescribeProtectedResource': [{ResourceArn: volumeArn}, {ResourceType: 'EBS', LastBackupTime: now}],
  'backup.DescribeRegionSettings': [{}, {ResourceTypeOptInPreference: {EBS: true, EC2: true, S3: true}}],
  'backup.GetBackupPlan': [{BackupPlanId: plan.id}, {BackupPlan: plan.plan}],
  'backup.GetBackupSelection': [
    {BackupPlanId: plan.id, SelectionId: 'selection-1'},
    {BackupSelection: first(plan.selections).selection},
  ],
  'backup.ListBackupPlans': [{}, {BackupPlansList: [{BackupPlanId: plan.id, BackupPlanName: 'nightly'}]}],
  'backup.ListBackupSelections': [{BackupPlanId: plan.id}, {BackupSelectionsList: [{SelectionId: 'selection-1'}]}],
  'backup.ListRecoveryPointsByResource': [
    {ResourceArn: volumeArn},
    {RecoveryPoints: first(account.recoveryPoints).points},
  ],
  'cloudformation.DescribeChangeSet': [
    {StackName, ChangeSetName: 'update'},
    {...prepare(stack, 'update', [{resource: 'OpenViduMasterNode1', replacement: 'True', properties: ['KeyName']}])},
  ],
  'cloudformation.DescribeEvents': [{StackName, Filters: {FailedEvents: true}}, {OperationEvents: []}],
  'cloudformation.DescribeStackEvents': [{StackName}, {StackEvents: stack.events.slice(0, 100)}],
  'cloudformation.DescribeStackResources': [
    {StackName, LogicalResourceId: 'OpenViduMasterNode1'},
    {StackResources: [{PhysicalResourceId: master.InstanceId, StackName}]},
  ],
  'cloudformation.DescribeStacks': [{StackName}, {Stacks: [stack.stack]}],
  'cloudformation.GetTemplate': [{StackName}, {TemplateBody: buildTemplate('3.8.0')}],
  'cloudformation.GetTemplateSummary': [
    {StackName},
    {Description: 'OpenVidu Pro - High Availability', Capabilities: ['CAPABILITY_NAMED_IAM']},
  ],
  'cloudformation.ListStackResources': [{StackName}, {StackResourceSummaries: stack.resources}],
  'dlm.GetLifecyclePolicies': [{State: 'ENABLED'}, {Policies: [{PolicyId: policy.PolicyId, State: 'ENABLED'}]}],
  'dlm.GetLifecyclePolicy': [{PolicyId: policy.PolicyId}, {Policy: policy}],
  'ec2.DescribeAddresses': [{}, {Addresses: []}],
  'ec2.DescribeAvailabilityZones': [{AllAvailabilityZones: true}, {AvailabilityZones: account.zones}],
  'ec2.DescribeImages': [{ImageIds: [master.ImageId]}, {Images: [{ImageId: master.ImageId, Architecture: 'x86_64'}]}],
  'ec2.DescribeInstances': [
    {Filters: [{Name: 'tag:aws:cloudformation:logical-id', Values: ['OpenViduMasterNode1']}]},
    {Reservations: [{Instances: [master]}]},
  ],
  'ec2.DescribeInstanceStatus': [
    {InstanceIds: [master.InstanceId]},
    {InstanceStatuses: [{InstanceId: master.InstanceId, SystemStatus: {Status: 'ok'}}]},
  ],
  'ec2.DescribeInstanceTypeOfferings': [
    {LocationType: 'availability-zone', Filters: [{Name: 'location', Values: ['us-east-1-bos-1a']}]},
    {InstanceTypeOfferings: [{InstanceType: 't3.xlarge', Location: 'us-east-1-bos-1a'}]},
  ],
  'ec2.DescribeInstanceTypes': [{InstanceTypes: ['c6a.xlarge']}, {InstanceTypes: [{VCpuInfo: {DefaultVCpus: 4}}]}],
  'ec2.DescribeInternetGateways': [{}, {InternetGateways: account.internetGateways}],
  'ec2.DescribeKeyPairs': [{KeyNames: ['operations']}, {KeyPairs: account.keyPairs}],
  'ec2.DescribeLaunchTemplates': [{}, {LaunchTemplates: account.launchTemplates}],
  'ec2.DescribeLaunchTemplateVersions': [
    {LaunchTemplateId: launchTemplate.LaunchTemplateId, Versions: ['$Latest']},
    {LaunchTemplateVersions: [first(account.launchTemplateVersions)]},
  ],
  'ec2.DescribeNatGateways': [{}, {NatGateways: account.natGateways}],
  'ec2.DescribeNetworkAcls': [{}, {NetworkAcls: account.networkAcls}],
  'ec2.DescribeNetworkInterfaces': [{}, {NetworkInterfaces: []}],
  'ec2.DescribeRouteTables': [{}, {RouteTables: account.routeTables}],
  'ec2.DescribeSecurityGroupRules': [{}, {SecurityGroupRules: account.securityGroupRules}],
  'ec2.DescribeSecurityGroups': [
    {Filters: [{Name: 'group-name', Values: ['openvidu-ha-lb-*']}]},
    {SecurityGroups: [{IpPermissions: [80, 443, 1935].map(FromPort => ({FromPort, IpProtocol: 'tcp'}))}]},
  ],
  'ec2.DescribeSnapshots': [{OwnerIds: ['self']}, {Snapshots: account.snapshots}],
  'ec2.DescribeSubnets': [{}, {Subnets: account.subnets}],
  'ec2.DescribeVolumes': [{}, {Volumes: account.volumes}],
  'ec2.DescribeVolumeStatus': [{}, {VolumeStatuses: account.volumeStatuses}],
  'ec2.DescribeVpcAttribute': [
    {VpcId: parameters.OpenViduVPC, Attribute: 'enableDnsSupport'},
    {EnableDnsSupport: {Value: true}},
  ],
  'ec2.DescribeVpcEndpoints': [{}, {VpcEndpoints: []}],
  'ec2.DescribeVpcs': [{}, {Vpcs: account.vpcs}],
  'ec2.GetConsoleOutput': [
    {InstanceId: master.InstanceId, Latest: true},
    {Output: Buffer.from(first(account.consoleOutputs).text).toString('base64')},
  ],
  'ec2.GetEbsEncryptionByDefault': [{}, {EbsEncryptionByDefault: true}],
  'elasticloadbalancing.DescribeAccountLimits': [{}, {Limits: [{Name: 'network-load-balancers', Max: '50'}, {}, {}]}],
  'elasticloadbalancing.DescribeListenerCertificates': [
    {ListenerArn: listener.ListenerArn},
    {Certificates: [{CertificateArn: parameters.OpenViduCertificateARN, IsDefault: true}]},
  ],
  'elasticloadbalancing.DescribeListeners': [
    {LoadBalancerArn: balancer.LoadBalancerArn},
    {Listeners: account.listeners.map(one => one.listener)},
  ],
  'elasticloadbalancing.DescribeLoadBalancerAttributes': [
    {LoadBalancerArn: balancer.LoadBalancerArn},
    {Attributes: attributes},
  ],
  'elasticloadbalancing.DescribeLoadBalancers': [{Names: [balancer.LoadBalancerName]}, {LoadBalancers: [balancer]}],
  'elasticloadbalancing.DescribeTags': [
    {ResourceArns: [balancer.LoadBalancerArn]},
    {TagDescriptions: [{ResourceArn: balancer.LoadBalancerArn, Tags: tags}]},
  ],
  'elasticloadbalancing.DescribeTargetGroupAttributes': [
    {TargetGroupArn: target.group.TargetGroupArn},
    {Attributes: target.attributes},
  ],
  'elasticloadbalancing.DescribeTargetGroups': [{}, {TargetGroups: account.targetGroups.map(one => one.group)}],
  'elasticloadbalancing.DescribeTargetHealth': [
    {TargetGroupArn: target.group.TargetGroupArn},
    {TargetHealthDescriptions: target.health},
  ],
  'events.DescribeRule': [{Name: rule.rule.Name}, {...rule.rule}],
  'events.ListTargetsByRule': [{Rule: rule.rule.Name}, {Targets: rule.targets}],
  'iam.GetInstanceProfile': [
    {InstanceProfileName: first(account.instanceProfiles).InstanceProfileName},
    {InstanceProfile: first(account.instanceProfiles)},
  ],
  'iam.GetPolicy': [{PolicyArn: managed.arn}, {Policy: {Arn: managed.arn, DefaultVersionId: 'v3'}}],
  'iam.GetPolicyVersion': [
    {PolicyArn: managed.arn, VersionId: 'v3'},
    {PolicyVersion: {Document: encodedPolicy(managed.document), VersionId: 'v3'}},
  ],
  'iam.GetRole': [{RoleName: role.role.RoleName}, {Role: role.role}],
  'iam.GetRolePolicy': [{RoleName: role.role.RoleName, PolicyName: inline.name}, {PolicyName: inline.name}],
  'iam.ListAttachedRolePolicies': [{RoleName: role.role.RoleName}, {AttachedPolicies: [], IsTruncated: false}],
  'iam.ListRolePolicies': [{RoleName: role.role.RoleName}, {PolicyNames: [inline.name]}],
  'logs.DescribeLogGroups': [{logGroupNamePrefix: '/aws/lambda/SubnetProcessor'}, {logGroups: [{retentionInDays: 7}]}],
  'logs.FilterLogEvents': [
    {logGroupName: '/aws/lambda/SubnetProcessor-us-east-1-video', filterPattern: '"START"'},
    {events: [first(first(account.logGroups).events)]},
  ],
  'logs.GetLogEvents': [
    {
      logGroupName: '/aws/lambda/SubnetProcessor-us-east-1-video',
      logStreamName: first(first(account.logGroups).events).logStreamName,
      startFromHead: true,
    },
    {events: first(account.logGroups).events.map(({message}) => ({message}))},
  ],
  's3.DeleteObject': [{Bucket, Key: 'another'}, {}],
  's3.GetBucketEncryption': [{Bucket}, {ServerSideEncryptionConfiguration: {Rules: [{BucketKeyEnabled: false}]}}],
  's3.GetBucketLocation': [{Bucket}, {}],
  's3.GetBucketVersioning': [{Bucket}, {Status: 'Enabled'}],
  's3.GetObject': [{Bucket, Key: 'log'}, {ContentLength: 6}],
  's3.GetPublicAccessBlock': [{Bucket}, {PublicAccessBlockConfiguration: {BlockPublicAcls: true}}],
  's3.HeadBucket': [{Bucket}, {BucketRegion: 'us-east-1'}],
  's3.PutObject': [{Bucket, Key: 'another', Body: Buffer.from('a line')}, {}],
  's3.ListBuckets': [{}, {Buckets: account.buckets.map(({name}) => ({Name: name}))}],
  'secretsmanager.DescribeSecret': [{SecretId: secretName('us-east-1', 'video')}, {...secret.description}],
  'secretsmanager.GetSecretValue': [{SecretId: secret.description.ARN}, {SecretString: secret.value}],
  'servicequotas.GetAWSDefaultServiceQuota': [quota, {Quota: {Value: 5}}],
  'servicequotas.GetServiceQuota': [quota, {Quota: {Value: 256}}],
  'servicequotas.ListServiceQuotas': [{ServiceCode: 'ec2'}, {Quotas: account.quotas}],
  'ssm.CancelCommand': [{CommandId: sent.id}, {}],
  'ssm.DescribeDocument': [
    {Name: first(account.documents).Name},
    {Document: {DocumentType: 'Automation', Status: 'Active'}},
  ],
  'ssm.DescribeInstanceInformation': [{MaxResults: 50}, {InstanceInformationList: account.managedInstances}],
  'ssm.GetCommandInvocation': [
    {CommandId: sent.id, InstanceId: managedId},
    {CommandId: sent.id, InstanceId: managedId},
  ],
  'ssm.GetConnectionStatus': [{Target: managedId}, {Target: managedId, Status: 'connected'}],
  'ssm.GetParameter': [{Name: first(account.ssmParameters).Name}, {Parameter: first(account.ssmParameters)}],
  'ssm.GetParameters': [{Names: ['/none']}, {InvalidParameters: ['/none']}],
  'ssm.GetServiceSetting': [
    {SettingId: '/ssm/managed-instance/default-ec2-instance-management-role'},
    {ServiceSetting: {Status: 'Customized'}},
  ],
  'ssm.ListCommandInvocations': [{CommandId: sent.id}, {CommandInvocations: [{InstanceId: managedId}]}],
  'ssm.ListCommands': [{CommandId: sent.id}, {Commands: [{CommandId: sent.id, Comment: 'sent before'}]}],
  'ssm.SendCommand': [
    {
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: [managedId],
      Parameters: {commands: ['true']},
      MaxErrors: '100%',
    },
    {Command: {Status: 'Pending', InstanceIds: [managedId], TargetCount: 1}},
  ],
  'sts.GetCallerIdentity': [{}, {Account: '123456789012'}],
}

let lab: Lab
beforeAll(async () => {
  lab = await startLab({account, fleet})
})
afterAll(() => lab.close())

describe('every modelled operation, through the real client', () => {
  it('has an example', () => {
    expect(Object.keys(examples).sort()).toEqual(modelledOperations)
  })

  it('has a line in the specification', () => {
    const text = readFileSync(new URL('SPEC.md', import.meta.url), 'utf8')
    expect(modelledOperations.filter(name => !new RegExp(`\\b${name}\\b`).test(text))).toEqual([])
  })

  it.each(Object.entries(examples))('%s', async (name, [input, expected]) => {
    expect(await sendAny(lab, name, input)).toMatchObject(expected)
  })
})

/** What does not fit together in an account: ids that name nothing. */
function loose({instances, volumes, targetGroups, listeners, balancers, subnets, ...rest}: LabAccount): string[] {
  const ids = new Set(instances.map(({InstanceId}) => InstanceId))
  const groups = new Set(targetGroups.map(one => one.group.TargetGroupArn))
  const arns = new Set(balancers.map(one => one.balancer.LoadBalancerArn))
  const known = new Set(rest.securityGroups.map(({GroupId}) => GroupId))
  return [
    ...volumes.flatMap(({Attachments = []}) => Attachments.filter(({InstanceId}) => !ids.has(InstanceId))),
    ...targetGroups.flatMap(({health}) => health.filter(one => !ids.has(one.Target?.Id))),
    ...listeners.filter(one => !arns.has(one.listener.LoadBalancerArn)),
    ...listeners.filter(one => !groups.has(one.listener.DefaultActions?.[0]?.TargetGroupArn)),
    ...instances.filter(({SubnetId}) => SubnetId && !subnets.some(subnet => subnet.SubnetId === SubnetId)),
    ...instances.filter(({ImageId}) => !rest.images.some(image => image.ImageId === ImageId)),
    ...rest.securityGroupRules.filter(({GroupId}) => !known.has(GroupId)),
  ].map(one => JSON.stringify(one))
}

describe.each(generations.map(({id}) => id))('a deployment of %s', generation => {
  it('has four masters, the media nodes asked for, and nothing that names what is not there', () => {
    const made = labAccount({generation, now})
    const named = (text: string) =>
      made.instances.filter(({Tags}) => Tags?.some(({Key, Value}) => Key === 'Name' && Value?.includes(text)))
    expect([named('Master Node').length, named('Media Node').length]).toEqual([4, 2])
    expect(loose(made)).toEqual([])
    // Scripts may say what they like.
    const texts = JSON.stringify(made, (key, value: unknown) => (/^(template|UserData)$/.test(key) ? null : value))
    expect(texts).not.toMatch(/\$\{|undefined|unresolved|NaN/)
  })

  it('is the same each time', () => {
    expect(labAccount({generation, now})).toEqual(labAccount({generation, now}))
  })
})

describe('variants of a deployment', () => {
  it('has a second balancer where TURN has a domain of its own', () => {
    const {balancers, certificates} = labAccount({generation: '3.5.0', parameters: turnParameters('3.5.0'), now})
    expect(balancers).toHaveLength(2)
    expect(certificates.map(({InUseBy}) => InUseBy?.length)).toEqual([1, 1])
  })

  it('follows a hardened or renamed template', () => {
    const hardened = labAccount({generation: '3.8.0', template: {hardened: true}, now})
    expect(hardened.volumes.every(({Encrypted}) => Encrypted)).toBe(true)
    expect(hardened.managedInstances).toHaveLength(6)
    const renamed = labAccount({template: {rename: id => `Our${id}`}, now})
    expect(renamed.stacks[0]?.resources.map(({LogicalResourceId}) => LogicalResourceId)).toContain('OurLoadBalancer')
  })

  it('reaches only the media nodes of an official stack through Systems Manager', () => {
    const stock = labAccount({now})
    expect(stock.managedInstances).toHaveLength(2)
    expect(stock.serviceSettings[0]?.SettingValue).toBe('$None')
  })

  it('leaves targets unused where no listener leads, or where their zone is not served', () => {
    const bug = labAccount({generation: '3.6.0', now})
    const idle = bug.targetGroups.find(one => one.group.TargetGroupName?.startsWith('OVHTTP'))
    expect(idle?.health.map(one => one.TargetHealth?.Reason)).toEqual(Array(4).fill('Target.NotInUse'))
    const [one = ''] = (goodParameters('3.8.0').OpenViduMasterNodeSubnets ?? '').split(',')
    const narrow = labAccount({parameters: {OpenViduMasterNodeSubnets: one}, now})
    const rtmp = narrow.targetGroups.find(({group: {TargetGroupName}}) => TargetGroupName?.startsWith('OVRTMP'))
    expect(rtmp?.health.map(health => health.TargetHealth?.State)).toEqual(['healthy', 'unused'])
  })
})
