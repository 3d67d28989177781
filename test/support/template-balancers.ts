import {
  balancerLogicalIds,
  type ListenerSpec,
  listenersOf,
  shippedListenersOf,
  shippedTargetGroupsOf,
  type TargetGroupId,
  type TargetGroupSpec,
  targetGroupsOf,
} from '../../src/openvidu/balancers.ts'
import type {Features} from '../../src/openvidu/features.ts'
import {afterMasters, hasTurnBalancer, slots, type TemplateContext, turnFigures} from './template-context.ts'
import {because, ref, sub, type TreeMap, uniqueName} from './template-tree.ts'

/** A policy that allows TLS 1.2 and 1.3 only. */
export const tlsPolicy = 'ELBSecurityPolicy-TLS13-1-2-2021-06'

/** The balancers with listeners and target groups of every feature; conditions switch those that a stack does not use. */
export function balancerResources(context: TemplateContext): TreeMap {
  const parts = variants(context)
  const groups = new Map(parts.flatMap(({groups: own}) => own.map(group => [group.id, group] as const)))
  const listeners: TreeMap = {}
  for (const part of parts) {
    for (const listener of part.listeners) {
      listeners[listenerName(listener, part.features, context)] = listenerResource(listener, groups, context)
    }
  }
  const targetGroups: TreeMap = {}
  for (const group of groups.values()) targetGroups[group.logicalId] = targetGroup(group, context)
  return {
    [balancerLogicalIds.main.balancer]: mainBalancer(context),
    ...(hasTurnBalancer(context) ? {[balancerLogicalIds.turn.balancer]: turnBalancer(context)} : {}),
    ...listeners,
    ...targetGroups,
  }
}

interface Variant {
  readonly features: Features
  readonly listeners: readonly ListenerSpec[]
  readonly groups: readonly TargetGroupSpec[]
}

/** As shipped, without the flag and with it; a hardened template has what a sound one should. */
function variants(context: TemplateContext): readonly Variant[] {
  const {figures, generation, hardened} = context
  const [listeners, groups] = hardened ? [listenersOf, targetGroupsOf] : [shippedListenersOf, shippedTargetGroupsOf]
  const own = [false, true].map(mainDomainTurn => {
    const features: Features = {turnDomain: hasTurnBalancer(context), mainDomainTurn}
    return {features, listeners: listeners(figures, features), groups: groups(figures, features)}
  })
  if (generation !== 'next') return own
  // Of its TURN balancer only the idea is published: the last one that was seen stands in.
  const features: Features = {turnDomain: true, mainDomainTurn: false}
  const turn = turnFigures(context)
  return [
    ...own,
    {
      features,
      listeners: listenersOf(turn, features).filter(({balancer}) => balancer === 'turn'),
      groups: targetGroupsOf(turn, features).filter(({id}) => id === 'media-turn'),
    },
  ]
}

function mainBalancer(context: TemplateContext): TreeMap {
  const {hardened, takes} = context
  return {
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    ...afterMasters(context),
    Properties: {
      Name: uniqueName('OpenViduHA', 12),
      Type: 'network',
      Subnets: ref(takes('LoadBalancerSubnets') ? 'LoadBalancerSubnets' : 'OpenViduMasterNodeSubnets'),
      SecurityGroups: [ref(balancerLogicalIds.main.securityGroup)],
      ...(hardened ? hardenedAttributes() : {}),
      Tags: [{Key: 'Name', Value: sub('${AWS::StackName} - OpenVidu HA - Load Balancer')}],
    },
  }
}

function turnBalancer({hardened, takes}: TemplateContext): TreeMap {
  return {
    Type: 'AWS::ElasticLoadBalancingV2::LoadBalancer',
    Properties: {
      Name: uniqueName('OpenViduHA-TurnTLS', 12),
      Type: 'network',
      Subnets: ref(takes('LoadBalancerSubnets') ? 'LoadBalancerSubnets' : 'OpenViduMediaNodeSubnets'),
      SecurityGroups: [ref(balancerLogicalIds.turn.securityGroup)],
      ...(hardened ? hardenedAttributes() : {}),
      Tags: [{Key: 'Name', Value: sub('${AWS::StackName} - OpenVidu HA - TURN Load Balancer')}],
    },
  }
}

