import {known, type Seen, unknown} from '../model/fact.ts'
import type {NodeGroup} from '../openvidu/ports.ts'
import type {PlannedResource, PlannedStack} from './stack.ts'
import {items, property, propertyAt, type Value} from './value.ts'

/*
 * Which resource plays which part. The official logical ids decide where they are; a fork that renamed them is
 * understood by what refers to what: a target group's members are masters, the group that scales holds media nodes.
 */

export interface Roles {
  readonly masters: readonly PlannedResource[]
  readonly masterGroup: PlannedResource | null
  readonly mediaGroup: PlannedResource | null
  readonly mainBalancer: PlannedResource | null
  readonly turnBalancer: PlannedResource | null
  /** Logical ids of security groups with whom each protects; a fork may share one. */
  readonly securityGroups: ReadonlyMap<string, ReadonlySet<NodeGroup>>
  readonly subnetProcessor: PlannedResource | null
}

const instanceType = 'AWS::EC2::Instance'
const groupType = 'AWS::AutoScaling::AutoScalingGroup'
const balancerType = 'AWS::ElasticLoadBalancingV2::LoadBalancer'
const targetGroupType = 'AWS::ElasticLoadBalancingV2::TargetGroup'
const listenerType = 'AWS::ElasticLoadBalancingV2::Listener'

export function rolesOf(stack: PlannedStack): Roles {
  const subnetProcessor = findSubnetProcessor(stack)
  const masters = findMasters(stack, subnetProcessor)
  const {masterGroup, mediaGroup} = findGroups(stack, masters)
  const {mainBalancer, turnBalancer} = findBalancers(stack, masters, masterGroup)
  return {
    masters,
    masterGroup,
    mediaGroup,
    mainBalancer,
    turnBalancer,
    securityGroups: findSecurityGroups(stack, {masters, masterGroup, mediaGroup, mainBalancer, turnBalancer}),
    subnetProcessor,
  }
}

/** The launch template that an instance or a group starts its nodes from. */
export function launchTemplateOf(stack: PlannedStack, node: PlannedResource): PlannedResource | null {
  const own = property(node.properties, 'LaunchTemplate')
  const mixed = propertyAt(node.properties, 'MixedInstancesPolicy', 'LaunchTemplate', 'LaunchTemplateSpecification')
  const specification = own ?? mixed
  return (
    stack.referenced(property(specification, 'LaunchTemplateId')) ??
    stack.referenced(property(specification, 'LaunchTemplateName'))
  )
}

/** A property of the nodes: the instance's own before its launch template's. */
export function nodeProperty(
  stack: PlannedStack,
  node: PlannedResource,
  name: string,
): {readonly owner: PlannedResource; readonly value: Value} | null {
  const own = node.type === instanceType ? property(node.properties, name) : undefined
  if (own !== undefined) return {owner: node, value: own}
  const launchTemplate = launchTemplateOf(stack, node)
  const value = propertyAt(launchTemplate?.properties, 'LaunchTemplateData', name)
  return launchTemplate === null || value === undefined ? null : {owner: launchTemplate, value}
}

/** Who is behind a target group, as far as the template tells. */
export function membersOf(
  stack: PlannedStack,
  targetGroup: PlannedResource,
  roles: Pick<Roles, 'masters' | 'masterGroup' | 'mediaGroup'>,
): Seen<Members> {
  const targets = items(property(targetGroup.properties, 'Targets'))
  const instances = targets.map(target => stack.referenced(property(target, 'Id')))
  const masters = roles.masters.filter(master => instances.includes(master))
  if (masters.length > 0 && masters.length === roles.masters.length) return known('masters')
  const attachedTo = (group: PlannedResource | null): readonly Value[] =>
    items(property(group?.properties, 'TargetGroupARNs'))
  const attached = (group: PlannedResource | null): boolean =>
    attachedTo(group).some(arn => stack.referenced(arn) === targetGroup)
  if (attached(roles.masterGroup)) return known('masters')
  if (masters.length === 0 && attached(roles.mediaGroup)) return known('media')
  // Whoever is added at deploy time may be the ones that are missing.
  const open = [...targets, ...attachedTo(roles.mediaGroup), ...attachedTo(roles.masterGroup)].find(
    ({kind}) => kind === 'unresolved',
  )
  if (open?.kind === 'unresolved') return unknown('unresolved', open.because)
  return known(masters.length > 0 ? 'some-masters' : 'none')
}

export type Members = 'masters' | 'some-masters' | 'media' | 'none'

/** The target group that a listener forwards to, null where it forwards to none. */
export function forwardedTo(stack: PlannedStack, listener: PlannedResource): Seen<PlannedResource | null> {
  const actions = property(listener.properties, 'DefaultActions')
  const targets = items(actions).flatMap(action => [
    property(action, 'TargetGroupArn') ?? (action.kind === 'unresolved' ? action : undefined),
    ...items(propertyAt(action, 'ForwardConfig', 'TargetGroups')).map(group => property(group, 'TargetGroupArn')),
  ])
  const given = targets.filter(target => target !== undefined)
  const groups = [...new Set(given.map(target => stack.referenced(target)))]
  const [first] = groups
  if (first === undefined) return known(null)
  if (groups.length > 1) return unknown('unresolved', `${listener.logicalId} forwards to several target groups`)
  return first === null
    ? unknown('unresolved', `where ${listener.logicalId} leads is not in the template`)
    : known(first)
}

