import {known, type Seen, unknown} from '../../model/fact.ts'
import type {FactMap} from '../../model/facts.ts'
import {forwardedTo, listenersOfBalancer, membersOf, type Roles} from '../roles.ts'
import {
  keyedItem,
  type PlannedResource,
  type PlannedStack,
  type Setting,
  settingOf,
  settingOr,
  subjectOfResource,
} from '../stack.ts'
import {items, property, seenBoolean, seenLiteral, seenNumber, seenTexts, type Value} from '../value.ts'
import {furtherCertificates} from './further-certificates.ts'

type SecurityGroups = FactMap['securityGroups']
type IngressRule = SecurityGroups[number]['ingress'][number]
type Balancers = FactMap['balancers']
type TargetGroups = FactMap['targetGroups']

/** The security groups of nodes and balancers with every rule that lets something in, inline or on its own. */
export function securityGroups(stack: PlannedStack, roles: Roles): SecurityGroups {
  const separate = stack.ofType('AWS::EC2::SecurityGroupIngress')
  // A rule whose group only deployment tells may belong to any of them: no port may be called closed for lack of it.
  const stray = separate
    .filter(rule => property(rule.properties, 'GroupId')?.kind === 'unresolved')
    .map(rule => openRule(rule, 'which security group a rule belongs to is known at deploy time only'))
  return [...roles.securityGroups].flatMap(([logicalId, groups]) => {
    const resource = stack.get(logicalId)
    if (resource === null) return []
    const inline = items(property(resource.properties, 'SecurityGroupIngress')).flatMap(rule =>
      ingressRules(stack, roles, resource, rule, rule),
    )
    // By the group a rule names, never by its own name: the official ids of two of them mislead (D24).
    const own = separate
      .filter(rule => stack.referenced(property(rule.properties, 'GroupId')) === resource)
      .flatMap(rule => ingressRules(stack, roles, rule, rule.properties, undefined))
    const ingress = [...inline, ...own, ...stray]
    return [...groups].map(group => ({subject: subjectOfResource(resource), group, ingress}))
  })
}

/** A rule, once for each group that its source protects. */
function ingressRules(
  stack: PlannedStack,
  roles: Roles,
  owner: PlannedResource,
  rule: Value,
  inline: Value | undefined,
): readonly IngressRule[] {
  const subject = subjectOfResource(owner, inline?.at ?? owner.resource.at)
  if (owner.made !== true) return [openRule(owner, owner.made.because)]
  const protocol = property(rule, 'IpProtocol')
  const everything = protocol !== undefined && protocol.kind === 'text' && protocol.text === '-1'
  return sourcesOf(stack, roles, rule).map(source => ({
    subject,
    protocol: settingOr(owner, protocol, seenLiteral, '-1').value,
    fromPort: everything ? known(0) : settingOr(owner, property(rule, 'FromPort'), seenNumber, 0).value,
    toPort: everything ? known(65_535) : settingOr(owner, property(rule, 'ToPort'), seenNumber, 65_535).value,
    source,
  }))
}

/** A rule that may or may not be there. */
function openRule(owner: PlannedResource, because: string): IngressRule {
  const open = unknown('unresolved', because)
  return {subject: subjectOfResource(owner), protocol: open, fromPort: open, toPort: open, source: open}
}

function sourcesOf(stack: PlannedStack, roles: Roles, rule: Value): readonly IngressRule['source'][] {
  const cidr = property(rule, 'CidrIp') ?? property(rule, 'CidrIpv6')
  if (cidr !== undefined) {
    const seen = seenLiteral(cidr)
    return [seen.state === 'unknown' ? seen : known({kind: 'cidr', cidr: seen.value})]
  }
  const source = property(rule, 'SourceSecurityGroupId') ?? property(rule, 'SourceSecurityGroupName')
  const securityGroup = stack.referenced(source)
  const groups = securityGroup === null ? undefined : roles.securityGroups.get(securityGroup.logicalId)
  if (groups !== undefined) return [...groups].map(group => known({kind: 'group', group}))
  const other = source ?? property(rule, 'SourcePrefixListId')
  if (other === undefined) return [unknown('unresolved', 'a rule names no source')]
  if (securityGroup !== null) return [known({kind: 'other', id: securityGroup.logicalId})]
  const seen = seenLiteral(other)
  return [seen.state === 'unknown' ? seen : known({kind: 'other', id: seen.value})]
}

