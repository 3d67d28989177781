import type {GenerationId, Span} from './generations.ts'
import {inSpan} from './generations.ts'

/** Resources that appeared together: same generations, same template condition. */
export interface ResourceGroup {
  readonly span: Span
  /** The template condition that switches these resources; none: always created. */
  readonly condition?: string
  /** CloudFormation type by logical id. */
  readonly resources: Readonly<Record<string, string>>
}

const Ingress = 'AWS::EC2::SecurityGroupIngress'
const SecurityGroup = 'AWS::EC2::SecurityGroup'
const Instance = 'AWS::EC2::Instance'
const WaitCondition = 'AWS::CloudFormation::WaitCondition'
const Role = 'AWS::IAM::Role'
const InstanceProfile = 'AWS::IAM::InstanceProfile'
const LaunchTemplate = 'AWS::EC2::LaunchTemplate'
const AutoScalingGroup = 'AWS::AutoScaling::AutoScalingGroup'
const NetworkBalancer = 'AWS::ElasticLoadBalancingV2::LoadBalancer'
const Listener = 'AWS::ElasticLoadBalancingV2::Listener'
const TargetGroup = 'AWS::ElasticLoadBalancingV2::TargetGroup'
const Bucket = 'AWS::S3::Bucket'

/** Every logical id of the official templates. A group that changed its condition has a row for each. */
export const resourceGroups: readonly ResourceGroup[] = [
  {
    // Administration page of 3.0.0-beta1; the rest of that template is not known.
    span: {since: '3.0.0-beta1', until: '3.0.0-beta1'},
    resources: {OpenViduMasterNodeASG: AutoScalingGroup},
  },
  {
    span: {since: '3.0.0-beta1'},
    resources: {OpenViduMediaNodeASG: AutoScalingGroup},
  },
  {
    // Administration page of 3.0.0-beta3: four instances in place of the masters' group.
    span: {since: '3.0.0-beta3'},
    resources: {
      OpenViduMasterNode1: Instance,
      OpenViduMasterNode2: Instance,
      OpenViduMasterNode3: Instance,
      OpenViduMasterNode4: Instance,
    },
  },
  {
    span: {since: '3.2.0'},
    resources: {
      OpenViduSharedInfo: 'AWS::SecretsManager::Secret',
      SubnetProcessorFunction: 'AWS::Lambda::Function',
      SubnetProcessor: 'Custom::SubnetProcessor',
      LambdaLogGroup: 'AWS::Logs::LogGroup',
      LambdaExecutionRole: Role,
      OpenViduMasterNodeRole: Role,
      OpenViduMediaNodeRole: Role,
      OpenViduMasterInstanceProfile: InstanceProfile,
      OpenViduMediaInstanceProfile: InstanceProfile,
      OpenViduMasterLaunchTemplate: LaunchTemplate,
      MasterNodesWaitCondition1: WaitCondition,
      MasterNodesWaitCondition2: WaitCondition,
      MasterNodesWaitCondition3: WaitCondition,
      MasterNodesWaitCondition4: WaitCondition,
      OpenViduMediaNodeLaunchTemplate: LaunchTemplate,
      StopMediaNodeLifecycleHook: 'AWS::AutoScaling::LifecycleHook',
      StopMediaNodeDocumentRole: Role,
      StopMediaNodeAutomationDocument: 'AWS::SSM::Document',
      StopMediaNodeCloudWatchEventRole: Role,
      StopMediaNodeCloudWatchEventRule: 'AWS::Events::Rule',
      OpenViduMediaNodeASGScalingPolicy: 'AWS::AutoScaling::ScalingPolicy',
      OpenViduMasterNodeSG: SecurityGroup,
      OpenViduMediaNodeSG: SecurityGroup,
      OpenViduLoadBalancerSG: SecurityGroup,
      OpenViduLoadBalancerToMasterIngressSG: Ingress,
      OpenViduMasterToMasterRedisIngressSG: Ingress,
      OpenViduMediaNodeToMasterRedisIngressSG: Ingress,
      OpenViduMasterToMasterMinioIngressSG: Ingress,
      OpenViduMasterToMasterMinioConsoleSG: Ingress,
      OpenViduMediaNodeToMasterMinioIngressSG: Ingress,
      OpenViduMasterToMasterMongoIngressSG: Ingress,
      OpenViduMediaNodeToMasterMongoIngressSG: Ingress,
      OpenViduMasterToMasterMimirGrpcIngressSG: Ingress,
      OpenViduMasterToMasterMimirGossipIngressSG: Ingress,
      OpenViduMediaNodeToMasterHTTPMimirSG: Ingress,
      OpenViduMasterToMasterLokiGrpcIngressSG: Ingress,
      OpenViduMasterToMasterLokiGossipIngressSG: Ingress,
      OpenViduMediaNodeToMasterHTTPLokiSG: Ingress,
      OpenViduMasterToMasterDashboardsIngressSG: Ingress,
      OpenViduMasterToMasterGrafanaIngressSG: Ingress,
      OpenViduMasterToMasterV2CompatibilityIngress: Ingress,
      OpenViduMediaNodeToMasterV2CompatibilityWebhookIngress: Ingress,
      OpenViduLoadBalancerToMediaNodeRTMPIngressSG: Ingress,
      OpenViduLoadBalancerToMediaNodeIngressHealthCheckSG: Ingress,
      OpenViduMasterToMediaNodeServerIngressSG: Ingress,
      OpenViduMasterToMediaNodeClientIngressSG: Ingress,
      LoadBalancer: NetworkBalancer,
      OpenViduRTMPMediaNodeListener: Listener,
      OpenViduMediaNodeRTMPTG: TargetGroup,
    },
  },
  {
    span: {since: '3.2.0'},
    condition: 'CreateRecordingsBucket',
    resources: {S3AppDataBucketResource: Bucket},
  },
  {
    span: {since: '3.2.0'},
    condition: 'CreateClusterDataBucket',
    resources: {S3ClusterDataBucketResource: Bucket},
  },
  {
    span: {since: '3.2.0', until: '3.3.0'},
    resources: {
      OpenViduMasterToMasterDefaultAppIngress: Ingress,
      OpenViduMediaNodeToMasterDefaultAppWebhookIngress: Ingress,
    },
  },
  {
    span: {since: '3.2.0', until: '3.5.0'},
    condition: 'TurnTLSIsEnabled',
    resources: {
      OpenViduLoadBalancerTurnTLSToMediaNodeIngressSG: Ingress,
      OpenViduLoadBalancerTurnTLSToMediaNodeHealthCheckSG: Ingress,
      OpenViduTurnTLSLoadBalancerSG: SecurityGroup,
      TurnTLSLoadBalancer: NetworkBalancer,
      OpenViduTurnTLSMediaNodeListener: Listener,
      OpenViduMediaNodeTurnTLSTG: TargetGroup,
    },
  },
  {
    span: {since: '3.2.0', until: '3.2.0'},
    resources: {OpenViduMasterNodeListener: Listener, OpenViduMasterNodeTG: TargetGroup},
  },
  {
    span: {since: '3.3.0', until: '3.5.0'},
    condition: 'NotExperimentalTurnTLSWithMainDomain',
    resources: {OpenViduMasterNodeListener: Listener, OpenViduMasterNodeTG: TargetGroup},
  },
  {
    span: {since: '3.3.0', until: '3.5.0'},
    condition: 'ExperimentalTurnTLSWithMainDomain',
    resources: {
      OpenViduTurnTLSMasterNodeToMediaNodeIngressSG: Ingress,
      OpenViduTurnTLSLoadBalancerToMediaNodeIngressSG: Ingress,
      OpenViduMasterNodeWithTurnTLSListener: Listener,
      OpenViduMasterNodeWithTurnTLSTG: TargetGroup,
    },
  },
  {
    span: {since: '3.4.0'},
    resources: {
      OpenViduLoadBalancerToMasterHTTPIngressSG: Ingress,
      OpenViduMasterToMasterMeetIngress: Ingress,
      OpenViduMediaNodeToMasterMeetWebhookIngress: Ingress,
    },
  },
  {
    span: {since: '3.4.0', until: '3.5.0'},
    condition: 'NotExperimentalTurnTLSWithMainDomain',
    resources: {OpenViduMasterNodeHTTPListener: Listener, OpenViduMasterNodeHTTPTG: TargetGroup},
  },
  {
    span: {since: '3.4.0', until: '3.5.0'},
    condition: 'ExperimentalTurnTLSWithMainDomain',
    resources: {OpenViduMasterNodeWithTurnTLSHTTPListener: Listener},
  },
  {
    span: {since: '3.4.1'},
    resources: {OpenViduMediaNodeToMasterNodeClusterPortIngress: Ingress},
  },
  {
    // TURN over the main domain is no option any more: the same ids, unconditional.
    span: {since: '3.6.0'},
    resources: {
      OpenViduTurnTLSMasterNodeToMediaNodeIngressSG: Ingress,
      OpenViduTurnTLSLoadBalancerToMediaNodeIngressSG: Ingress,
      OpenViduMasterNodeWithTurnTLSListener: Listener,
      OpenViduMasterNodeWithTurnTLSTG: TargetGroup,
      OpenViduMasterNodeWithTurnTLSHTTPListener: Listener,
      OpenViduMasterNodeHTTPTG: TargetGroup,
    },
  },
  {
    span: {since: '3.6.1'},
    resources: {
      OpenViduMasterToMasterCustomAppIngress: Ingress,
      OpenViduMediaNodeToMasterCustomAppIngress: Ingress,
    },
  },
]

