import type {
  CpuOptions,
  Image,
  Instance,
  InstanceTypeInfo,
  InstanceTypeOffering,
  KeyPairInfo,
} from '@aws-sdk/client-ec2'
import type {ServiceQuota} from '@aws-sdk/client-service-quotas'
import type {Parameter} from '@aws-sdk/client-ssm'
import {instanceTypeSpecification} from '../../../src/openvidu/instance-types.ts'
import {contextOf} from '../../support/template-context.ts'
import {instanceTypesOf} from '../../support/template-inputs.ts'
import type {LabAccount} from './account.ts'
import {ec2Id, uuid} from './ids.ts'
import {arn, hoursAgo, type Setting} from './setting.ts'

type Machines = Pick<
  LabAccount,
  | 'keyPairs'
  | 'instanceTypes'
  | 'typeOfferings'
  | 'images'
  | 'ssmParameters'
  | 'quotas'
  | 'defaultQuotas'
  | 'instances'
  | 'ebsEncryptionByDefault'
>

/** What instances are made from, how many are allowed, and a few strangers that run already. */
export function machines(setting: Setting): Machines {
  const {images, ssmParameters} = imagesAndParameters(setting)
  const instanceTypes = types(setting)
  return {
    keyPairs: [keyPair(setting)],
    instanceTypes,
    typeOfferings: offerings(setting, instanceTypes),
    images,
    ssmParameters,
    quotas: quotas(setting, 256),
    defaultQuotas: quotas(setting, 5),
    instances: strangers(setting),
    ebsEncryptionByDefault: true,
  }
}

function keyPair(setting: Setting): KeyPairInfo {
  const name = setting.parameters.KeyName ?? 'operations'
  return {
    KeyName: name,
    KeyPairId: ec2Id('key', name),
    KeyType: 'ed25519',
    KeyFingerprint: 'AAAAbbbbCCCCddddEEEEffffGGGGhhhhIIIIjjjjKKK=',
    CreateTime: hoursAgo(setting, 5000),
    Tags: [],
  }
}

/** The types that the template allows, and those that the parameters name, where they are types at all. */
function types({generation, parameters}: Setting): InstanceTypeInfo[] {
  const named = [parameters.MasterNodeInstanceType, parameters.MediaNodeInstanceType].filter(type => type !== undefined)
  const all = new Set([...instanceTypesOf(contextOf(generation, false)), ...named, 't3.large', 'c5.large', 'c6a.large'])
  return [...all].flatMap((type): InstanceTypeInfo[] => {
    const specification = instanceTypeSpecification(type)
    if (specification === null) return []
    const {vcpus, memoryGiB, architecture, gpu} = specification
    return [
      {
        InstanceType: type as NonNullable<InstanceTypeInfo['InstanceType']>,
        CurrentGeneration: !type.startsWith('t2.'),
        FreeTierEligible: false,
        SupportedUsageClasses: ['on-demand', 'spot'],
        Hypervisor: type.startsWith('t2.') ? 'xen' : 'nitro',
        ProcessorInfo: {SupportedArchitectures: [architecture]},
        VCpuInfo: {DefaultVCpus: vcpus, DefaultCores: vcpus / threadsOf(type), DefaultThreadsPerCore: threadsOf(type)},
        MemoryInfo: {SizeInMiB: memoryGiB * 1024},
        NetworkInfo: {MaximumNetworkInterfaces: 4, Ipv4AddressesPerInterface: 15, Ipv6Supported: true},
        ...(gpu ? {GpuInfo: {Gpus: [{Count: 1, Manufacturer: 'NVIDIA'}]}} : {}),
      },
    ]
  })
}

/** Two threads on each core, except Graviton's and those of AMD's seventh generation, which have cores alone. */
function threadsOf(type: string): 1 | 2 {
  const alone = /^[cmr]7a\./.test(type) || instanceTypeSpecification(type)?.architecture === 'arm64'
  return alone || instanceTypeSpecification(type)?.vcpus === 1 ? 1 : 2
}

/** What every instance tells of its processors. */
export function cpuOptions(type: string): CpuOptions {
  const threads = threadsOf(type)
  return {CoreCount: (instanceTypeSpecification(type)?.vcpus ?? threads) / threads, ThreadsPerCore: threads}
}

/** Every zone has every type; the local zone has one. */
function offerings({region, zoneNames}: Setting, all: readonly InstanceTypeInfo[]): InstanceTypeOffering[] {
  const inZones = all.flatMap(({InstanceType}) =>
    zoneNames.map((Location): InstanceTypeOffering => ({InstanceType, LocationType: 'availability-zone', Location})),
  )
  return [...inZones, {InstanceType: 't3.xlarge', LocationType: 'availability-zone', Location: `${region}-bos-1a`}]
}

