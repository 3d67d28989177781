import {type NodeGroup, type PortRule, portRulesOf} from '../../src/openvidu/ports.ts'
import {templateResourcesOf} from '../../src/openvidu/template-resources.ts'
import {hasTurnBalancer, type TemplateContext, turnFigures} from './template-context.ts'
import {because, ref, sub, type TreeMap} from './template-tree.ts'

const groups: Readonly<Record<NodeGroup, {readonly logicalId: string; readonly name: string}>> = {
  master: {logicalId: 'OpenViduMasterNodeSG', name: 'master'},
  media: {logicalId: 'OpenViduMediaNodeSG', name: 'media'},
  'load-balancer': {logicalId: 'OpenViduLoadBalancerSG', name: 'lb'},
  'turn-load-balancer': {logicalId: 'OpenViduTurnTLSLoadBalancerSG', name: 'turn-tls-lb'},
}

/** Whom a hardened template lets in by SSH: the private networks of a company, not the world. */
export const sshRange = '10.0.0.0/8'

/** What each rule between groups is called: target, source, first port. Several where releases renamed it. */
const ruleNames: Readonly<Record<string, readonly string[]>> = {
  'master load-balancer 7880': ['OpenViduLoadBalancerToMasterIngressSG'],
  'master load-balancer 80': ['OpenViduLoadBalancerToMasterHTTPIngressSG'],
  'master load-balancer 443': ['OpenViduTurnTLSLoadBalancerToMediaNodeIngressSG'],
  'master master 7000': ['OpenViduMasterToMasterRedisIngressSG'],
  'master master 20000': ['OpenViduMasterToMasterMongoIngressSG'],
  'master master 9100': ['OpenViduMasterToMasterMinioIngressSG'],
  'master master 9101': ['OpenViduMasterToMasterMinioConsoleSG'],
  'master master 9095': ['OpenViduMasterToMasterMimirGrpcIngressSG'],
  'master master 7946': ['OpenViduMasterToMasterMimirGossipIngressSG'],
  'master master 9096': ['OpenViduMasterToMasterLokiGrpcIngressSG'],
  'master master 7947': ['OpenViduMasterToMasterLokiGossipIngressSG'],
  'master master 5000': ['OpenViduMasterToMasterDashboardsIngressSG'],
  'master master 3000': ['OpenViduMasterToMasterGrafanaIngressSG'],
  'master master 4443': ['OpenViduMasterToMasterV2CompatibilityIngress'],
  'master master 6080': [
    'OpenViduMasterToMasterDefaultAppIngress',
    'OpenViduMasterToMasterCustomAppIngress',
    'OpenViduMasterToMasterMeetIngress',
  ],
  'master master 9080': ['OpenViduMasterToMasterMeetIngress'],
  'master media 7000': ['OpenViduMediaNodeToMasterRedisIngressSG'],
  'master media 20000': ['OpenViduMediaNodeToMasterMongoIngressSG'],
  'master media 9100': ['OpenViduMediaNodeToMasterMinioIngressSG'],
  'master media 9009': ['OpenViduMediaNodeToMasterHTTPMimirSG'],
  'master media 3100': ['OpenViduMediaNodeToMasterHTTPLokiSG'],
  'master media 4443': ['OpenViduMediaNodeToMasterV2CompatibilityWebhookIngress'],
  'master media 6080': [
    'OpenViduMediaNodeToMasterDefaultAppWebhookIngress',
    'OpenViduMediaNodeToMasterCustomAppIngress',
    'OpenViduMediaNodeToMasterMeetWebhookIngress',
  ],
  'master media 9080': ['OpenViduMediaNodeToMasterMeetWebhookIngress'],
  'master media 7880': ['OpenViduMediaNodeToMasterNodeClusterPortIngress'],
  'media master 7880': ['OpenViduMasterToMediaNodeServerIngressSG'],
  'media master 8080': ['OpenViduMasterToMediaNodeClientIngressSG'],
  'media master 5349': ['OpenViduTurnTLSMasterNodeToMediaNodeIngressSG'],
  'media load-balancer 1945': ['OpenViduLoadBalancerToMediaNodeRTMPIngressSG'],
  'media load-balancer 9092': ['OpenViduLoadBalancerToMediaNodeIngressHealthCheckSG'],
  'media turn-load-balancer 5349': ['OpenViduLoadBalancerTurnTLSToMediaNodeIngressSG'],
  'media turn-load-balancer 7880': ['OpenViduLoadBalancerTurnTLSToMediaNodeHealthCheckSG'],
}

/** Each group with what the world may reach, then a resource for each rule between two groups. */
export function securityGroupResources(context: TemplateContext): TreeMap {
  const rules = rulesOf(context)
  const turn = hasTurnBalancer(context)
  const made = new Set([
    ...templateResourcesOf(context.figures).keys(),
    ...(turn ? templateResourcesOf(turnFigures(context)).keys() : []),
  ])
  const resources: TreeMap = {}
  for (const target of ['load-balancer', 'turn-load-balancer', 'master', 'media'] as const) {
    if (target === 'turn-load-balancer' && !turn) continue
    const own = rules.filter(rule => rule.target === target)
    resources[groups[target].logicalId] = {
      Type: 'AWS::EC2::SecurityGroup',
      Properties: {
        GroupName: sub(`openvidu-ha-${groups[target].name}-sg-\${AWS::Region}-\${AWS::StackName}`),
        GroupDescription: `OpenVidu HA, ${target.replaceAll('-', ' ')}`,
        VpcId: ref('OpenViduVPC'),
        SecurityGroupIngress: own
          .filter(({source}) => source === 'any')
          .flatMap(rule => worldwide(rule, context.hardened)),
      },
    }
    for (const rule of own) {
      if (rule.source === 'any') continue
      resources[nameOf(rule, made)] = between(rule, rule.source)
    }
  }
  return resources
}

/** Rules that only some parameters need are there, too: their condition switches them. */
function rulesOf(context: TemplateContext): readonly PortRule[] {
  const features = {turnDomain: true, mainDomainTurn: true}
  const own = portRulesOf(context.figures, features)
  if (context.generation !== 'next') return own
  const turn = portRulesOf(turnFigures(context), features).filter(({when}) => when === 'turn-domain')
  return [...own, ...turn]
}

function worldwide(rule: PortRule, hardened: boolean): (TreeMap | ReturnType<typeof because>)[] {
  if (hardened && rule.from === 22) {
    const why = 'SSH from inside the company only: Session Manager needs no open port at all.'
    return [because(why, {...ports(rule), CidrIp: sshRange})]
  }
  return [
    {...ports(rule), CidrIp: '0.0.0.0/0'},
    {...ports(rule), CidrIpv6: '::/0'},
  ]
}

function between(rule: PortRule, source: NodeGroup): TreeMap {
  return {
    Type: 'AWS::EC2::SecurityGroupIngress',
    Properties: {
      GroupId: ref(groups[rule.target].logicalId),
      SourceSecurityGroupId: ref(groups[source].logicalId),
      ...ports(rule),
    },
  }
}

function ports({protocol, from, to, purpose}: PortRule): TreeMap {
  return {Description: purpose, IpProtocol: protocol, FromPort: from, ToPort: to}
}

function nameOf({target, source, from}: PortRule, made: ReadonlySet<string>): string {
  const key = `${target} ${source} ${from}`
  const name = ruleNames[key]?.find(candidate => made.has(candidate))
  if (name === undefined) throw new RangeError(`No resource is named for the rule ${key}: add it to ruleNames`)
  return name
}
