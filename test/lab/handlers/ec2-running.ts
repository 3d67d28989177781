import type {LaunchTemplateVersion} from '@aws-sdk/client-ec2'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers, LabCall} from './answers.ts'
import {filtered, named, notFound} from './filters.ts'

const missingInstance = notFound('InvalidInstanceID.NotFound', 'instance ID')
const missingVolume = notFound('InvalidVolume.NotFound', 'volume')

/** EC2, what runs: health, disks, snapshots, launch templates, consoles. */
export const ec2Running: Answers<typeof import('@aws-sdk/client-ec2')> = {
  DescribeInstanceStatus: ({InstanceIds, IncludeAllInstances, Filters}, {account}) => ({
    InstanceStatuses: filtered(
      named(account.instanceStatuses, InstanceIds, ({InstanceId}) => InstanceId, missingInstance).filter(
        // Only running ones, unless all are asked for.
        ({InstanceState}) => IncludeAllInstances === true || InstanceState?.Name === 'running',
      ),
      Filters,
      {
        'availability-zone': status => status.AvailabilityZone,
        'event.code': status => status.Events?.map(({Code}) => Code),
        'instance-state-name': status => status.InstanceState?.Name,
        'instance-status.status': status => status.InstanceStatus?.Status,
        'system-status.status': status => status.SystemStatus?.Status,
      },
    ),
  }),

  DescribeVolumes: ({VolumeIds, Filters}, {account}) => ({
    Volumes: filtered(
      named(account.volumes, VolumeIds, ({VolumeId}) => VolumeId, missingVolume),
      Filters,
      {
        'volume-id': volume => volume.VolumeId,
        'attachment.instance-id': volume => volume.Attachments?.map(({InstanceId}) => InstanceId),
        'attachment.device': volume => volume.Attachments?.map(({Device}) => Device),
        'attachment.delete-on-termination': volume =>
          volume.Attachments?.map(({DeleteOnTermination}) => DeleteOnTermination),
        encrypted: volume => volume.Encrypted,
        status: volume => volume.State,
        'availability-zone': volume => volume.AvailabilityZone,
      },
    ),
  }),

  DescribeVolumeStatus: ({VolumeIds, Filters}, {account}) => ({
    VolumeStatuses: filtered(
      named(account.volumeStatuses, VolumeIds, ({VolumeId}) => VolumeId, missingVolume),
      Filters,
      {'volume-status.status': status => status.VolumeStatus?.Status},
    ),
  }),

  DescribeSnapshots: ({SnapshotIds, OwnerIds, Filters}, {account}) => {
    const owners = OwnerIds?.map(owner => (owner === 'self' ? account.accountId : owner))
    const snapshots = named(
      account.snapshots,
      SnapshotIds,
      ({SnapshotId}) => SnapshotId,
      notFound('InvalidSnapshot.NotFound', 'snapshot'),
    )
    return {
      Snapshots: filtered(
        snapshots.filter(({OwnerId = ''}) => owners === undefined || owners.includes(OwnerId)),
        Filters,
        {
          'snapshot-id': snapshot => snapshot.SnapshotId,
          'volume-id': snapshot => snapshot.VolumeId,
          status: snapshot => snapshot.State,
          'storage-tier': snapshot => snapshot.StorageTier,
          'owner-id': snapshot => snapshot.OwnerId,
        },
      ),
    }
  },

  DescribeLaunchTemplates: ({LaunchTemplateIds, LaunchTemplateNames, Filters}, {account}) => ({
    LaunchTemplates: filtered(
      named(
        named(
          account.launchTemplates,
          LaunchTemplateIds,
          ({LaunchTemplateId}) => LaunchTemplateId,
          notFound('InvalidLaunchTemplateId.NotFound', 'specified launch template'),
        ),
        LaunchTemplateNames,
        ({LaunchTemplateName}) => LaunchTemplateName,
        notFound('InvalidLaunchTemplateName.NotFoundException', 'specified launch template'),
      ),
      Filters,
      {'launch-template-name': template => template.LaunchTemplateName},
    ),
  }),

  DescribeLaunchTemplateVersions: ({LaunchTemplateId, LaunchTemplateName, Versions, Filters}, call) => ({
    LaunchTemplateVersions: filtered(versionsOf(call, LaunchTemplateId, LaunchTemplateName, Versions), Filters, {
      'image-id': version => version.LaunchTemplateData?.ImageId,
      'instance-type': version => version.LaunchTemplateData?.InstanceType,
      'is-default-version': version => version.DefaultVersion,
    }),
  }),

  GetConsoleOutput: ({InstanceId = '', Latest}, {account}) => {
    const instance = account.instances.find(one => one.InstanceId === InstanceId)
    if (instance === undefined) throw missingInstance(InstanceId)
    const type = account.instanceTypes.find(one => one.InstanceType === instance.InstanceType)
    if (Latest === true && type?.Hypervisor !== 'nitro') {
      throw new AwsError(
        'UnsupportedOperation',
        'This instance type does not support retrieving the latest console logs.',
      )
    }
    const found = account.consoleOutputs.find(({instanceId}) => instanceId === InstanceId)
    // There may be none. What there is goes out as base64, which the client leaves as it is.
    if (found === undefined) return {InstanceId}
    return {InstanceId, Timestamp: found.at, Output: Buffer.from(found.text).toString('base64')}
  },

  DescribeNetworkInterfaces: ({NetworkInterfaceIds, Filters}, {account}) => ({
    NetworkInterfaces: filtered(
      named(
        account.networkInterfaces,
        NetworkInterfaceIds,
        ({NetworkInterfaceId}) => NetworkInterfaceId,
        notFound('InvalidNetworkInterfaceID.NotFound', 'networkInterface ID'),
      ),
      Filters,
      {
        'network-interface-id': one => one.NetworkInterfaceId,
        'subnet-id': one => one.SubnetId,
        'vpc-id': one => one.VpcId,
        'group-id': one => one.Groups?.map(({GroupId}) => GroupId),
        'attachment.instance-id': one => one.Attachment?.InstanceId,
        description: one => one.Description,
      },
    ),
  }),

  DescribeAddresses: ({AllocationIds, PublicIps, Filters}, {account}) => ({
    Addresses: filtered(
      named(
        named(
          account.addresses,
          AllocationIds,
          ({AllocationId}) => AllocationId,
          notFound('InvalidAllocationID.NotFound', 'allocation ID'),
        ),
        PublicIps,
        ({PublicIp}) => PublicIp,
        notFound('InvalidAddress.NotFound', 'address'),
      ),
      Filters,
      {'instance-id': address => address.InstanceId, 'public-ip': address => address.PublicIp},
    ),
  }),

  DescribeVpcEndpoints: ({VpcEndpointIds, Filters}, {account}) => ({
    VpcEndpoints: filtered(
      named(
        account.vpcEndpoints,
        VpcEndpointIds,
        ({VpcEndpointId}) => VpcEndpointId,
        notFound('InvalidVpcEndpointId.NotFound', 'Vpc Endpoint Id'),
      ),
      Filters,
      {'vpc-id': endpoint => endpoint.VpcId, 'service-name': endpoint => endpoint.ServiceName},
    ),
  }),
}

