import type {TargetHealthDescription} from '@aws-sdk/client-elastic-load-balancing-v2'
import {type Deploying, stackTags} from './deploy.ts'
import type {LabTargetGroup} from './deployment.ts'
import {mapAt, mapsAt, numberAt, tagsAt, textAt, textsAt} from './json-value.ts'
import {hoursAgo} from './setting.ts'
import type {StackResource} from './stack-evaluator.ts'

/** What an NLB has where nothing is said. */
const balancerDefaults: Readonly<Record<string, string>> = {
  'access_logs.s3.enabled': 'false',
  'access_logs.s3.bucket': '',
  'access_logs.s3.prefix': '',
  'deletion_protection.enabled': 'false',
  'load_balancing.cross_zone.enabled': 'false',
  'dns_record.client_routing_policy': 'any_availability_zone',
  'ipv6.deny_all_igw_traffic': 'false',
  'zonal_shift.config.enabled': 'false',
}

/** The same for a TCP target group of instances. */
const groupDefaults: Readonly<Record<string, string>> = {
  'deregistration_delay.timeout_seconds': '300',
  'deregistration_delay.connection_termination.enabled': 'false',
  'preserve_client_ip.enabled': 'true',
  'proxy_protocol_v2.enabled': 'false',
  'stickiness.enabled': 'false',
  'stickiness.type': 'source_ip',
  'load_balancing.cross_zone.enabled': 'use_load_balancer_configuration',
}

/** CloudFormation's choice for a TLS listener without a policy: the oldest. */
const oldestPolicy = 'ELBSecurityPolicy-2016-08'

/** Balancers, target groups, listeners, and the health of every target. */
export function deployBalancers(deploying: Deploying): void {
  for (const resource of deploying.ofType('AWS::ElasticLoadBalancingV2::LoadBalancer')) deployOne(deploying, resource)
  for (const resource of deploying.ofType('AWS::ElasticLoadBalancingV2::TargetGroup')) deployGroup(deploying, resource)
  for (const resource of deploying.ofType('AWS::ElasticLoadBalancingV2::Listener')) deployListener(deploying, resource)
  for (const resource of deploying.ofType('AWS::ElasticLoadBalancingV2::ListenerCertificate'))
    addCertificates(deploying, resource)
  for (const group of deploying.account.targetGroups) settleHealth(deploying, group)
}

function deployOne(deploying: Deploying, {logicalId, properties}: StackResource): void {
  const {account, evaluator, setting, ageHours} = deploying
  const {id, attributes} = evaluator.identity(logicalId)
  const subnets = textsAt(properties, 'Subnets').map(subnetId => {
    const subnet = account.subnets.find(({SubnetId}) => SubnetId === subnetId)
    // The balancer takes an address in each.
    if (subnet?.AvailableIpAddressCount !== undefined) subnet.AvailableIpAddressCount -= 1
    return {SubnetId: subnetId, ZoneName: subnet?.AvailabilityZone, LoadBalancerAddresses: [], vpcId: subnet?.VpcId}
  })
  account.balancers.push({
    balancer: {
      LoadBalancerArn: id,
      LoadBalancerName: attributes.LoadBalancerName,
      DNSName: attributes.DNSName,
      CanonicalHostedZoneId: 'Z26RNL4JYFTOTI',
      CreatedTime: hoursAgo(setting, ageHours - 0.5),
      Scheme: textAt(properties, 'Scheme') === 'internal' ? 'internal' : 'internet-facing',
      Type: 'network',
      State: {Code: 'active'},
      IpAddressType: 'ipv4',
      VpcId: subnets[0]?.vpcId,
      AvailabilityZones: subnets.map(({vpcId: _, ...zone}) => zone),
      SecurityGroups: [...textsAt(properties, 'SecurityGroups')],
      EnforceSecurityGroupInboundRulesOnPrivateLinkTraffic: 'on',
    },
    attributes: attributesOf(balancerDefaults, mapsAt(properties, 'LoadBalancerAttributes')),
    tags: [...tagsAt(properties), ...stackTags(deploying, logicalId)],
  })
}