function hardenedAttributes(): TreeMap {
  return {
    LoadBalancerAttributes: [
      because('The domain name points here: a new balancer would mean a new DNS record.', {
        Key: 'deletion_protection.enabled',
        Value: 'true',
      }),
      because('A zone without a healthy media node still answers, and load does not depend on the zone.', {
        Key: 'load_balancing.cross_zone.enabled',
        Value: 'true',
      }),
    ],
  }
}

function listenerName(
  {balancer, port, targetGroup}: ListenerSpec,
  features: Features,
  {makes}: TemplateContext,
): string {
  if (balancer === 'turn') return 'OpenViduTurnTLSMediaNodeListener'
  if (port === 1935) return 'OpenViduRTMPMediaNodeListener'
  if (port === 443) {
    return targetGroup === 'master-api' ? 'OpenViduMasterNodeListener' : 'OpenViduMasterNodeWithTurnTLSListener'
  }
  const plain = 'OpenViduMasterNodeHTTPListener'
  return makes(plain) && !features.mainDomainTurn ? plain : 'OpenViduMasterNodeWithTurnTLSHTTPListener'
}

function listenerResource(
  {balancer, port, protocol, targetGroup: id}: ListenerSpec,
  groups: ReadonlyMap<TargetGroupId, TargetGroupSpec>,
  {hardened}: TemplateContext,
): TreeMap {
  const group = groups.get(id)
  if (group === undefined) throw new RangeError(`The listener on port ${port} forwards to ${id}, which is not made`)
  const certificate = balancer === 'main' ? 'OpenViduCertificateARN' : 'TurnCertificateARN'
  return {
    Type: 'AWS::ElasticLoadBalancingV2::Listener',
    Properties: {
      LoadBalancerArn: ref(balancerLogicalIds[balancer].balancer),
      Port: port,
      Protocol: protocol,
      ...(protocol === 'TLS' ? {Certificates: [{CertificateArn: ref(certificate)}]} : {}),
      ...(protocol === 'TLS' && hardened
        ? {SslPolicy: because('Without it AWS takes its oldest policy, which still speaks TLS 1.0.', tlsPolicy)}
        : {}),
      DefaultActions: [{Type: 'forward', TargetGroupArn: ref(group.logicalId)}],
    },
  }
}

const shortNames: Readonly<Record<TargetGroupId, string>> = {
  'master-api': 'OVMaster',
  'master-https': 'OVTurnTLSMaster',
  'master-http': 'OVHTTP',
  'media-rtmp': 'OVRTMP',
  'media-turn': 'OVTurnTLS',
}

function targetGroup(group: TargetGroupSpec, {makes}: TemplateContext): TreeMap {
  const {healthCheck: check, deregistrationDelaySeconds: delay} = group
  // Groups of nodes register their own members.
  const registered = group.members === 'masters' && !makes('OpenViduMasterNodeASG')
  return {
    Type: 'AWS::ElasticLoadBalancingV2::TargetGroup',
    Properties: {
      Name: uniqueName(shortNames[group.id], 12),
      VpcId: ref('OpenViduVPC'),
      TargetType: 'instance',
      Port: group.port,
      Protocol: group.protocol,
      ...(registered ? {Targets: slots.map(slot => ({Id: ref(`OpenViduMasterNode${slot}`)}))} : {}),
      HealthCheckProtocol: check.protocol,
      HealthCheckPort: String(check.port),
      HealthCheckPath: check.path,
      HealthCheckIntervalSeconds: check.intervalSeconds,
      HealthCheckTimeoutSeconds: check.timeoutSeconds,
      HealthyThresholdCount: check.healthyThreshold,
      UnhealthyThresholdCount: check.unhealthyThreshold,
      Matcher: {HttpCode: check.matcher},
      ...(delay === null
        ? {}
        : {TargetGroupAttributes: [{Key: 'deregistration_delay.timeout_seconds', Value: String(delay)}]}),
    },
  }
}
