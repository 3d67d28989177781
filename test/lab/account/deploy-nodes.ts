import type {Instance, ResponseLaunchTemplateData, Volume} from '@aws-sdk/client-ec2'
import {type Deploying, stackTags} from './deploy.ts'
import {ec2Id, hex} from './ids.ts'
import {type JsonMap, mapAt, mapsAt, numberAt, tagsAt, textAt, textsAt, truthAt} from './json-value.ts'
import {cpuOptions} from './machines.ts'
import {hoursAgo} from './setting.ts'

/** Launch templates, and the masters where they are instances of the stack. */
export function deployNodes(deploying: Deploying): void {
  const {account, evaluator, setting, ageHours} = deploying
  const createdAt = hoursAgo(setting, ageHours)
  for (const {logicalId, properties} of deploying.ofType('AWS::EC2::LaunchTemplate')) {
    const id = evaluator.identity(logicalId).id
    const named = {LaunchTemplateId: id, LaunchTemplateName: textAt(properties, 'LaunchTemplateName')}
    account.launchTemplates.push({
      ...named,
      CreateTime: createdAt,
      CreatedBy: account.callerArn,
      DefaultVersionNumber: 1,
      LatestVersionNumber: 1,
      Tags: stackTags(deploying, logicalId),
    })
    account.launchTemplateVersions.push({
      ...named,
      VersionNumber: 1,
      DefaultVersion: true,
      CreateTime: createdAt,
      CreatedBy: account.callerArn,
      LaunchTemplateData: templateData(mapAt(properties, 'LaunchTemplateData')),
    })
  }
  for (const [index, {logicalId, properties}] of deploying.ofType('AWS::EC2::Instance').entries()) {
    launch(deploying, {
      instanceId: evaluator.identity(logicalId).id,
      launchTemplateId: textAt(mapAt(properties, 'LaunchTemplate'), 'LaunchTemplateId') ?? '',
      subnetId: textAt(properties, 'SubnetId') ?? '',
      tags: [...tagsAt(properties), ...stackTags(deploying, logicalId)],
      // One after another, a few minutes apart.
      hoursAgo: ageHours - 0.05 - index * 0.1,
    })
  }
  deployDataVolumes(deploying)
}

function templateData(data: JsonMap): ResponseLaunchTemplateData {
  const profile = mapAt(data, 'IamInstanceProfile')
  const metadata = mapAt(data, 'MetadataOptions')
  return {
    IamInstanceProfile: profile.Arn === undefined ? {Name: textAt(profile, 'Name')} : {Arn: textAt(profile, 'Arn')},
    ImageId: textAt(data, 'ImageId'),
    InstanceType: textAt(data, 'InstanceType') as NonNullable<ResponseLaunchTemplateData['InstanceType']>,
    KeyName: textAt(data, 'KeyName'),
    SecurityGroupIds: [...textsAt(data, 'SecurityGroupIds')],
    ...(data.UserData === undefined ? {} : {UserData: textAt(data, 'UserData')}),
    MetadataOptions: {
      HttpEndpoint: textAt(metadata, 'HttpEndpoint') === 'disabled' ? 'disabled' : 'enabled',
      HttpTokens: textAt(metadata, 'HttpTokens') === 'required' ? 'required' : 'optional',
      HttpPutResponseHopLimit: numberAt(metadata, 'HttpPutResponseHopLimit'),
    },
    BlockDeviceMappings: mapsAt(data, 'BlockDeviceMappings').map(mapping => {
      const disk = mapAt(mapping, 'Ebs')
      return {
        DeviceName: textAt(mapping, 'DeviceName'),
        Ebs: {
          VolumeType: 'gp3' as const,
          VolumeSize: numberAt(disk, 'VolumeSize'),
          DeleteOnTermination: truthAt(disk, 'DeleteOnTermination') ?? true,
          ...(disk.Encrypted === undefined ? {} : {Encrypted: truthAt(disk, 'Encrypted')}),
        },
      }
    }),
  }
}

export interface Launch {
  readonly instanceId: string
  readonly launchTemplateId: string
  readonly subnetId: string
  readonly tags: {Key: string; Value: string}[]
  readonly hoursAgo: number
}