/** Numbers, `$Latest` and `$Default`; without a template only the last two may be asked for, of all templates. */
function versionsOf(
  {account}: LabCall,
  id: string | undefined,
  name: string | undefined,
  wanted: readonly string[] | undefined,
): readonly LaunchTemplateVersion[] {
  const templates = account.launchTemplates.filter(
    ({LaunchTemplateId, LaunchTemplateName}) =>
      (id === undefined || LaunchTemplateId === id) && (name === undefined || LaunchTemplateName === name),
  )
  const asked = id ?? name
  if (asked !== undefined && templates.length === 0) {
    throw new AwsError(
      id === undefined ? 'InvalidLaunchTemplateName.NotFoundException' : 'InvalidLaunchTemplateId.NotFound',
      `The specified launch template, with template ID ${asked}, does not exist.`,
    )
  }
  if (asked === undefined && (wanted ?? []).some(version => !version.startsWith('$'))) {
    throw new AwsError('MissingParameter', 'The request must contain the parameter LaunchTemplateId')
  }
  return templates.flatMap(template => {
    const versions = account.launchTemplateVersions.filter(
      ({LaunchTemplateId}) => LaunchTemplateId === template.LaunchTemplateId,
    )
    if (wanted === undefined || wanted.length === 0) return versions
    const numbers = wanted.map(version => {
      if (version === '$Latest') return template.LatestVersionNumber
      return version === '$Default' ? template.DefaultVersionNumber : Number(version)
    })
    const missing = numbers.find(number => !versions.some(({VersionNumber}) => VersionNumber === number))
    if (missing !== undefined) {
      const message = `Could not find the specified version ${missing} for the launch template with ID ${template.LaunchTemplateId}.`
      throw new AwsError('InvalidLaunchTemplateId.VersionNotFound', message)
    }
    return versions.filter(({VersionNumber}) => numbers.includes(VersionNumber))
  })
}
