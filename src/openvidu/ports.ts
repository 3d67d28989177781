import type {Features} from './features.ts'
import type {GenerationId, Span} from './generations.ts'
import {inSpan} from './generations.ts'

export type NodeGroup = 'master' | 'media' | 'load-balancer' | 'turn-load-balancer'

/** One opening of a security group: which group admits which source on which ports. */
export interface PortRule {
  readonly target: NodeGroup
  /** A group, or 'any' for the whole of IPv4 and of IPv6 (0.0.0.0/0 and ::/0, one rule each in the templates). */
  readonly source: NodeGroup | 'any'
  readonly protocol: 'tcp' | 'udp'
  /** First and last port, both included. */
  readonly from: number
  readonly to: number
  readonly purpose: string
  readonly span: Span
  /** Opened only with this feature; none: always. */
  readonly when?: 'turn-domain' | 'main-domain-turn'
}

const first: Span = {since: '3.2.0'}
const turnBalancer: Span = {since: '3.2.0', until: '3.5.0'}
const flagged: Span = {since: '3.3.0', until: '3.5.0'}

/**
 * Every rule of the official templates, from their SecurityGroup and SecurityGroupIngress resources judged by GroupId and
 * source, not by name: OpenViduTurnTLSLoadBalancerToMediaNodeIngressSG opens the masters (defect D24; template 3.8.0, line 3151).
 */
export const portRules: readonly PortRule[] = [
  ...balancerRules(),
  ...masterRules(),
  ...masterToMasterRules(),
  ...mediaToMasterRules(),
  ...mediaRules(),
]

/**
 * The security group rules that a deployment of this generation needs. Empty before 3.2.0, whose templates were not seen;
 * for `next` those of 3.8.0, without the dedicated TURN balancer whose ports are not published.
 */
export function portRulesOf(generation: GenerationId, features: Features): readonly PortRule[] {
  return portRules.filter(
    ({span, when}) =>
      inSpan(span, generation) &&
      (when === undefined || (when === 'turn-domain' ? features.turnDomain : features.mainDomainTurn)),
  )
}

function balancerRules(): readonly PortRule[] {
  return [
    tcp('load-balancer', 'any', 80, 'HTTP, redirected to HTTPS', first),
    tcp('load-balancer', 'any', 443, 'HTTPS, and TURN over TLS where the main domain carries it', first),
    tcp('load-balancer', 'any', 1935, 'RTMPS', first),
    {...tcp('turn-load-balancer', 'any', 443, 'TURN over TLS', turnBalancer), when: 'turn-domain'},
  ]
}

function masterRules(): readonly PortRule[] {
  return [
    tcp('master', 'any', 22, 'SSH', first),
    tcp('master', 'load-balancer', 7880, 'API and health check', first),
    tcp('master', 'load-balancer', 80, 'HTTP, redirected to HTTPS', {since: '3.4.0'}),
    {...tcp('master', 'load-balancer', 443, 'HTTPS and TURN over the main domain', flagged), when: 'main-domain-turn'},
    tcp('master', 'load-balancer', 443, 'HTTPS and TURN over the main domain', {since: '3.6.0'}),
  ]
}

function masterToMasterRules(): readonly PortRule[] {
  return [
    tcp('master', 'master', [7000, 7001], 'Redis and its sentinel', first),
    tcp('master', 'master', 20000, 'MongoDB', first),
    tcp('master', 'master', 9100, 'MinIO API', first),
    tcp('master', 'master', 9101, 'MinIO console', first),
    tcp('master', 'master', 9095, 'Mimir gRPC', first),
    tcp('master', 'master', 7946, 'Mimir gossip', first),
    tcp('master', 'master', 9096, 'Loki gRPC', first),
    tcp('master', 'master', 7947, 'Loki gossip', first),
    tcp('master', 'master', 5000, 'Dashboard', first),
    tcp('master', 'master', 3000, 'Grafana', first),
    tcp('master', 'master', 4443, 'OpenVidu v2 compatibility', first),
    // 6080 belonged to the default app, then to Meet; 3.6.0 moved Meet to 9080 and forgot custom apps on 6080 (defect D17).
    tcp('master', 'master', 6080, 'Default or custom app', {since: '3.2.0', except: ['3.6.0']}),
    tcp('master', 'master', 9080, 'OpenVidu Meet', {since: '3.6.0'}),
  ]
}

function mediaToMasterRules(): readonly PortRule[] {
  return [
    tcp('master', 'media', [7000, 7001], 'Redis and its sentinel', first),
    tcp('master', 'media', 20000, 'MongoDB', first),
    tcp('master', 'media', 9100, 'MinIO API', first),
    tcp('master', 'media', 9009, 'Mimir, metrics in', first),
    tcp('master', 'media', 3100, 'Loki, logs in', first),
    tcp('master', 'media', 4443, 'OpenVidu v2 compatibility, webhooks', first),
    tcp('master', 'media', 6080, 'Default or custom app, webhooks', {since: '3.2.0', except: ['3.6.0']}),
    tcp('master', 'media', 9080, 'OpenVidu Meet, webhooks', {since: '3.6.0'}),
    tcp('master', 'media', 7880, 'LiveKit API, balanced over the cluster', {since: '3.4.1'}),
  ]
}

function mediaRules(): readonly PortRule[] {
  return [
    tcp('media', 'any', 22, 'SSH', first),
    udp('media', 'any', 443, 'TURN over UDP', first),
    udp('media', 'any', 7885, 'WHIP media', first),
    udp('media', 'any', [50_000, 60_000], 'WebRTC media', first),
    tcp('media', 'any', 7881, 'WebRTC media over TCP, Pion engine', {since: '3.4.0'}),
    tcp('media', 'any', [50_000, 60_000], 'WebRTC media over TCP, mediasoup engine', {since: '3.4.0'}),
    tcp('media', 'master', 7880, 'LiveKit API', first),
    tcp('media', 'master', 8080, 'WHIP', first),
    {...tcp('media', 'master', 5349, 'TURN over the main domain', flagged), when: 'main-domain-turn'},
    tcp('media', 'master', 5349, 'TURN over the main domain', {since: '3.6.0'}),
    tcp('media', 'load-balancer', 1945, 'RTMP', first),
    tcp('media', 'load-balancer', 9092, 'Health check of the RTMP target group', first),
    {...tcp('media', 'turn-load-balancer', 5349, 'TURN over TLS', turnBalancer), when: 'turn-domain'},
    {
      ...tcp('media', 'turn-load-balancer', 7880, 'Health check of the TURN target group', turnBalancer),
      when: 'turn-domain',
    },
  ]
}

type Ports = number | readonly [from: number, to: number]

function tcp(target: NodeGroup, source: NodeGroup | 'any', ports: Ports, purpose: string, span: Span): PortRule {
  return {...rule(target, source, ports, purpose, span), protocol: 'tcp'}
}

function udp(target: NodeGroup, source: NodeGroup | 'any', ports: Ports, purpose: string, span: Span): PortRule {
  return {...rule(target, source, ports, purpose, span), protocol: 'udp'}
}

function rule(target: NodeGroup, source: NodeGroup | 'any', ports: Ports, purpose: string, span: Span) {
  const [from, to] = typeof ports === 'number' ? [ports, ports] : ports
  return {target, source, from, to, purpose, span}
}
