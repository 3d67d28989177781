import type {NodeRole} from '../../src/openvidu/services.ts'

/** Values that no answer of a node may hold, in the places where a real node has them. */
export const plantedSecrets = {
  license: 'OVPRO-4fJ2-kk81-Zq0x',
  redis: 'rEd1sPasswd77Hq2mXv9',
  mongo: 'm0ng0AdminPw31tTzK8e',
  livekit: 'lkSecretW8y3bNc5Rf0aLp7uQd2sXe6h',
  minio: 'wJalrXUtnFEMI/K7MDENG/bPxRfiCYEXAMPLEKEY',
  short: 'hunter2',
} as const

export const masterAddresses = ['10.0.1.11', '10.0.2.12', '10.0.3.13', '10.0.4.14'] as const

export const mediaAddress = '10.0.1.101'

export interface NodeAddresses {
  readonly own: string
  readonly masters: readonly string[]
}

type Files = Readonly<Record<string, string>>

/** What lies on a healthy node of 3.8.0 by path without the first slash, and what stand-ins for commands answer there. */
export function healthyNodeFiles(
  role: NodeRole,
  addresses: NodeAddresses = {own: role === 'master' ? masterAddresses[0] : mediaAddress, masters: masterAddresses},
): Files {
  return {...system, ...(role === 'master' ? master(addresses) : media(addresses))}
}

const unit = (properties: Readonly<Record<string, string>>) =>
  Object.entries(properties)
    .map(([name, value]) => `${name}=${value}\n`)
    .join('')

const system: Files = {
  'etc/os-release':
    'PRETTY_NAME="Ubuntu 24.04.3 LTS"\nNAME="Ubuntu"\nVERSION_ID="24.04"\nVERSION="24.04.3 LTS (Noble Numbat)"\nID=ubuntu\nID_LIKE=debian\n',
  'proc/uptime': '863700.52 3411022.11\n',
  'proc/stat': 'cpu  1 2 3 4 5 6 7 0 0 0\nintr 12 0 0\nctxt 1\nbtime 1794477900\nprocesses 9\n',
  'proc/meminfo':
    'MemTotal:        7969180 kB\nMemFree:          512000 kB\nMemAvailable:    4194304 kB\nSwapTotal:             0 kB\nSwapFree:              0 kB\n',
  'proc/vmstat': 'nr_free_pages 128000\noom_kill 0\n',
  'opt/openvidu/deployment-info.yaml': 'version: 3.8.0\nenvironment: aws\n',
  'run/cloud-init/result.json': '{\n "v1": {\n  "datasource": "DataSourceEc2Local",\n  "errors": []\n }\n}\n',
  'run/cloud-init/status.json':
    '{\n "v1": {\n  "datasource": "DataSourceEc2Local",\n  "init": {\n   "errors": [],\n   "finished": 1794477930.1,\n   "start": 1794477929.9\n  },\n  "stage": null\n }\n}\n',
  'var/log/cloud-init-output.log': [
    "Cloud-init v. 25.2 running 'init' at Thu, 12 Nov 2026 10:05:11 +0000. Up 11.20 seconds.",
    'Setting up python3-pip (24.0+dfsg-1ubuntu1.3) ...',
    `+ REDIS_PASSWORD=${plantedSecrets.redis}`,
    `+ sh install_ov_master_node_ha.sh --no-tty --install '--redis-password=${plantedSecrets.redis}' '--openvidu-pro-license=${plantedSecrets.license}'`,
    `+ sed -i s/MONGO_ADMIN_PASSWORD=.*/MONGO_ADMIN_PASSWORD=${plantedSecrets.mongo}/ /opt/openvidu/config/cluster/openvidu.env`,
    'Success downloading docker-compose version v5.1.4',
    'Cloud-init v. 25.2 finished at Thu, 12 Nov 2026 10:15:12 +0000. Datasource DataSourceEc2Local. Up 612.11 seconds',
    '',
  ].join('\n'),
  'stand-ins/systemctl.d/openvidu.service': unit({
    LoadState: 'loaded',
    ActiveState: 'active',
    SubState: 'exited',
    UnitFileState: 'enabled',
    Result: 'success',
    NRestarts: '0',
    StateChangeTimestamp: 'Thu 2026-11-12 10:15:00 UTC',
    InactiveExitTimestampMonotonic: '598123456',
    Environment: `LICENSE=${plantedSecrets.license}`,
  }),
  'stand-ins/systemctl.d/chrony.service': unit({LoadState: 'loaded', ActiveState: 'active'}),
  'stand-ins/systemctl.d/cron.service': unit({LoadState: 'loaded', ActiveState: 'active'}),
  'stand-ins/timedatectl.d/show': 'NTPSynchronized=yes\n',
  'stand-ins/chronyc.d/tracking': [
    'Reference ID    : A9FEA97B (169.254.169.123)',
    'Stratum         : 4',
    'Ref time (UTC)  : Sun Nov 22 09:59:51 2026',
    'System time     : 0.000020134 seconds fast of NTP time',
    'Last offset     : +0.000001522 seconds',
    'RMS offset      : 0.000004101 seconds',
    'Frequency       : 3.122 ppm slow',
    'Leap status     : Normal',
    '',
  ].join('\n'),
  'stand-ins/cloud-init.d/status.json': `${JSON.stringify(
    {
      boot_status_code: 'enabled-by-generator',
      datasource: 'ec2',
      detail: 'DataSourceEc2Local',
      errors: [],
      extended_status: 'done',
      init: {errors: [], finished: 1.1, recoverable_errors: {}, start: 1},
      last_update: 'Thu, 12 Nov 2026 10:15:12 +0000',
      recoverable_errors: {},
      status: 'done',
    },
    null,
    2,
  )}\n`,
  'stand-ins/cloud-init.d/status.txt': 'status: done\n',
  'stand-ins/journalctl.d/openvidu.service': `Starting openvidu.service - OpenVidu Service...\n Container caddy  Started\nStarted with ${plantedSecrets.short}\n`,
}