export interface TemplateCondition {
  readonly name: string
  readonly meaning: string
  readonly span: Span
}

/** The conditions of the official templates. */
export const templateConditions: readonly TemplateCondition[] = [
  {name: 'TurnTLSIsEnabled', meaning: 'One of the Turn parameters is set', span: {since: '3.2.0', until: '3.5.0'}},
  {name: 'CreateRecordingsBucket', meaning: 'S3AppDataBucketName is empty', span: {since: '3.2.0'}},
  {name: 'CreateClusterDataBucket', meaning: 'S3ClusterDataBucketName is empty', span: {since: '3.2.0'}},
  {
    name: 'ExperimentalTurnTLSWithMainDomain',
    meaning: 'AdditionalInstallFlags holds the flag for TURN over the main domain',
    span: {since: '3.3.0', until: '3.5.0'},
  },
  {
    name: 'NotExperimentalTurnTLSWithMainDomain',
    meaning: 'AdditionalInstallFlags does not hold the flag for TURN over the main domain',
    span: {since: '3.3.0', until: '3.5.0'},
  },
  {name: 'IsMasterGraviton', meaning: 'Masters run on a known arm64 family', span: {since: '3.5.0'}},
  {name: 'IsMediaGraviton', meaning: 'Media nodes run on a known arm64 family', span: {since: '3.5.0'}},
  {name: 'IsMasterNodeNvidia', meaning: 'Masters run on a known GPU family', span: {since: '3.6.0'}},
  {name: 'IsMediaNodeNvidia', meaning: 'Media nodes run on a known GPU family', span: {since: '3.6.0'}},
]