export function listenersOfBalancer(stack: PlannedStack, balancer: PlannedResource): readonly PlannedResource[] {
  return stack
    .ofType(listenerType)
    .filter(listener => stack.referenced(property(listener.properties, 'LoadBalancerArn')) === balancer)
}

function findSubnetProcessor(stack: PlannedStack): PlannedResource | null {
  const official = stack.get('SubnetProcessor')
  if (official !== null) return official
  // A custom resource that is given subnets and from which an instance takes its own.
  const used = stack.ofType(instanceType).map(instance => stack.referenced(property(instance.properties, 'SubnetId')))
  return used.find(resource => resource !== null && property(resource.properties, 'Subnets') !== undefined) ?? null
}

function findMasters(stack: PlannedStack, subnetProcessor: PlannedResource | null): readonly PlannedResource[] {
  const instances = stack.ofType(instanceType)
  const targets = stack
    .ofType(targetGroupType)
    .flatMap(group => items(property(group.properties, 'Targets')))
    .map(target => stack.referenced(property(target, 'Id')))
  const known = instances.filter(
    instance => /^OpenViduMasterNode\d+$/.test(instance.logicalId) || targets.includes(instance),
  )
  if (known.length > 0 || subnetProcessor === null) return known
  // With neither official names nor targets, what the SubnetProcessor places.
  return instances.filter(instance => stack.referenced(property(instance.properties, 'SubnetId')) === subnetProcessor)
}

function findGroups(
  stack: PlannedStack,
  masters: readonly PlannedResource[],
): {masterGroup: PlannedResource | null; mediaGroup: PlannedResource | null} {
  const groups = stack.ofType(groupType)
  const named = (logicalId: string) => groups.find(group => group.logicalId === logicalId)
  const scaled = (type: string) =>
    stack.ofType(type).map(resource => stack.referenced(property(resource.properties, 'AutoScalingGroupName')))
  const scaling = [...scaled('AWS::AutoScaling::ScalingPolicy'), ...scaled('AWS::AutoScaling::LifecycleHook')]
  const mediaGroup = named('OpenViduMediaNodeASG') ?? groups.find(group => scaling.includes(group)) ?? null
  const others = groups.filter(group => group !== mediaGroup)
  const masterGroup =
    named('OpenViduMasterNodeASG') ?? (masters.length === 0 && others.length === 1 ? others[0] : undefined) ?? null
  // With masters as instances and nothing that scales it, the one group left can only hold media nodes.
  const fallback = masters.length > 0 && groups.length === 1 ? (groups[0] ?? null) : null
  return {masterGroup, mediaGroup: mediaGroup ?? fallback}
}

function findBalancers(
  stack: PlannedStack,
  masters: readonly PlannedResource[],
  masterGroup: PlannedResource | null,
): {mainBalancer: PlannedResource | null; turnBalancer: PlannedResource | null} {
  const balancers = stack.ofType(balancerType)
  const holdsMasters = (group: PlannedResource): boolean => {
    const members = membersOf(stack, group, {masters, masterGroup, mediaGroup: null})
    return members.state === 'known' && (members.value === 'masters' || members.value === 'some-masters')
  }
  const leadsToMasters = (balancer: PlannedResource): boolean =>
    listenersOfBalancer(stack, balancer)
      .map(listener => forwardedTo(stack, listener))
      .some(target => target.state === 'known' && target.value !== null && holdsMasters(target.value))
  const mainBalancer = stack.get('LoadBalancer') ?? balancers.find(leadsToMasters) ?? balancers[0] ?? null
  const turnBalancer = stack.get('TurnTLSLoadBalancer') ?? balancers.find(balancer => balancer !== mainBalancer) ?? null
  return {mainBalancer, turnBalancer}
}

function findSecurityGroups(
  stack: PlannedStack,
  roles: Pick<Roles, 'masters' | 'masterGroup' | 'mediaGroup' | 'mainBalancer' | 'turnBalancer'>,
): ReadonlyMap<string, ReadonlySet<NodeGroup>> {
  const found = new Map<string, Set<NodeGroup>>()
  const assign = (values: readonly Value[], group: NodeGroup): void => {
    for (const value of values) {
      const securityGroup = stack.referenced(value)
      if (securityGroup === null) continue
      const groups = found.get(securityGroup.logicalId) ?? new Set()
      found.set(securityGroup.logicalId, groups.add(group))
    }
  }
  const ofNode = (node: PlannedResource): readonly Value[] => {
    const ids = nodeProperty(stack, node, 'SecurityGroupIds')
    const interfaces = nodeProperty(stack, node, 'NetworkInterfaces')
    return [
      ...items(ids?.value),
      ...items(interfaces?.value).flatMap(one => [
        ...items(property(one, 'Groups')),
        ...items(property(one, 'GroupSet')),
      ]),
    ]
  }
  for (const node of [...roles.masters, roles.masterGroup]) if (node !== null) assign(ofNode(node), 'master')
  if (roles.mediaGroup !== null) assign(ofNode(roles.mediaGroup), 'media')
  if (roles.mainBalancer !== null)
    assign(items(property(roles.mainBalancer.properties, 'SecurityGroups')), 'load-balancer')
  if (roles.turnBalancer !== null)
    assign(items(property(roles.turnBalancer.properties, 'SecurityGroups')), 'turn-load-balancer')
  return found
}
