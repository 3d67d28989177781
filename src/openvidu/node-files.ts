import type {GenerationId, Span} from './generations.ts'
import {inSpan} from './generations.ts'
import type {NodeRole} from './services.ts'

/** A file or folder on the nodes that says how they were installed, configured or fared. */
export interface NodeFile {
  readonly role: NodeRole | 'any'
  readonly path: string
  /** What it holds. `drain-log` and the other logs are evidence; configuration may hold secrets. */
  readonly kind: 'configuration' | 'deployment' | 'log' | 'script' | 'recordings'
  readonly meaning: string
  readonly span: Span
}

const always: Span = {since: '3.0.0-beta1'}
const seen: Span = {since: '3.2.0'}
const root = '/opt/openvidu'
const cluster = `${root}/config/cluster`

/** Paths that the templates' scripts and the administration pages name. */
export const nodeFiles: readonly NodeFile[] = [
  {
    role: 'any',
    path: `${root}/deployment-info.yaml`,
    kind: 'deployment',
    meaning: 'Version and environment',
    span: always,
  },
  {role: 'any', path: `${root}/docker-compose.yml`, kind: 'deployment', meaning: 'Services', span: always},
  // Newer pages spell the extension out; a node has one of the two.
  {role: 'any', path: `${root}/docker-compose.yaml`, kind: 'deployment', meaning: 'Services', span: seen},
  {role: 'any', path: `${root}/.env`, kind: 'configuration', meaning: 'Variables of several services', span: always},
  {role: 'any', path: '/etc/systemd/system/openvidu.service', kind: 'deployment', meaning: 'Unit', span: always},
  {role: 'any', path: '/etc/sysctl.d/50-openvidu.conf', kind: 'configuration', meaning: 'Kernel settings', span: seen},
  {
    role: 'master',
    path: `${cluster}/openvidu.env`,
    kind: 'configuration',
    meaning: 'Cluster configuration',
    span: seen,
  },
  {role: 'master', path: `${root}/config/node/master_node.env`, kind: 'configuration', meaning: 'Own node', span: seen},
  {role: 'media', path: `${root}/config/node/media_node.env`, kind: 'configuration', meaning: 'Own node', span: seen},
  ...[
    'caddy.yaml',
    'dashboard.env',
    'loki.yaml',
    'mimir.yaml',
    'minio.env',
    'mongo.env',
    'operator.env',
    'promtail.yaml',
  ].map(masterConfiguration),
  ...['redis.env', 'v2compatibility.env', 'grafana'].map(masterConfiguration),
  {...masterConfiguration('app.env'), meaning: 'Default app', span: {since: '3.2.0', until: '3.3.0'}},
  {...masterConfiguration('meet.env'), meaning: 'OpenVidu Meet', span: {since: '3.4.0'}},
  // Media nodes get these from the masters.
  ...['caddy', 'egress', 'ingress', 'livekit', 'prometheus', 'promtail'].map(
    (name): NodeFile => ({
      role: 'master',
      path: `${cluster}/media_node/${name}.yaml`,
      kind: 'configuration',
      meaning: `Media nodes' ${name}`,
      span: seen,
    }),
  ),
  {
    role: 'media',
    path: `${root}/egress_data/home/egress/backup_storage`,
    kind: 'recordings',
    meaning: 'Recordings that the storage did not take; should be empty',
    span: seen,
  },
  {
    role: 'media',
    path: `${root}/egress_data/home/egress/tmp`,
    kind: 'recordings',
    meaning: 'Recordings of an egress that crashed',
    span: seen,
  },
  {
    role: 'any',
    path: '/var/log/cloud-init-output.log',
    kind: 'log',
    meaning: 'Installation; holds secrets',
    span: always,
  },
  {role: 'any', path: '/var/log/cloud-init.log', kind: 'log', meaning: 'cloud-init', span: always},
  {role: 'any', path: '/var/log/cfn-init.log', kind: 'log', meaning: 'cfn-init', span: always},
  {role: 'any', path: '/var/log/amazon/ssm/amazon-ssm-agent.log', kind: 'log', meaning: 'SSM agent', span: seen},
  {
    role: 'master',
    path: '/var/log/openvidu/nodes_errors.log',
    kind: 'log',
    meaning: 'Configuration errors of nodes; should be missing or empty',
    span: seen,
  },
  // Always empty on Ubuntu: defect D12.
  {role: 'master', path: '/var/log/openvidu-restart.log', kind: 'log', meaning: 'Reboot job', span: seen},
  {role: 'media', path: '/var/log/stop_media_node.log', kind: 'log', meaning: 'Drain before termination', span: seen},
  ...[
    'config_s3',
    'after_install',
    'update_config_from_secret',
    'update_secret_from_config',
    'get_value_from_config',
  ].map(name => script('master', name)),
  ...['store_secret', 'restart'].map(name => script('master', name)),
  ...['set_as_unhealthy', 'stop_media_node'].map(name => script('media', name)),
  script('any', 'install'),
]

