import {mainDomainTurnFlag} from '../../src/openvidu/features.ts'
import type {GenerationId} from '../../src/openvidu/generations.ts'
import {contextOf} from './template-context.ts'

/** Where the stacks of the fixtures are planned: a region with more than four Availability Zones. */
export const fixtureRegion = 'us-east-1'
export const fixtureStackName = 'video'

/** Values by parameter name, in the order of a file. */
export type ParameterSet = Readonly<Record<string, string>>

/** Everything right: nothing that a check could say comes from these. */
export function goodParameters(generation: GenerationId): ParameterSet {
  const {takes, since} = contextOf(generation, false)
  const all: ParameterSet = {
    DomainName: 'meet.example.com',
    OpenViduCertificateARN: certificate(1),
    OpenViduLicense: 'not-a-licence-0000',
    RTCEngine: 'pion',
    MasterNodeInstanceType: 'c6a.xlarge',
    MediaNodeInstanceType: 'c6a.2xlarge',
    KeyName: 'operations',
    // From 3.2.0 to 3.4.1 the default serves.
    ...(since('3.2.0') ? {} : {AmiId: '/aws/service/ami-amazon-linux-latest/al2023-ami-kernel-default-x86_64'}),
    OperatingSystem: 'Ubuntu-24',
    InitialNumberOfMediaNodes: '2',
    MinNumberOfMediaNodes: '2',
    MaxNumberOfMediaNodes: '6',
    ScaleTargetCPU: '60',
    // Empty, and said to be: the template has no default, and makes a bucket for an empty name.
    S3AppDataBucketName: '',
    S3ClusterDataBucketName: '',
    OpenViduVPC: 'vpc-0d000000000000001',
    OpenViduMasterNodeSubnets: subnets('a', 4),
    OpenViduMediaNodeSubnets: subnets('b', 4),
    LoadBalancerSubnets: subnets('c', 4),
    MasterNodesDiskSize: '100',
    RetainVolumes: 'true',
    DiskSize: '100',
  }
  return Object.fromEntries(Object.entries(all).filter(([name]) => takes(name)))
}

/** Good parameters with TURN on a domain and a balancer of its own. */
export function turnParameters(generation: GenerationId): ParameterSet {
  return {...goodParameters(generation), TurnDomainName: 'turn.example.com', TurnCertificateARN: certificate(2)}
}

/** Good parameters with TURN over the main domain, an experiment from 3.3 to 3.5. */
export function mainDomainTurnParameters(generation: GenerationId): ParameterSet {
  return {...goodParameters(generation), AdditionalInstallFlags: mainDomainTurnFlag}
}

/** Good parameters with mistakes that people make; an undefined value leaves the parameter out. */
export const mistakes: Readonly<Partial<Record<GenerationId, Readonly<Record<string, string | undefined>>>>> = {
  '3.0.0-beta1': {
    RetainVolumes: 'false',
    DiskSize: 'large',
    TurnDomainName: 'turn.example.com',
    MediaNodeInstanceType: 'c6a.large',
  },
  '3.2.0': {
    AmiId: 'ami-0123456789abcdef0',
    ScaleTargetCPU: '150',
    MinNumberOfMediaNodes: '0',
    S3AppDataBucketName: undefined,
    S3ClusterDataBucketName: 'example-cluster-data',
  },
  '3.5.0': {
    MasterNodeInstanceType: 'c6gd.xlarge',
    TurnDomainName: 'meet.example.com',
    TurnCertificateARN: '',
    OpenViduMasterNodeSubnets: subnets('a', 5),
  },
  '3.8.0': {
    DomainName: 'Meet.Example.com',
    OpenViduCertificateARN: certificate(1).replace(fixtureRegion, 'eu-west-1'),
    OpenViduLicense: ' ',
    MasterNodeInstanceType: 'c6a.xlagre',
    MinNumberOfMediaNodes: '3',
    OpenViduMasterNodeSubnets: `${subnets('a', 3)},${subnets('a', 1)}`,
    MasterNodesDiskSize: '30',
    TurnDomainName: 'turn.example.com',
  },
}

export function parametersWithMistakes(generation: GenerationId): ParameterSet {
  const set: Record<string, string> = {...goodParameters(generation)}
  for (const [name, value] of Object.entries(mistakes[generation] ?? {})) {
    if (value === undefined) delete set[name]
    else set[name] = value
  }
  return set
}

function subnets(group: 'a' | 'b' | 'c', count: number): string {
  return Array.from({length: count}, (_, index) => `subnet-0${group}00000000000000${index + 1}`).join(',')
}

function certificate(number: number): string {
  return `arn:aws:acm:${fixtureRegion}:123456789012:certificate/00000000-0000-4000-8000-00000000000${number}`
}
