import {createHash} from 'node:crypto'
import {secretKeysOf} from '../../src/openvidu/secret-keys.ts'

/*
 * /var/log/cloud-init-output.log of master 1: its scripts run under `bash -x`, so that the licence and every password is in it, in
 * each way in which they are made, stored, read again, written into files and given to the installer.
 */

export interface TracedInstall {
  /** Without a last line break. */
  readonly text: string
  /** By the key that it has in the deployment's secret. */
  readonly secrets: ReadonlyMap<string, string>
}

const secretId = 'openvidu-ha-eu-west-1-video'
const environment = '/opt/openvidu/config/cluster/openvidu.env'

/** How values look that `openssl rand -hex 16`, `base64` and people make up. */
function madeUp(name: string): string {
  const digest = createHash('sha512').update(`installed ${name}`).digest()
  if (name === 'LIVEKIT_API_KEY') return `API${digest.toString('hex').slice(0, 12)}`
  if (name === 'OPENVIDU_PRO_LICENSE') return `OVPRO-${digest.toString('hex').slice(0, 20)}`
  if (name === 'MEET_INITIAL_ADMIN_PASSWORD') return `Meet-${digest.toString('base64url').slice(0, 12)}!`
  if (name === 'MONGO_REPLICA_SET_KEY') return `${digest.toString('base64').slice(0, 44)}`
  return digest.toString('hex').slice(0, 32)
}

export function tracedInstall(): TracedInstall {
  const names = secretKeysOf('3.8.0')
    .filter(({credential}) => credential)
    .map(({name}) => name)
  const secrets = new Map(names.map(name => [name, madeUp(name)]))
  const value = (name: string) => secrets.get(name) ?? 'none'
  const flags = names.map(name => `'--${name.toLowerCase().replaceAll('_', '-')}=${value(name)}'`).join(' ')
  const lines = [
    "Cloud-init v. 25.2 running 'modules:final' at Thu, 12 Nov 2026 10:05:31 +0000. Up 31.20 seconds.",
    'Get:1 http://eu-west-1.ec2.archive.ubuntu.com/ubuntu noble InRelease [256 kB]',
    'Setting up jq (1.7.1-3ubuntu0.24.04.1) ...',
    '+ DEBIAN_FRONTEND=noninteractive',
    '+ OPENVIDU_VERSION=3.8.0',
    "++ curl -fsS -X PUT -H 'X-aws-ec2-metadata-token-ttl-seconds: 300' http://169.254.169.254/latest/api/token",
    '+ token=AQAEAHd8Yz0pKq3vX2mN5bT7cR9wL1sD4fG6hJ8kZ0xC==',
    "++ curl -fsS -H 'X-aws-ec2-metadata-token: AQAEAHd8Yz0pKq3vX2mN5bT7cR9wL1sD4fG6hJ8kZ0xC==' http://169.254.169.254/latest/meta-data/local-ipv4",
    '+ PRIVATE_IP=10.0.1.11',
    ...names.flatMap(name => [
      `++ /usr/local/bin/store_secret.sh generate ${name}`,
      ...(name.endsWith('LICENSE') || name.startsWith('MEET')
        ? []
        : ['+++ openssl rand -hex 16', `++ echo ${value(name)}`]),
      `+ ${name}=${value(name)}`,
      `+ /usr/local/bin/store_secret.sh save ${name} '${value(name)}'`,
      `++ aws secretsmanager get-secret-value --secret-id ${secretId} --query SecretString --output text`,
      `+ SHARED_SECRET='{"DOMAIN_NAME":"video.example.com","${name}":"${value(name)}","OPENVIDU_RTC_ENGINE":"pion"}'`,
      `++ jq --arg key ${name} --arg value '${value(name)}' '.[$key] = $value'`,
      `+ aws secretsmanager update-secret --secret-id ${secretId} --secret-string '{"${name}":"${value(name)}"}'`,
    ]),
    '+ sleep 5',
    `+ INSTALL_COMMAND='sh /root/install_ov_master_node.sh --no-tty --install --node-role=master-node --domain-name=video.example.com ${flags.replaceAll("'", '"')} --rtc-engine=pion'`,
    `+ sh /root/install_ov_master_node.sh --no-tty --install '--domain-name=video.example.com' ${flags} '--master-node-private-ip-list=10.0.1.11,10.0.2.12,10.0.3.13,10.0.4.14'`,
    'Success downloading docker-compose version v5.1.4',
    ...names.flatMap(name => [
      `++ jq -r .${name}`,
      `+ sed -i 's/${name}=.*/${name}=${value(name).replaceAll('/', '\\/')}/' ${environment}`,
    ]),
    `+ echo 'EXTERNAL_S3_SECRET_KEY=${value('MINIO_SECRET_KEY')}'`,
    '+ systemctl start openvidu',
    '+ curl -fsSo /dev/null http://127.0.0.1:7880/health/caddy',
    `+ docker exec redis-server redis-cli -p 7000 -a ${value('REDIS_PASSWORD')} --no-auth-warning ping`,
    `+ mongosh 'mongodb://mongoadmin:${encodeURIComponent(value('MONGO_ADMIN_PASSWORD'))}@10.0.1.11:20000/admin' --eval 'rs.status()'`,
    `+ curl -fsS -u admin:${value('GRAFANA_ADMIN_PASSWORD')} http://127.0.0.1:3000/grafana/api/health`,
    '[OpenVidu] OpenVidu is healthy',
    'Cloud-init v. 25.2 finished at Thu, 12 Nov 2026 10:15:12 +0000. Datasource DataSourceEc2Local. Up 612.11 seconds',
  ]
  return {text: lines.join('\n'), secrets}
}