/** What the masters' crontab of root holds, to bring OpenVidu up again after a reboot (template 3.8.0, line 2170). */
export const rebootJob = '@reboot /usr/local/bin/restart.sh'

/** The files of a role in a generation, those of both roles included. */
export function nodeFilesOf(generation: GenerationId, role: NodeRole): readonly NodeFile[] {
  return nodeFiles.filter(file => (file.role === role || file.role === 'any') && inSpan(file.span, generation))
}

/** A host that nodes must reach. `run`: all the time; `install`: while they are installed. */
export interface OutboundHost {
  readonly host: string
  readonly port: number
  readonly protocol: 'tcp' | 'udp'
  readonly needed: 'install' | 'run'
  readonly purpose: string
}

/** Hosts that do not depend on the region. Sources: install scripts; on-premises install page, prerequisites. */
export const outboundHosts: readonly OutboundHost[] = [
  {host: 'accounts.openvidu.io', port: 443, protocol: 'tcp', needed: 'run', purpose: 'Licence'},
  {host: 'global.stun.twilio.com', port: 3478, protocol: 'udp', needed: 'run', purpose: 'Own public address'},
  {host: 'stun.l.google.com', port: 19_302, protocol: 'udp', needed: 'run', purpose: 'Own public address'},
  {host: 'stun1.l.google.com', port: 19_302, protocol: 'udp', needed: 'run', purpose: 'Own public address'},
  {host: 'get.openvidu.io', port: 80, protocol: 'tcp', needed: 'install', purpose: 'Installer, over plain HTTP'},
  {host: 's3.amazonaws.com', port: 443, protocol: 'tcp', needed: 'install', purpose: 'cfn-bootstrap'},
  {host: 'pypi.org', port: 443, protocol: 'tcp', needed: 'install', purpose: 'Python packages'},
  {host: 'github.com', port: 443, protocol: 'tcp', needed: 'install', purpose: 'yq, Docker Compose'},
  {host: 'awscli.amazonaws.com', port: 443, protocol: 'tcp', needed: 'install', purpose: 'AWS CLI'},
  {host: 'get.docker.com', port: 443, protocol: 'tcp', needed: 'install', purpose: 'Docker installer'},
  {host: 'download.docker.com', port: 443, protocol: 'tcp', needed: 'install', purpose: 'Docker packages'},
  {host: 'registry-1.docker.io', port: 443, protocol: 'tcp', needed: 'install', purpose: 'Container images'},
]

function masterConfiguration(name: string): NodeFile {
  return {role: 'master', path: `${cluster}/master_node/${name}`, kind: 'configuration', meaning: name, span: seen}
}

function script(role: NodeFile['role'], name: string): NodeFile {
  return {role, path: `/usr/local/bin/${name}.sh`, kind: 'script', meaning: name.replaceAll('_', ' '), span: seen}
}