export interface TemplateOutput {
  readonly name: string
  readonly meaning: string
  /** What it tells of: an output of the dedicated TURN balancer is there where that one is. */
  readonly of: 'secret' | 'load-balancer' | 'turn-load-balancer'
  readonly span: Span
}

/** The one output that every generation has. */
export const outputOfEveryGeneration: TemplateOutput = {
  name: 'ServicesAndCredentials',
  meaning: 'Console link to the secret with URLs and credentials',
  of: 'secret',
  span: {since: '3.0.0-beta1'},
}

/** The outputs of the stacks. */
export const templateOutputs: readonly TemplateOutput[] = [
  outputOfEveryGeneration,
  {name: 'LoadBalancerDNS', meaning: 'DNS name of the load balancer', of: 'load-balancer', span: {since: 'next'}},
  {
    name: 'TurnLoadBalancerDNS',
    meaning: 'DNS name of the dedicated TURN balancer, where there is one',
    of: 'turn-load-balancer',
    span: {since: 'next'},
  },
]

/**
 * Logical id to CloudFormation type, conditional resources included. For generations without a seen template only the few
 * ids that documentation names (before 3.2.0), or those of 3.8.0 (next).
 */
export function templateResourcesOf(generation: GenerationId): ReadonlyMap<string, string> {
  return new Map(groupsOf(generation).flatMap(({resources}) => Object.entries(resources)))
}

/** Logical id to the condition that creates it; unconditional resources are left out. */
export function resourceConditionsOf(generation: GenerationId): ReadonlyMap<string, string> {
  return new Map(
    groupsOf(generation).flatMap(({condition, resources}) =>
      condition === undefined ? [] : Object.keys(resources).map(id => [id, condition] as const),
    ),
  )
}

/** The conditions that the generation's template declares. */
export function templateConditionsOf(generation: GenerationId): readonly TemplateCondition[] {
  return templateConditions.filter(({span}) => inSpan(span, generation))
}

/** The outputs that a stack of the generation has. */
export function templateOutputsOf(generation: GenerationId): readonly TemplateOutput[] {
  return templateOutputs.filter(({span}) => inSpan(span, generation))
}

function groupsOf(generation: GenerationId): readonly ResourceGroup[] {
  return resourceGroups.filter(({span}) => inSpan(span, generation))
}