interface PublicImage {
  readonly path: string
  readonly name: string
  readonly architecture: 'x86_64' | 'arm64'
}

const publicImages: readonly PublicImage[] = [
  ...(['jammy', 'noble'] as const).flatMap(release =>
    (['amd64', 'arm64'] as const).map((built): PublicImage => {
      const disk = release === 'jammy' ? 'gp2' : 'gp3'
      return {
        path: `/aws/service/canonical/ubuntu/server/${release}/stable/current/${built}/hvm/ebs-${disk}/ami-id`,
        name: `ubuntu/images/hvm-ssd/ubuntu-${release}-${built}-server`,
        architecture: built === 'amd64' ? 'x86_64' : 'arm64',
      }
    }),
  ),
  ...(['x86_64', 'arm64'] as const).map(architecture => ({
    path: `/aws/service/deeplearning/ami/${architecture}/base-oss-nvidia-driver-gpu-ubuntu-24.04/latest/ami-id`,
    name: `Deep Learning Base OSS Nvidia Driver GPU AMI (Ubuntu 24.04) ${architecture}`,
    architecture,
  })),
  {
    path: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64',
    name: 'al2023-ami-kernel-default-x86_64',
    architecture: 'x86_64',
  },
]

/** The id of the image that a public parameter names; a path that nobody publishes has none. */
export function imageIdOf({region}: Setting, path: string): string | undefined {
  return publicImages.some(image => image.path === path) ? ec2Id('ami', `${region} ${path}`) : undefined
}

function imagesAndParameters(setting: Setting): {images: Image[]; ssmParameters: Parameter[]} {
  const {region, partition} = setting
  const images = publicImages.map(
    ({path, name, architecture}): Image => ({
      ImageId: ec2Id('ami', `${region} ${path}`),
      Name: name,
      Architecture: architecture,
      State: 'available',
      Public: true,
      OwnerId: '099720109477',
      ImageType: 'machine',
      RootDeviceName: '/dev/sda1',
      RootDeviceType: 'ebs',
      VirtualizationType: 'hvm',
      EnaSupport: true,
      CreationDate: '2026-06-01T00:00:00.000Z',
    }),
  )
  const ssmParameters = publicImages.map(
    ({path}): Parameter => ({
      Name: path,
      Type: 'String',
      Value: ec2Id('ami', `${region} ${path}`),
      Version: 42,
      DataType: 'aws:ec2:image',
      LastModifiedDate: hoursAgo(setting, 200),
      ARN: `arn:${partition}:ssm:${region}::parameter${path}`,
    }),
  )
  return {images, ssmParameters}
}

const quotaNames: Readonly<Record<string, string>> = {
  'L-1216C47A': 'Running On-Demand Standard (A, C, D, H, I, M, R, T, Z) instances',
  'L-34B43A08': 'All Standard (A, C, D, H, I, M, R, T, Z) Spot Instance Requests',
  'L-DB2E81BA': 'Running On-Demand G and VT instances',
}

function quotas(setting: Setting, value: number): ServiceQuota[] {
  return Object.entries(quotaNames).map(([code, name]) => ({
    ServiceCode: 'ec2',
    ServiceName: 'Amazon Elastic Compute Cloud (Amazon EC2)',
    QuotaCode: code,
    QuotaName: name,
    QuotaArn: arn(setting, 'servicequotas', `ec2/${code}`),
    Value: value,
    Unit: 'None',
    Adjustable: true,
    GlobalQuota: false,
  }))
}

/** One that counts against the quota, and two that don't: a Spot instance and one that has ended. */
function strangers(setting: Setting): Instance[] {
  const one = (
    name: string,
    type: NonNullable<Instance['InstanceType']>,
    state: 'running' | 'terminated',
  ): Instance => ({
    InstanceId: ec2Id('i', `${setting.accountId} ${name}`),
    InstanceType: type,
    ImageId: imageIdOf(setting, publicImages[0]?.path ?? ''),
    Architecture: 'x86_64',
    CpuOptions: cpuOptions(type),
    State: state === 'running' ? {Code: 16, Name: 'running'} : {Code: 48, Name: 'terminated'},
    LaunchTime: hoursAgo(setting, 900),
    Placement: {AvailabilityZone: setting.zoneNames[0], Tenancy: 'default'},
    ClientToken: uuid(name),
    Tags: [{Key: 'Name', Value: name}],
  })
  return [
    one('bastion', 't3.large', 'running'),
    {...one('batch', 'c5.large', 'running'), InstanceLifecycle: 'spot'},
    one('old', 'c6a.large', 'terminated'),
  ]
}
