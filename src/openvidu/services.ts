import type {GenerationId, Span} from './generations.ts'
import {inSpan} from './generations.ts'

export type NodeRole = 'master' | 'media'

/** The modules that ENABLED_MODULES may name. */
export const moduleNames = ['observability', 'v2compatibility', 'app', 'openviduMeet'] as const

export type ModuleName = (typeof moduleNames)[number]

/** One container of `docker compose ps` in the installation folder. */
export interface Service {
  readonly role: NodeRole
  /** Container and service name. */
  readonly name: string
  /** Other names that it goes by in some releases or pages. */
  readonly aliases: readonly string[]
  /** The module that brings it; null: always there. */
  readonly module: ModuleName | null
  /** Image repositories without tag. */
  readonly images: readonly string[]
  /** The image's tag is the OpenVidu version; else the release pins a version of that software. */
  readonly versioned: boolean
  readonly purpose: string
  readonly span: Span
}

const always: Span = {since: '3.0.0-beta1'}

/**
 * The services of each role: administration page of on-premises High Availability, "Checking the status of services", and the
 * image pins of the install scripts. MinIO is on no list: on AWS the storage is S3 since 3.2.0, and before that it is not known.
 */
export const services: readonly Service[] = [
  master('caddy', 'Front door: HTTPS, routing, health answer', own('openvidu-pro-caddy')),
  master('dashboard', 'OpenVidu Dashboard', own('openvidu-pro-dashboard')),
  master('operator', 'Cluster operator: spreads configuration', own('openvidu-operator')),
  master('mongo', 'MongoDB replica set member', pinned('mongo')),
  master('redis-server', 'Redis', pinned('redis')),
  master('redis-sentinel', 'Redis sentinel', pinned('redis')),
  {...master('grafana', 'Grafana', pinned('grafana/grafana')), module: 'observability'},
  {
    ...master('loki', 'Log store', pinned('grafana/loki')),
    module: 'observability',
    span: {since: '3.0.0-beta1', until: '3.7.0'},
  },
  {
    ...master('loki', 'Log store', pinned('openvidu/grafana-loki')),
    module: 'observability',
    span: {since: '3.8.0'},
  },
  {
    // The Bitnami image that 3.2 and 3.3 pin was withdrawn in 2025: a new node of those versions cannot be installed.
    ...master('mimir', 'Metrics store', pinned('grafana/mimir', 'bitnami/grafana-mimir')),
    module: 'observability',
    span: {since: '3.0.0-beta1', until: '3.3.0'},
  },
  {
    ...master('mimir', 'Metrics store', pinned('openvidu/grafana-mimir')),
    module: 'observability',
    span: {since: '3.4.0'},
  },
  ...logShippers('master'),
  {
    ...master('openvidu-v2compatibility', 'OpenVidu v2 API', own('openvidu-v2compatibility')),
    module: 'v2compatibility',
  },
  {
    ...master('app', 'Default app, OpenVidu Call', own('openvidu-call')),
    module: 'app',
    span: {since: '3.0.0-beta1', until: '3.3.0'},
  },
  {
    ...master('openvidu-meet', 'OpenVidu Meet', own('openvidu-meet')),
    aliases: ['meet'],
    module: 'openviduMeet',
    span: {since: '3.4.0'},
  },
  media('openvidu', 'OpenVidu server: rooms and media', own('openvidu-server-pro')),
  media('ingress', 'Ingress: RTMP, WHIP and pulled streams', own('ingress')),
  {
    ...media('egress', 'Egress: recording and streaming out', pinned('livekit/egress')),
    span: {since: '3.0.0-beta1', until: '3.3.0'},
  },
  {...media('egress', 'Egress: recording and streaming out', own('egress')), span: {since: '3.4.0'}},
  media('caddy', 'Balanced way to the services of the masters', {
    images: ['openvidu/openvidu-pro-caddy', 'openvidu/openvidu-caddy'],
    versioned: true,
  }),
  {...media('prometheus', 'Metrics of the node', pinned('prom/prometheus')), module: 'observability'},
  ...logShippers('media'),
]

/**
 * The services that a node of this role should run. With `modules` (the value of ENABLED_MODULES, split at commas), those of
 * these modules only; without, those of the generation's default modules.
 */
export function servicesOf(
  generation: GenerationId,
  role: NodeRole,
  modules: readonly string[] = defaultModulesOf(generation),
): readonly Service[] {
  return services.filter(
    service =>
      service.role === role &&
      inSpan(service.span, generation) &&
      (service.module === null || modules.includes(service.module)),
  )
}

/** What a fresh installation of this generation enables, in the order in which the template writes it. */
export function defaultModulesOf(generation: GenerationId): readonly ModuleName[] {
  const app: ModuleName = inSpan({since: '3.4.0'}, generation) ? 'openviduMeet' : 'app'
  return ['observability', 'v2compatibility', app]
}

/** Runs once and ends when a node's configuration is read; running over and over means a syntax error in a configuration file. */
export const transientServices = ['openvidu-init'] as const

/** Label of the agent containers that a media node may run from 3.3 on (template 3.8.0, line 2533). */
export const agentLabel = 'openvidu-agent=true'

/** The systemd unit on every node. */
export const unitName = 'openvidu.service'

/** Where OpenVidu is installed on every node. */
export const installationFolder = '/opt/openvidu'

export interface HealthEndpoint {
  readonly role: NodeRole
  /** Service that answers. */
  readonly service: string
  /** To be asked from the node itself. */
  readonly url: string
  /** The HTTP status of a healthy service. */
  readonly status: number
}

/** The same endpoints that the load balancer's health checks ask (`balancers.ts`). */
export const healthEndpoints: readonly HealthEndpoint[] = [
  {role: 'master', service: 'caddy', url: 'http://127.0.0.1:7880/health/caddy', status: 200},
  {role: 'media', service: 'openvidu', url: 'http://127.0.0.1:7880/', status: 200},
  {role: 'media', service: 'ingress', url: 'http://127.0.0.1:9092/', status: 200},
]

function logShippers(role: NodeRole): readonly Service[] {
  const shipper = {
    ...service(role, 'promtail', 'Log shipper', pinned('grafana/promtail')),
    module: 'observability',
  } as const
  return [
    {...shipper, span: {since: '3.0.0-beta1', until: '3.7.0'}},
    // 3.8.0 pins both images, and current pages show only Alloy: either counts.
    {
      ...shipper,
      name: 'alloy',
      aliases: ['promtail'],
      images: ['grafana/alloy', 'grafana/promtail'],
      span: {since: '3.8.0'},
    },
  ]
}

function master(name: string, purpose: string, image: Image): Service {
  return service('master', name, purpose, image)
}

function media(name: string, purpose: string, image: Image): Service {
  return service('media', name, purpose, image)
}

function service(role: NodeRole, name: string, purpose: string, image: Image): Service {
  return {role, name, aliases: [], module: null, ...image, purpose, span: always}
}

type Image = Pick<Service, 'images' | 'versioned'>

function own(...names: readonly string[]): Image {
  return {images: names.map(name => `openvidu/${name}`), versioned: true}
}

function pinned(...images: readonly string[]): Image {
  return {images, versioned: false}
}
