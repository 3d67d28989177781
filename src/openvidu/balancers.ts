import type {Features} from './features.ts'
import type {GenerationId, Span} from './generations.ts'
import {inSpan} from './generations.ts'

export type TargetGroupId = 'master-api' | 'master-https' | 'master-http' | 'media-rtmp' | 'media-turn'

export interface ListenerSpec {
  readonly balancer: 'main' | 'turn'
  readonly port: number
  /** TLS listeners end TLS with the deployment's certificate. */
  readonly protocol: 'TLS' | 'TCP'
  readonly targetGroup: TargetGroupId
}

export interface HealthCheckSpec {
  readonly protocol: 'HTTP'
  readonly port: number
  readonly path: string
  /** HTTP status that counts as healthy. */
  readonly matcher: string
  readonly intervalSeconds: number
  readonly timeoutSeconds: number
  readonly healthyThreshold: number
  readonly unhealthyThreshold: number
}

export interface TargetGroupSpec {
  readonly id: TargetGroupId
  readonly logicalId: string
  readonly members: 'masters' | 'media'
  readonly port: number
  readonly protocol: 'TCP'
  readonly healthCheck: HealthCheckSpec
  /** Null where the template leaves AWS's own value (300 s). */
  readonly deregistrationDelaySeconds: number | null
}

type Condition = 'turn-domain' | 'main-domain-turn' | 'no-main-domain-turn'

interface ListenerRow extends ListenerSpec {
  readonly span: Span
  readonly when?: Condition
}

interface TargetGroupRow extends TargetGroupSpec {
  readonly span: Span
  readonly when?: Condition
}

const untilOptional: Span = {since: '3.3.0', until: '3.5.0'}

/**
 * How traffic should flow. Port 80 belongs on the HTTP target group in every generation that has one; what the templates of
 * 3.4.0 to 3.6.0 do instead (defect D17) is `shippedListenersOf`.
 */
const listeners: readonly ListenerRow[] = [
  {balancer: 'main', port: 443, protocol: 'TLS', targetGroup: 'master-api', span: {since: '3.2.0', until: '3.2.0'}},
  {
    balancer: 'main',
    port: 443,
    protocol: 'TLS',
    targetGroup: 'master-api',
    span: untilOptional,
    when: 'no-main-domain-turn',
  },
  {
    balancer: 'main',
    port: 443,
    protocol: 'TLS',
    targetGroup: 'master-https',
    span: untilOptional,
    when: 'main-domain-turn',
  },
  {balancer: 'main', port: 443, protocol: 'TLS', targetGroup: 'master-https', span: {since: '3.6.0'}},
  {balancer: 'main', port: 80, protocol: 'TCP', targetGroup: 'master-http', span: {since: '3.4.0'}},
  {balancer: 'main', port: 1935, protocol: 'TLS', targetGroup: 'media-rtmp', span: {since: '3.2.0'}},
  {
    balancer: 'turn',
    port: 443,
    protocol: 'TLS',
    targetGroup: 'media-turn',
    span: {since: '3.2.0', until: '3.5.0'},
    when: 'turn-domain',
  },
]

const timing = {intervalSeconds: 10, timeoutSeconds: 5, healthyThreshold: 3, unhealthyThreshold: 4} as const
const masterHealth: HealthCheckSpec = {protocol: 'HTTP', port: 7880, path: '/health/caddy', matcher: '200', ...timing}
const masterGroup = {
  members: 'masters',
  protocol: 'TCP',
  healthCheck: masterHealth,
  deregistrationDelaySeconds: 60,
} as const