export function balancers(stack: PlannedStack, {mainBalancer, turnBalancer}: Roles): Balancers {
  const found = [
    {balancer: 'main' as const, resource: mainBalancer},
    {balancer: 'turn' as const, resource: turnBalancer},
  ]
  // A listener of a balancer that is not in the template may listen on any port of it: none may be called missing then.
  const stray = stack
    .ofType('AWS::ElasticLoadBalancingV2::Listener')
    .filter(({properties}) => stack.referenced(property(properties, 'LoadBalancerArn')) === null)
    .map(listener => {
      const gap = unknown('unresolved', `which load balancer ${listener.logicalId} belongs to is not in the template`)
      return {...listenerFact(stack, listener), port: gap}
    })
  return found.flatMap(({balancer, resource}) => {
    if (resource === null) return []
    const attribute = (key: string): Seen<boolean> => {
      const value = keyedItem(property(resource.properties, 'LoadBalancerAttributes'), key)
      return settingOr(resource, value, seenBoolean, false).value
    }
    return [
      {
        subject: subjectOfResource(resource),
        balancer,
        scheme: settingOr(resource, property(resource.properties, 'Scheme'), seenLiteral, 'internet-facing').value,
        deletionProtection: attribute('deletion_protection.enabled'),
        crossZone: attribute('load_balancing.cross_zone.enabled'),
        listeners: [...listenersOfBalancer(stack, resource).map(listener => listenerFact(stack, listener)), ...stray],
      },
    ]
  })
}

function listenerFact(stack: PlannedStack, listener: PlannedResource): Balancers[number]['listeners'][number] {
  const {properties} = listener
  const target = forwardedTo(stack, listener)
  const [first] = items(property(properties, 'Certificates'))
  const arn = property(first, 'CertificateArn') ?? (first?.kind === 'unresolved' ? first : undefined)
  const made: Seen<true> = listener.made === true ? known(true) : unknown('unresolved', listener.made.because)
  const port = property(properties, 'Port')
  return {
    subject: subjectOfResource(listener),
    port:
      made.state === 'unknown'
        ? made
        : port === undefined
          ? unknown('unresolved', 'the listener names no port')
          : seenNumber(port),
    protocol: settingOr(listener, property(properties, 'Protocol'), seenLiteral, 'TCP').value,
    securityPolicy: settingOr<string | null>(listener, property(properties, 'SslPolicy'), seenLiteral, null).value,
    certificate: arn === undefined ? null : settingOf(listener, arn, seenLiteral),
    furtherCertificates: furtherCertificates(stack, listener),
    targetGroup: target.state === 'unknown' ? target : known(target.value?.logicalId ?? null),
  }
}

/** The certificate that the main balancer's TLS listeners present, where it has such listeners. */
export function certificate(stack: PlannedStack, mainBalancer: PlannedResource): Setting<string> | null {
  for (const listener of listenersOfBalancer(stack, mainBalancer)) {
    const [first] = items(property(listener.properties, 'Certificates'))
    const arn = property(first, 'CertificateArn')
    if (arn !== undefined) return settingOf(listener, arn, seenLiteral)
  }
  return null
}

export function balancerSubnets(mainBalancer: PlannedResource): Setting<string[]> | null {
  const subnets = property(mainBalancer.properties, 'Subnets')
  if (subnets !== undefined) return settingOf(mainBalancer, subnets, seenTexts)
  const mappings = items(property(mainBalancer.properties, 'SubnetMappings'))
  const ids = mappings.map(mapping => property(mapping, 'SubnetId')).filter(id => id !== undefined)
  return ids.length === 0
    ? null
    : {
        subject: subjectOfResource(mainBalancer),
        value: seenTexts({kind: 'list', items: ids, at: mainBalancer.resource.at}),
      }
}

/** Target groups that a listener of a balancer uses, or that hold nodes; an unused empty one says nothing. */
export function targetGroups(stack: PlannedStack, roles: Roles): TargetGroups {
  return stack.ofType('AWS::ElasticLoadBalancingV2::TargetGroup').map(group => {
    const {properties} = group
    const text = (name: string, fallback: string): Seen<string> =>
      settingOr(group, property(properties, name), seenLiteral, fallback).value
    const port = property(properties, 'Port')
    return {
      subject: subjectOfResource(group),
      name: group.logicalId,
      members: membersOf(stack, group, roles),
      port: port === undefined ? unknown('unresolved', 'the target group names no port') : seenNumber(port),
      protocol: text('Protocol', 'TCP'),
      healthCheck: {
        protocol: text('HealthCheckProtocol', 'TCP'),
        port: text('HealthCheckPort', 'traffic-port'),
        path: text('HealthCheckPath', '/'),
        matcher: settingOr(group, property(property(properties, 'Matcher'), 'HttpCode'), seenLiteral, '200-399').value,
      },
    }
  })
}

/** The VPC of the deployment, as its target groups or security groups name it. */
export function vpcId(stack: PlannedStack): Setting<string> | null {
  const named = [
    ...stack.ofType('AWS::ElasticLoadBalancingV2::TargetGroup'),
    ...stack.ofType('AWS::EC2::SecurityGroup'),
  ]
  for (const resource of named) {
    const id = property(resource.properties, 'VpcId')
    if (id !== undefined) return settingOf(resource, id, seenLiteral)
  }
  return null
}