function deployGroup({account, evaluator}: Deploying, {logicalId, properties}: StackResource): void {
  const groupArn = evaluator.identity(logicalId).id
  const registered = mapsAt(properties, 'Targets').flatMap(target => textAt(target, 'Id') ?? [])
  const grown = account.autoScalingGroups
    .filter(({TargetGroupARNs}) => TargetGroupARNs?.includes(groupArn))
    .flatMap(({Instances}) => Instances ?? [])
    .flatMap(({InstanceId}) => InstanceId ?? [])
  const port = numberAt(properties, 'Port')
  account.targetGroups.push({
    group: {
      TargetGroupArn: groupArn,
      TargetGroupName: textAt(properties, 'Name'),
      TargetType: 'instance',
      VpcId: textAt(properties, 'VpcId'),
      Port: port,
      Protocol: textAt(properties, 'Protocol') === 'TLS' ? 'TLS' : 'TCP',
      HealthCheckEnabled: true,
      HealthCheckProtocol: textAt(properties, 'HealthCheckProtocol') === 'HTTP' ? 'HTTP' : 'TCP',
      HealthCheckPort: textAt(properties, 'HealthCheckPort'),
      HealthCheckPath: textAt(properties, 'HealthCheckPath'),
      HealthCheckIntervalSeconds: numberAt(properties, 'HealthCheckIntervalSeconds'),
      HealthCheckTimeoutSeconds: numberAt(properties, 'HealthCheckTimeoutSeconds'),
      HealthyThresholdCount: numberAt(properties, 'HealthyThresholdCount'),
      UnhealthyThresholdCount: numberAt(properties, 'UnhealthyThresholdCount'),
      Matcher: {HttpCode: textAt(mapAt(properties, 'Matcher'), 'HttpCode')},
      IpAddressType: 'ipv4',
      LoadBalancerArns: [],
    },
    attributes: attributesOf(groupDefaults, mapsAt(properties, 'TargetGroupAttributes')),
    health: [...registered, ...grown].map(Id => ({
      Target: {Id, Port: port},
      HealthCheckPort: textAt(properties, 'HealthCheckPort'),
    })),
  })
}

function deployListener({account, evaluator}: Deploying, {logicalId, properties}: StackResource): void {
  const balancerArn = textAt(properties, 'LoadBalancerArn') ?? ''
  const protocol = textAt(properties, 'Protocol') === 'TLS' ? 'TLS' : 'TCP'
  const certificates = mapsAt(properties, 'Certificates').map(one => ({CertificateArn: textAt(one, 'CertificateArn')}))
  const actions = mapsAt(properties, 'DefaultActions').map(action => {
    const TargetGroupArn = textAt(action, 'TargetGroupArn')
    return {
      Type: 'forward' as const,
      TargetGroupArn,
      ForwardConfig: {TargetGroups: [{TargetGroupArn}], TargetGroupStickinessConfig: {Enabled: false}},
    }
  })
  account.listeners.push({
    listener: {
      ListenerArn: evaluator.identity(logicalId).id,
      LoadBalancerArn: balancerArn,
      Port: numberAt(properties, 'Port'),
      Protocol: protocol,
      ...(protocol === 'TLS'
        ? {Certificates: certificates, SslPolicy: textAt(properties, 'SslPolicy') ?? oldestPolicy}
        : {}),
      DefaultActions: actions,
    },
    certificates: [],
  })
  for (const {group} of account.targetGroups) {
    const used = actions.some(({TargetGroupArn}) => TargetGroupArn === group.TargetGroupArn)
    if (used && !group.LoadBalancerArns?.includes(balancerArn)) group.LoadBalancerArns?.push(balancerArn)
  }
  for (const certificate of account.certificates) {
    const used = certificates.some(({CertificateArn}) => CertificateArn === certificate.CertificateArn)
    if (!used) continue
    if (!certificate.InUseBy?.includes(balancerArn)) certificate.InUseBy?.push(balancerArn)
    certificate.RenewalEligibility = 'ELIGIBLE'
  }
}

/** To the certificates of a listener besides its default one. */
function addCertificates({account}: Deploying, {properties}: StackResource): void {
  const listenerArn = textAt(properties, 'ListenerArn')
  const own = account.listeners.find(({listener}) => listener.ListenerArn === listenerArn)
  for (const one of mapsAt(properties, 'Certificates'))
    own?.certificates.push({CertificateArn: textAt(one, 'CertificateArn')})
}

/** Healthy, unless no listener leads there or the node stands in a zone that the balancer does not serve. */
function settleHealth({account}: Deploying, {group, health}: LabTargetGroup): void {
  const zones = account.balancers
    .filter(({balancer}) => group.LoadBalancerArns?.includes(balancer.LoadBalancerArn ?? ''))
    .flatMap(({balancer}) => balancer.AvailabilityZones?.map(({ZoneName}) => ZoneName) ?? [])
  for (const description of health) {
    const instance = account.instances.find(({InstanceId}) => InstanceId === description.Target?.Id)
    description.TargetHealth = healthIn(zones, instance?.Placement?.AvailabilityZone)
  }
}

function healthIn(
  zones: readonly (string | undefined)[],
  zone: string | undefined,
): NonNullable<TargetHealthDescription['TargetHealth']> {
  if (zones.includes(zone)) return {State: 'healthy'}
  const Description =
    zones.length === 0
      ? 'Target group is not configured to receive traffic from the load balancer'
      : 'Target is in an Availability Zone that is not enabled for the load balancer'
  return {State: 'unused', Reason: 'Target.NotInUse', Description}
}

function attributesOf(
  defaults: Readonly<Record<string, string>>,
  given: readonly {[key: string]: unknown}[],
): {Key: string; Value: string}[] {
  const values = new Map(Object.entries(defaults))
  for (const {Key, Value} of given) values.set(String(Key), String(Value))
  return [...values].map(([Key, Value]) => ({Key, Value}))
}