const targetGroups: readonly TargetGroupRow[] = [
  {
    ...masterGroup,
    id: 'master-api',
    logicalId: 'OpenViduMasterNodeTG',
    port: 7880,
    span: {since: '3.2.0', until: '3.2.0'},
  },
  {
    ...masterGroup,
    id: 'master-api',
    logicalId: 'OpenViduMasterNodeTG',
    port: 7880,
    span: untilOptional,
    when: 'no-main-domain-turn',
  },
  {
    ...masterGroup,
    id: 'master-https',
    logicalId: 'OpenViduMasterNodeWithTurnTLSTG',
    port: 443,
    span: untilOptional,
    when: 'main-domain-turn',
  },
  {...masterGroup, id: 'master-https', logicalId: 'OpenViduMasterNodeWithTurnTLSTG', port: 443, span: {since: '3.6.0'}},
  {...masterGroup, id: 'master-http', logicalId: 'OpenViduMasterNodeHTTPTG', port: 80, span: {since: '3.4.0'}},
  {
    id: 'media-rtmp',
    logicalId: 'OpenViduMediaNodeRTMPTG',
    members: 'media',
    port: 1945,
    protocol: 'TCP',
    healthCheck: {protocol: 'HTTP', port: 9092, path: '/', matcher: '200', ...timing}, // the ingress service's own check
    deregistrationDelaySeconds: 60,
    span: {since: '3.2.0'},
  },
  {
    id: 'media-turn',
    logicalId: 'OpenViduMediaNodeTurnTLSTG',
    members: 'media',
    port: 5349,
    protocol: 'TCP',
    healthCheck: {protocol: 'HTTP', port: 7880, path: '/', matcher: '200', ...timing},
    deregistrationDelaySeconds: null, // the only group without the attribute
    span: {since: '3.2.0', until: '3.5.0'},
    when: 'turn-domain',
  },
]

/** Logical id of each balancer and of its security group. */
export const balancerLogicalIds = {
  main: {balancer: 'LoadBalancer', securityGroup: 'OpenViduLoadBalancerSG'},
  turn: {balancer: 'TurnTLSLoadBalancer', securityGroup: 'OpenViduTurnTLSLoadBalancerSG'},
} as const

/**
 * The listeners that a sound deployment of this generation has. Empty before 3.2.0, whose templates were not seen; for
 * `next` those of 3.8.0, without the dedicated TURN balancer.
 */
export function listenersOf(generation: GenerationId, features: Features): readonly ListenerSpec[] {
  return listeners
    .filter(row => applies(row, generation, features))
    .map(({balancer, port, protocol, targetGroup}) => ({balancer, port, protocol, targetGroup}))
}

/**
 * The listeners as the official template makes them: `listenersOf`, but with port 80 on the HTTPS target group where the
 * template errs: always in 3.6.0, and in 3.4.0 to 3.5.0 with the main domain flag (defect D17; template 3.6.0, line 3097).
 */
export function shippedListenersOf(generation: GenerationId, features: Features): readonly ListenerSpec[] {
  const astray = generation === '3.6.0' || lacksHttpGroup(generation, features)
  return listenersOf(generation, features).map(listener =>
    astray && listener.port === 80 ? {...listener, targetGroup: 'master-https'} : listener,
  )
}

/** The target groups that a sound deployment has: every one that `listenersOf` names. Empty before 3.2.0. */
export function targetGroupsOf(generation: GenerationId, features: Features): readonly TargetGroupSpec[] {
  return targetGroups
    .filter(row => applies(row, generation, features))
    .map(({span: _span, when: _when, ...group}) => group)
}

/**
 * The target groups as the official template makes them: `targetGroupsOf`, but without the HTTP group where 3.4.0 to 3.5.0
 * get the main domain flag (part of defect D17; template 3.5.0, condition of OpenViduMasterNodeHTTPTG).
 */
export function shippedTargetGroupsOf(generation: GenerationId, features: Features): readonly TargetGroupSpec[] {
  const groups = targetGroupsOf(generation, features)
  return lacksHttpGroup(generation, features) ? groups.filter(({id}) => id !== 'master-http') : groups
}

function lacksHttpGroup(generation: GenerationId, features: Features): boolean {
  return features.mainDomainTurn && inSpan({since: '3.4.0', until: '3.5.0'}, generation)
}

function applies(row: ListenerRow | TargetGroupRow, generation: GenerationId, features: Features): boolean {
  return inSpan(row.span, generation) && (row.when === undefined || holds(row.when, features))
}

function holds(condition: Condition, features: Features): boolean {
  switch (condition) {
    case 'turn-domain':
      return features.turnDomain
    case 'main-domain-turn':
      return features.mainDomainTurn
    case 'no-main-domain-turn':
      return !features.mainDomainTurn
  }
}
