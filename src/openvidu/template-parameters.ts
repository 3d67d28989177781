import type {GenerationId, Span} from './generations.ts'
import {inSpan} from './generations.ts'

export interface TemplateParameter {
  readonly name: string
  /** CloudFormation type. */
  readonly type: string
  /** The template's default; null where it declares none. */
  readonly default: string | null
  readonly allowedPattern?: string
  readonly allowedValues?: readonly string[]
  /** For the long instance type lists: how many values are allowed. */
  readonly allowedValuesCount?: number
  readonly minValue?: number
  readonly noEcho: boolean
  /** CloudFormation demands a value, because there is no default. The value may still be empty where no pattern forbids it. */
  readonly required: boolean
  readonly purpose: string
  readonly span: Span
}

const seen: Span = {since: '3.2.0'}
// The first generation's 19 names are documented, its constraints are not: rows that start there carry those of 3.2.0.
const always: Span = {since: '3.0.0-beta1'}

const notEmpty = '^.+$'
const meetValue = '^[A-Za-z0-9_-]*$'

const table = [
  {
    name: 'DomainName',
    type: 'String',
    default: null,
    // The first alternative lets an empty value pass (defect D25); template 3.8.0, line 8.
    allowedPattern: '^$|^(?:[a-z0-9](?:[a-z0-9-]{0,61}[a-z0-9])?\\.)+[a-z0-9][a-z0-9-]{0,61}[a-z0-9]$',
    noEcho: false,
    required: true,
    purpose: 'Domain of the deployment',
    span: always,
  },
  {
    name: 'OpenViduCertificateARN',
    type: 'String',
    default: null,
    allowedPattern: '.+',
    noEcho: false,
    required: true,
    purpose: 'ACM certificate of the load balancer',
    span: always,
  },
  {
    name: 'TurnDomainName',
    type: 'String',
    default: '',
    noEcho: false,
    required: false,
    purpose: 'Domain of the dedicated TURN balancer',
    span: {since: '3.0.0-beta1', except: ['3.6.0', '3.6.1', '3.7.0', '3.8.0']},
  },
  {
    name: 'TurnCertificateARN',
    type: 'String',
    default: '',
    noEcho: false,
    required: false,
    purpose: 'ACM certificate of the dedicated TURN balancer',
    span: {since: '3.0.0-beta1', except: ['3.6.0', '3.6.1', '3.7.0', '3.8.0']},
  },
  {
    name: 'OpenViduLicense',
    type: 'String',
    default: null,
    allowedPattern: '^(?!\\s*$).+$',
    noEcho: true,
    required: true,
    purpose: 'OpenVidu PRO licence key',
    span: always,
  },
  {
    name: 'RTCEngine',
    type: 'String',
    default: 'pion',
    allowedValues: ['pion', 'mediasoup'],
    noEcho: false,
    required: false,
    purpose: 'Media engine',
    span: always,
  },
  {
    name: 'InitialMeetAdminPassword',
    type: 'String',
    default: '',
    allowedPattern: meetValue,
    noEcho: true,
    required: false,
    purpose: 'First password of the OpenVidu Meet administrator; empty: generated',
    span: {since: '3.4.0'},
  },
  {
    name: 'InitialMeetApiKey',
    type: 'String',
    default: '',
    allowedPattern: meetValue,
    noEcho: true,
    required: false,
    purpose: 'First OpenVidu Meet API key; empty: none',
    span: {since: '3.4.0'},
  },
  ...instanceTypeRows('MasterNodeInstanceType', 'EC2 type of the four master nodes'),
  ...instanceTypeRows('MediaNodeInstanceType', 'EC2 type of the media nodes'),
  {
    name: 'KeyName',
    type: 'AWS::EC2::KeyPair::KeyName',
    default: null,
    allowedPattern: notEmpty,
    noEcho: false,
    required: true,
    purpose: 'EC2 key pair for SSH',
    span: always,
  },
  {
    name: 'AmiId',
    type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>',
    // Amazon Linux by default, says the install page of 3.0.0-beta1; the path is not known.
    default: null,
    noEcho: false,
    required: false,
    purpose: 'SSM parameter path of the node image',
    span: {since: '3.0.0-beta1', until: '3.0.0-beta3'},
  },
  {
    name: 'AmiId',
    type: 'AWS::SSM::Parameter::Value<AWS::EC2::Image::Id>',
    default: '/aws/service/canonical/ubuntu/server/jammy/stable/current/amd64/hvm/ebs-gp2/ami-id',
    noEcho: false,
    required: false,
    purpose: 'SSM parameter path of the node image',
    span: {since: '3.2.0', until: '3.4.1'},
  },
  {
    name: 'OperatingSystem',
    type: 'String',
    default: 'Ubuntu-24',
    allowedValues: ['Ubuntu-22', 'Ubuntu-24'],
    noEcho: false,
    required: false,
    purpose: 'Ubuntu release of the nodes',
    span: {since: '3.5.0'},
  },
  {
    name: 'InitialNumberOfMediaNodes',
    type: 'Number',
    default: '1',
    noEcho: false,
    required: false,
    purpose: 'Media nodes at the start',
    span: always,
  },
  {
    name: 'MinNumberOfMediaNodes',
    type: 'Number',
    default: '1',
    noEcho: false,
    required: false,
    purpose: 'Fewest media nodes',
    span: always,
  },
  {
    name: 'MaxNumberOfMediaNodes',
    type: 'Number',
    default: '5',
    noEcho: false,
    required: false,
    purpose: 'Most media nodes',
    span: always,
  },
  {
    name: 'ScaleTargetCPU',
    type: 'Number',
    default: '50',
    noEcho: false,
    required: false,
    purpose: 'Average CPU, in percent, that scaling aims at',
    span: always,
  },
  {
    name: 'S3AppDataBucketName',
    type: 'String',
    // No default: a caller outside the console must pass an explicit empty value to have the bucket created.
    default: null,
    noEcho: false,
    required: true,
    purpose: 'Bucket for application data and recordings; empty: created',
    span: seen,
  },
  {
    name: 'S3ClusterDataBucketName',
    type: 'String',
    default: null,
    noEcho: false,
    required: true,
    purpose: 'Bucket for metrics and logs of the cluster; empty: created',
    span: seen,
  },
  {
    name: 'AdditionalInstallFlags',
    type: 'String',
    default: '',
    allowedPattern: '^[A-Za-z0-9, =_.\\-]*$',
    noEcho: false,
    required: false,
    purpose: 'More flags for the installer of the master nodes',
    span: {since: '3.3.0'},
  },
  {
    name: 'OpenViduVPC',
    type: 'AWS::EC2::VPC::Id',
    default: null,
    allowedPattern: notEmpty,
    noEcho: false,
    required: true,
    purpose: 'VPC of the deployment',
    span: always,
  },
  {
    name: 'OpenViduMasterNodeSubnets',
    type: 'List<AWS::EC2::Subnet::Id>',
    default: null,
    allowedPattern: notEmpty,
    noEcho: false,
    required: true,
    purpose: 'Subnets of the master nodes and of the load balancer',
    span: {since: '3.0.0-beta1', until: '3.8.0'},
  },
  {
    name: 'OpenViduMasterNodeSubnets',
    type: 'List<AWS::EC2::Subnet::Id>',
    default: null,
    allowedPattern: notEmpty,
    noEcho: false,
    required: true,
    purpose: 'Subnets of the master nodes',
    span: {since: 'next'},
  },
  {
    name: 'OpenViduMediaNodeSubnets',
    type: 'List<AWS::EC2::Subnet::Id>',
    default: null,
    allowedPattern: notEmpty,
    noEcho: false,
    required: true,
    purpose: 'Subnets of the media nodes',
    span: always,
  },
  {
    name: 'LoadBalancerSubnets',
    type: 'List<AWS::EC2::Subnet::Id>',
    // Type and default are not published: only the name and the purpose are known (newest install page).
    default: null,
    noEcho: false,
    required: false,
    purpose: 'Public subnets of the load balancer where the nodes are private',
    span: {since: 'next'},
  },
  {
    name: 'MasterNodesDiskSize',
    type: 'Number',
    default: '100',
    minValue: 50,
    noEcho: false,
    required: false,
    purpose: 'Root volume of each master, in GB',
    span: seen,
  },
  {
    name: 'RetainVolumes',
    type: 'String',
    default: null,
    noEcho: false,
    required: false,
    purpose: 'Whether the data volumes of the masters outlive the stack',
    span: {since: '3.0.0-beta1', until: '3.0.0-beta1'},
  },
  {
    name: 'DiskSize',
    type: 'Number',
    default: null,
    noEcho: false,
    required: false,
    purpose: 'Data volume of each master, in GB',
    span: {since: '3.0.0-beta1', until: '3.0.0-beta1'},
  },
] as const satisfies readonly TemplateParameter[]

/** Every parameter of the official templates; several rows where a generation changed one. */
export const templateParameters: readonly TemplateParameter[] = table

/** The parameters of the generation's official template, each once. */
export function templateParametersOf(generation: GenerationId): readonly TemplateParameter[] {
  return templateParameters.filter(({span}) => inSpan(span, generation))
}

// The list grew from 119 types (to 3.4.1) over 327 (3.5.0: t2, m4, c4, m5, m5n and r5n left) to 458 (3.6.0: GPU and memory families).
function instanceTypeRows(name: string, purpose: string): readonly TemplateParameter[] {
  const row = {name, type: 'String', default: 'c6a.xlarge', noEcho: false, required: false, purpose} as const
  return [
    {...row, span: {since: '3.0.0-beta1', until: '3.0.0-beta3'}},
    {...row, allowedValuesCount: 119, span: {since: '3.2.0', until: '3.4.1'}},
    {...row, allowedValuesCount: 327, span: {since: '3.5.0', until: '3.5.0'}},
    {...row, allowedValuesCount: 458, span: {since: '3.6.0', until: '3.8.0'}},
    {...row, span: {since: 'next'}},
  ]
}
