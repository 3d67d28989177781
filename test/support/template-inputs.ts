import {mainDomainTurnFlag} from '../../src/openvidu/features.ts'
import {gravitonFamiliesOf} from '../../src/openvidu/instance-types.ts'
import {type TemplateParameter, templateParametersOf} from '../../src/openvidu/template-parameters.ts'
import {templateConditionsOf} from '../../src/openvidu/template-resources.ts'
import {hasTurnBalancer, type TemplateContext} from './template-context.ts'
import {Call, either, equals, not, part, ref, type Tree, type TreeMap} from './template-tree.ts'

/** A few of each kind that the official lists allow; arm64 came with 3.5.0, GPUs with 3.6.0. */
const instanceTypes = {
  always: [
    ...['t3.medium', 't3.large', 't3.xlarge', 't3.2xlarge', 'c5.xlarge', 'c5.2xlarge'],
    ...[
      'c6a.large',
      'c6a.xlarge',
      'c6a.2xlarge',
      'c6a.4xlarge',
      'c6i.xlarge',
      'c7a.xlarge',
      'c7i.xlarge',
      'm6i.xlarge',
    ],
  ],
  until341: ['t2.xlarge', 'm5.xlarge'],
  since350: ['t4g.xlarge', 'c6g.xlarge', 'c6gd.xlarge', 'c6gn.xlarge', 'c7g.xlarge', 'c7g.2xlarge', 'm7g.xlarge'],
  since360: ['g4dn.xlarge', 'g5.xlarge', 'g5g.xlarge'],
}

const gpuFamilies = [
  ...['g4dn', 'g5', 'g5g', 'g6', 'g6e', 'g6f', 'g7e', 'gr6', 'gr6f'],
  ...['p4d', 'p4de', 'p5', 'p5e', 'p5en', 'p6-b200', 'p6-b300', 'p6e-gb200'],
]

export function instanceTypesOf({since}: Pick<TemplateContext, 'since'>): readonly string[] {
  const {always, until341, since350, since360} = instanceTypes
  return [...always, ...(since('3.5.0') ? since350 : until341), ...(since('3.6.0') ? since360 : [])]
}

export function parametersSection(context: TemplateContext): TreeMap {
  const section: TreeMap = {}
  for (const parameter of templateParametersOf(context.generation)) {
    section[parameter.name] = declaration(parameter, context)
  }
  return section
}

function declaration(parameter: TemplateParameter, context: TemplateContext): TreeMap {
  const {type, allowedPattern, allowedValues, allowedValuesCount, minValue, noEcho, purpose} = parameter
  const values = allowedValues ?? (allowedValuesCount === undefined ? undefined : instanceTypesOf(context))
  return {
    Type: type,
    Description: purpose,
    ...(parameter.default === null ? {} : {Default: type === 'Number' ? Number(parameter.default) : parameter.default}),
    ...(allowedPattern === undefined ? {} : {AllowedPattern: allowedPattern}),
    ...(values === undefined ? {} : {AllowedValues: [...values]}),
    ...(minValue === undefined ? {} : {MinValue: minValue}),
    ...(noEcho ? {NoEcho: true} : {}),
  }
}

const groups: Readonly<Record<string, readonly string[]>> = {
  'Domain and certificates': ['DomainName', 'OpenViduCertificateARN', 'TurnDomainName', 'TurnCertificateARN'],
  OpenVidu: ['OpenViduLicense', 'RTCEngine', 'InitialMeetAdminPassword', 'InitialMeetApiKey', 'AdditionalInstallFlags'],
  Nodes: ['MasterNodeInstanceType', 'MediaNodeInstanceType', 'KeyName', 'AmiId', 'OperatingSystem'],
  'Number of media nodes': [
    'InitialNumberOfMediaNodes',
    'MinNumberOfMediaNodes',
    'MaxNumberOfMediaNodes',
    'ScaleTargetCPU',
  ],
  Network: ['OpenViduVPC', 'OpenViduMasterNodeSubnets', 'OpenViduMediaNodeSubnets', 'LoadBalancerSubnets'],
  Storage: ['S3AppDataBucketName', 'S3ClusterDataBucketName', 'MasterNodesDiskSize', 'RetainVolumes', 'DiskSize'],
}