const addresses = (own: string) =>
  [
    `2: ens5    inet ${own}/24 metric 100 brd 10.0.1.255 scope global dynamic ens5\\       valid_lft 2790sec preferred_lft 2790sec`,
    '3: docker0    inet 172.17.0.1/16 brd 172.17.255.255 scope global docker0\\       valid_lft forever preferred_lft forever',
    '4: br-5f3c    inet 172.18.0.1/16 brd 172.18.255.255 scope global br-5f3c\\       valid_lft forever preferred_lft forever',
    '',
  ].join('\n')

const clusterEnvironment = (masters: readonly string[]) =>
  [
    '# Cluster configuration',
    ...masters.map((address, index) => `MASTER_NODE_${index + 1}_PRIVATE_IP=${address}`),
    'DOMAIN_NAME=video.example.com',
    'ENABLED_MODULES=observability,v2compatibility,openviduMeet',
    'OPENVIDU_RTC_ENGINE=pion',
    `OPENVIDU_PRO_LICENSE=${plantedSecrets.license}`,
    `MONGO_ADMIN_PASSWORD=${plantedSecrets.mongo}`,
    `LIVEKIT_API_SECRET=${plantedSecrets.livekit}`,
    `EXTERNAL_S3_SECRET_KEY=${plantedSecrets.minio}`,
    '',
  ].join('\n')

const masterNodeFiles =
  'caddy.yaml dashboard.env loki.yaml meet.env mimir.yaml minio.env mongo.env operator.env promtail.yaml redis.env v2compatibility.env'
const mediaNodeFiles = 'caddy egress ingress livekit prometheus promtail'

const master = ({own, masters}: NodeAddresses): Files => ({
  'opt/openvidu/config/cluster/openvidu.env': clusterEnvironment(masters),
  ...Object.fromEntries(
    masterNodeFiles
      .split(' ')
      .map(name => [
        `opt/openvidu/config/cluster/master_node/${name}`,
        `# ${name}\npassword: ${plantedSecrets.short}\n`,
      ]),
  ),
  'opt/openvidu/config/cluster/master_node/grafana/datasources.yaml': `basicAuthPassword: ${plantedSecrets.short}\n`,
  ...Object.fromEntries(
    mediaNodeFiles
      .split(' ')
      .map(name => [
        `opt/openvidu/config/cluster/media_node/${name}.yaml`,
        `# ${name}\napi_secret: ${plantedSecrets.livekit}\n`,
      ]),
  ),
  'opt/openvidu/config/node/master_node.env': [
    `MASTER_NODE_PRIVATE_IP=${own}`,
    `REDIS_PASSWORD=${plantedSecrets.redis}`,
    `OTHER=${plantedSecrets.short}`,
    '',
  ].join('\n'),
  'stand-ins/crontab.d/root': '@reboot /usr/local/bin/restart.sh &> /var/log/openvidu-restart.log\n',
  'stand-ins/ip.d/addresses': addresses(own),
  'stand-ins/docker.d/logs/caddy': `serving with ${plantedSecrets.short}\n`,
  'stand-ins/docker.d/logs/mongo': `{"msg":"connection accepted","password":"${plantedSecrets.mongo}"}\n`,
})

const media = ({own, masters}: NodeAddresses): Files => ({
  'opt/openvidu/config/node/media_node.env': [
    `MEDIA_NODE_PRIVATE_IP=${own}`,
    `MASTER_NODE_PRIVATE_IP_LIST=${masters.join(',')}`,
    `REDIS_PASSWORD=${plantedSecrets.redis}`,
    '',
  ].join('\n'),
  'opt/openvidu/egress_data/home/egress/backup_storage/': '',
  'opt/openvidu/egress_data/home/egress/tmp/': '',
  'stand-ins/ip.d/addresses': addresses(own),
  'stand-ins/docker.d/logs/openvidu': `starting, license ${plantedSecrets.license}\n`,
})
