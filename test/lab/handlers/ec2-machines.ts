import type {Instance} from '@aws-sdk/client-ec2'
import {uuid} from '../account/ids.ts'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers} from './answers.ts'
import {filtered, named, notFound} from './filters.ts'

/** EC2, the machines: types, images, keys and instances. */
export const ec2Machines: Answers<typeof import('@aws-sdk/client-ec2')> = {
  DescribeInstanceTypes: ({InstanceTypes, Filters}, {account}) => {
    if ((InstanceTypes?.length ?? 0) > 100) {
      throw new AwsError('InvalidParameterValue', 'The maximum number of instance types is 100')
    }
    return {
      InstanceTypes: filtered(
        named(account.instanceTypes, InstanceTypes, ({InstanceType}) => InstanceType, invalidTypes),
        Filters,
        {
          'instance-type': type => type.InstanceType,
          'current-generation': type => type.CurrentGeneration,
          'processor-info.supported-architecture': type => type.ProcessorInfo?.SupportedArchitectures,
        },
      ),
    }
  },

  DescribeInstanceTypeOfferings: ({LocationType = 'region', Filters}, {account}) => {
    const all = account.typeOfferings.map(offering => {
      if (LocationType === 'availability-zone-id') {
        const zone = account.zones.find(({ZoneName}) => ZoneName === offering.Location)
        return {...offering, LocationType, Location: zone?.ZoneId}
      }
      return LocationType === 'region' ? {...offering, LocationType, Location: account.region} : offering
    })
    const byKey = new Map(all.map(offering => [`${offering.InstanceType} ${offering.Location}`, offering]))
    return {
      InstanceTypeOfferings: filtered([...byKey.values()], Filters, {
        'instance-type': offering => offering.InstanceType,
        location: offering => offering.Location,
      }),
    }
  },

  DescribeImages: ({ImageIds, Owners, Filters, IncludeDeprecated = false}, {account}) => {
    const owners = Owners?.map(owner => (owner === 'self' ? account.accountId : owner))
    const images = named(
      account.images,
      ImageIds,
      ({ImageId}) => ImageId,
      ids => {
        const malformed = !/^ami-[0-9a-f]{8,}/.test(ids)
        return malformed
          ? new AwsError('InvalidAMIID.Malformed', `Invalid id: "${ids}"`)
          : new AwsError('InvalidAMIID.NotFound', `The image id '[${ids}]' does not exist`)
      },
    )
    // The owner sees them whatever is asked; whoever names an image by its id gets it as well.
    const told = images.filter(
      ({DeprecationTime, OwnerId}) =>
        IncludeDeprecated ||
        ImageIds !== undefined ||
        OwnerId === account.accountId ||
        DeprecationTime === undefined ||
        new Date(DeprecationTime) > account.now,
    )
    return {
      Images: filtered(
        told.filter(({OwnerId = ''}) => owners === undefined || owners.length === 0 || owners.includes(OwnerId)),
        Filters,
        {
          'image-id': image => image.ImageId,
          architecture: image => image.Architecture,
          name: image => image.Name,
          'owner-id': image => image.OwnerId,
          state: image => image.State,
        },
      ),
    }
  },

  DescribeKeyPairs: ({KeyNames, KeyPairIds, Filters}, {account}) => ({
    KeyPairs: filtered(
      named(
        named(account.keyPairs, KeyNames, ({KeyName}) => KeyName, notFound('InvalidKeyPair.NotFound', 'key pair')),
        KeyPairIds,
        ({KeyPairId}) => KeyPairId,
        notFound('InvalidKeyPair.NotFound', 'key pair'),
      ),
      Filters,
      {'key-name': key => key.KeyName, 'key-pair-id': key => key.KeyPairId, fingerprint: key => key.KeyFingerprint},
    ),
  }),

  DescribeInstances: ({InstanceIds, Filters, MaxResults}, {account}) => {
    if (MaxResults !== undefined && InstanceIds !== undefined && InstanceIds.length > 0) throw idsWithPages()
    const found = filtered(
      named(
        account.instances,
        InstanceIds,
        ({InstanceId}) => InstanceId,
        notFound('InvalidInstanceID.NotFound', 'instance ID'),
      ),
      Filters,
      {
        'instance-id': instance => instance.InstanceId,
        'instance-state-name': instance => instance.State?.Name,
        'instance-type': instance => instance.InstanceType,
        'instance-lifecycle': instance => instance.InstanceLifecycle,
        'vpc-id': instance => instance.VpcId,
        'subnet-id': instance => instance.SubnetId,
        'availability-zone': instance => instance.Placement?.AvailabilityZone,
        'instance.group-id': instance => instance.SecurityGroups?.map(({GroupId}) => GroupId),
        'iam-instance-profile.arn': instance => instance.IamInstanceProfile?.Arn,
        'private-ip-address': instance => instance.PrivateIpAddress,
      },
    )
    return {Reservations: found.map(instance => reservation(instance, account.accountId))}
  },

  GetEbsEncryptionByDefault: (_, {account}) => ({
    EbsEncryptionByDefault: account.ebsEncryptionByDefault,
    SseType: 'sse-ebs',
  }),
}

/** Started one by one, each instance is a reservation of its own. */
function reservation(instance: Instance, ownerId: string) {
  return {
    ReservationId: `r-0${uuid(instance.InstanceId ?? '')
      .replaceAll('-', '')
      .slice(0, 16)}`,
    OwnerId: ownerId,
    Groups: [],
    Instances: [instance],
  }
}

function idsWithPages(): AwsError {
  return new AwsError(
    'InvalidParameterCombination',
    'The parameter instancesSet cannot be used with the parameter maxResults',
  )
}

function invalidTypes(types: string): AwsError {
  return new AwsError('InvalidInstanceType', `The following supplied instance types do not exist: [${types}]`)
}