/** How the console groups the parameters. */
export function interfaceSection({takes}: TemplateContext): TreeMap {
  const shown = Object.entries(groups).map(
    ([label, names]): TreeMap => ({
      Label: {default: label},
      Parameters: names.filter(takes),
    }),
  )
  return {'AWS::CloudFormation::Interface': {ParameterGroups: shown}}
}

/** The images by operating system and architecture, from the release on that chooses by these. */
export function mappingsSection({since}: TemplateContext): TreeMap | null {
  if (!since('3.5.0')) return null
  return {
    NodeImages: {
      'Ubuntu-22': {x86: canonical('jammy', 'amd64', 'gp2'), arm: canonical('jammy', 'arm64', 'gp2')},
      'Ubuntu-24': {x86: canonical('noble', 'amd64', 'gp3'), arm: canonical('noble', 'arm64', 'gp3')},
    },
  }
}

function canonical(release: string, architecture: string, disk: string): string {
  const path = `/aws/service/canonical/ubuntu/server/${release}/stable/current/${architecture}/hvm/ebs-${disk}/ami-id`
  return `{{resolve:ssm:${path}}}`
}

export function conditionsSection(context: TemplateContext): TreeMap {
  const flags = ref('AdditionalInstallFlags')
  const byName: TreeMap = {
    TurnTLSIsEnabled: either([not(equals(ref('TurnDomainName'), '')), not(equals(ref('TurnCertificateARN'), ''))]),
    CreateRecordingsBucket: equals(ref('S3AppDataBucketName'), ''),
    CreateClusterDataBucket: equals(ref('S3ClusterDataBucketName'), ''),
    // CloudFormation has no "contains": a text that holds the flag differs from what stands before it.
    ExperimentalTurnTLSWithMainDomain: not(equals(part(0, mainDomainTurnFlag, flags), flags)),
    NotExperimentalTurnTLSWithMainDomain: not(new Call('Condition', 'ExperimentalTurnTLSWithMainDomain')),
    IsMasterGraviton: familyIn('MasterNodeInstanceType', gravitonFamiliesOf(context.generation)),
    IsMediaGraviton: familyIn('MediaNodeInstanceType', gravitonFamiliesOf(context.generation)),
    IsMasterNodeNvidia: familyIn('MasterNodeInstanceType', gpuFamilies),
    IsMediaNodeNvidia: familyIn('MediaNodeInstanceType', gpuFamilies),
    KeepMasterVolumes: equals(ref('RetainVolumes'), 'true'),
    DropMasterVolumes: not(new Call('Condition', 'KeepMasterVolumes')),
  }
  const section: TreeMap = {}
  for (const name of conditionNames(context)) section[name] = byName[name] ?? equals('', '')
  return section
}

function conditionNames(context: TemplateContext): readonly string[] {
  const {figures, takes} = context
  const own = templateConditionsOf(figures).map(({name}) => name)
  const official = takes('S3AppDataBucketName') ? own : own.filter(name => !name.endsWith('Bucket'))
  return [
    ...(hasTurnBalancer(context) && !own.includes('TurnTLSIsEnabled') ? ['TurnTLSIsEnabled'] : []),
    ...official,
    ...(takes('RetainVolumes') ? ['KeepMasterVolumes', 'DropMasterVolumes'] : []),
  ]
}

/** Whether an instance type is of one of the families; Fn::Or takes ten conditions at most. */
function familyIn(parameter: string, families: readonly string[]): Call {
  const tests = families.map((family): Tree => equals(part(0, '.', ref(parameter)), family))
  if (tests.length <= 10) return either(tests)
  const rest: Tree[] = []
  for (let from = 0; from < tests.length; from += 10) rest.push(either(tests.slice(from, from + 10)))
  return either(rest)
}