/** Starts an instance from a launch template: the instance itself, its volumes, and their good health. */
export function launch(
  deploying: Deploying,
  {instanceId, launchTemplateId, subnetId, tags, ...when}: Launch,
): Instance {
  const {account, setting} = deploying
  const version = account.launchTemplateVersions.find(({LaunchTemplateId}) => LaunchTemplateId === launchTemplateId)
  const data = version?.LaunchTemplateData ?? {}
  const launchTime = hoursAgo(setting, when.hoursAgo)
  const subnet = account.subnets.find(({SubnetId}) => SubnetId === subnetId)
  const type = account.instanceTypes.find(({InstanceType}) => InstanceType === data.InstanceType)
  const volumes = (data.BlockDeviceMappings ?? []).map(({DeviceName = '', Ebs: disk}) =>
    volume(deploying, instanceId, DeviceName, launchTime, subnet?.AvailabilityZone, disk ?? {}),
  )
  const octet = 10 + (account.instances.length % 200)
  if (subnet?.AvailableIpAddressCount !== undefined) subnet.AvailableIpAddressCount -= 1
  const address = `${(subnet?.CidrBlock ?? '10.0.0.0/24').split('.').slice(0, 3).join('.')}.${octet}`
  const profile = account.instanceProfiles.find(
    ({Arn, InstanceProfileName}) =>
      Arn === data.IamInstanceProfile?.Arn || InstanceProfileName === data.IamInstanceProfile?.Name,
  )
  const groups = account.securityGroups
    .filter(({GroupId = ''}) => data.SecurityGroupIds?.includes(GroupId))
    .map(({GroupId, GroupName}) => ({GroupId, GroupName}))
  const instance: Instance = {
    InstanceId: instanceId,
    ImageId: data.ImageId,
    InstanceType: data.InstanceType,
    KeyName: data.KeyName,
    Architecture: type?.ProcessorInfo?.SupportedArchitectures?.[0] === 'arm64' ? 'arm64' : 'x86_64',
    CpuOptions: cpuOptions(data.InstanceType ?? ''),
    State: {Code: 16, Name: 'running'},
    AmiLaunchIndex: 0,
    LaunchTime: launchTime,
    Placement: {AvailabilityZone: subnet?.AvailabilityZone, Tenancy: 'default', GroupName: ''},
    SubnetId: subnetId,
    VpcId: subnet?.VpcId,
    PrivateIpAddress: address,
    PrivateDnsName: `ip-${address.replaceAll('.', '-')}.${setting.region}.compute.internal`,
    ...(subnet?.MapPublicIpOnLaunch ? {PublicIpAddress: `203.0.113.${octet}`} : {}),
    SecurityGroups: groups,
    IamInstanceProfile: {Arn: profile?.Arn, Id: profile?.InstanceProfileId},
    MetadataOptions: {...data.MetadataOptions, State: 'applied'},
    RootDeviceName: '/dev/sda1',
    RootDeviceType: 'ebs',
    BlockDeviceMappings: volumes.map(({VolumeId, Attachments}) => ({
      DeviceName: Attachments?.[0]?.Device,
      Ebs: {
        VolumeId,
        Status: 'attached' as const,
        DeleteOnTermination: Attachments?.[0]?.DeleteOnTermination,
        AttachTime: launchTime,
      },
    })),
    Hypervisor: 'xen',
    EbsOptimized: true,
    EnaSupport: true,
    SourceDestCheck: true,
    Monitoring: {State: 'disabled'},
    PlatformDetails: 'Linux/UNIX',
    UsageOperation: 'RunInstances',
    VirtualizationType: 'hvm',
    Tags: [
      ...tags,
      {Key: 'aws:ec2launchtemplate:id', Value: launchTemplateId},
      {Key: 'aws:ec2launchtemplate:version', Value: '1'},
    ],
  }
  account.instances.push(instance)
  account.volumes.push(...volumes)
  account.instanceStatuses.push({
    InstanceId: instanceId,
    AvailabilityZone: subnet?.AvailabilityZone,
    InstanceState: {Code: 16, Name: 'running'},
    SystemStatus: {Status: 'ok', Details: [{Name: 'reachability', Status: 'passed'}]},
    InstanceStatus: {Status: 'ok', Details: [{Name: 'reachability', Status: 'passed'}]},
    AttachedEbsStatus: {Status: 'ok', Details: [{Name: 'reachability', Status: 'passed'}]},
    Events: [],
  })
  account.consoleOutputs.push({
    instanceId,
    at: launchTime,
    text: `[    0.000000] Linux version 6.8.0\ncloud-init[1200]: Cloud-init finished\n${address} login: `,
  })
  return instance
}

type Disk = NonNullable<NonNullable<ResponseLaunchTemplateData['BlockDeviceMappings']>[number]['Ebs']>

function volume(
  {account, setting}: Deploying,
  instanceId: string,
  device: string,
  createdAt: Date,
  zone: string | undefined,
  disk: Disk,
): Volume {
  const id = ec2Id('vol', `${instanceId} ${device}`)
  account.volumeStatuses.push({
    VolumeId: id,
    AvailabilityZone: zone,
    VolumeStatus: {Status: 'ok', Details: [{Name: 'io-enabled', Status: 'passed'}]},
    Events: [],
    Actions: [],
  })
  const encrypted = disk.Encrypted ?? account.ebsEncryptionByDefault
  return {
    VolumeId: id,
    AvailabilityZone: zone,
    Size: disk.VolumeSize,
    VolumeType: 'gp3',
    Iops: 3000,
    Throughput: 125,
    State: 'in-use',
    CreateTime: createdAt,
    Encrypted: encrypted,
    ...(encrypted
      ? {KmsKeyId: `arn:${setting.partition}:kms:${setting.region}:${setting.accountId}:key/${hex('ebs', 8)}`}
      : {}),
    MultiAttachEnabled: false,
    Attachments: [
      {
        VolumeId: id,
        InstanceId: instanceId,
        Device: device,
        State: 'attached',
        AttachTime: createdAt,
        DeleteOnTermination: disk.DeleteOnTermination,
      },
    ],
    Tags: [],
  }
}

/** The first generation keeps the masters' data on volumes of the stack, which the masters attach themselves. */
function deployDataVolumes(deploying: Deploying): void {
  const {account, evaluator, setting, ageHours} = deploying
  for (const {logicalId, properties} of deploying.ofType('AWS::EC2::Volume')) {
    account.volumes.push({
      VolumeId: evaluator.identity(logicalId).id,
      AvailabilityZone: textAt(properties, 'AvailabilityZone'),
      Size: numberAt(properties, 'Size'),
      VolumeType: 'gp3',
      State: 'available',
      CreateTime: hoursAgo(setting, ageHours),
      Encrypted: truthAt(properties, 'Encrypted') ?? account.ebsEncryptionByDefault,
      Attachments: [],
      Tags: [...tagsAt(properties), ...stackTags(deploying, logicalId)],
    })
  }
}
