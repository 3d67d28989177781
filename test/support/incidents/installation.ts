import type {NodeRole} from '../../../src/openvidu/services.ts'
import {after, mailTime} from './clock.ts'

/** The stages of an installation log, in their order; a trouble ends it at one of them. */
export const stages = [
  'boot',
  'packages',
  'bootstrap',
  'tools',
  'secret',
  'signal',
  'waiting',
  'docker',
  'images',
  'ended',
] as const
export type Stage = (typeof stages)[number]

const version = 'Cloud-init v. 25.2-0ubuntu1~24.04.1'

/** What a sound installation prints, stage by stage: with the trace of its script, and words that only look like trouble. */
export function installationStages(
  role: NodeRole,
  node: string,
  address: string,
  start: number,
): Readonly<Record<Stage, readonly string[]>> {
  const slot = node.slice(-1)
  return {
    boot: [
      `${version} running 'init-local' at ${mailTime(start + 8)}. Up 8.81 seconds.`,
      `${version} running 'init' at ${mailTime(start + 11)}. Up 11.20 seconds.`,
      'ci-info: ++++++++++++++++++++++++++++++++++++++Net device info++++++++++++++++++++++++++++++++++++++',
      'ci-info: +--------+------+----------------------------+---------------+--------+-------------------+',
      `ci-info: |  ens5  | True |         ${address}          | 255.255.255.0 | global | 06:1f:2a:3b:4c:5d |`,
      'ci-info: |   lo   | True |         127.0.0.1          |   255.0.0.0   |  host  |         .         |',
      'Generating public/private rsa key pair.',
      "The key's randomart image is:",
      `${version} running 'modules:config' at ${mailTime(start + 13)}. Up 13.02 seconds.`,
      `${version} running 'modules:final' at ${mailTime(start + 15)}. Up 15.40 seconds.`,
    ],
    packages: [
      'Waiting for cache lock: Could not get lock /var/lib/apt/lists/lock. It is held by process 1711 (apt-get)...',
      ...Array.from(
        {length: 30},
        (_, index) =>
          `Get:${index + 1} http://eu-west-1.ec2.archive.ubuntu.com/ubuntu noble-updates/main amd64 Packages [${index + 101} kB]`,
      ),
      'Fetched 38.4 MB in 7s (5,512 kB/s)',
      'Reading package lists...',
      'Building dependency tree...',
      'Waiting for cache lock: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1822 (unattended-upgr)...',
      'The following NEW packages will be installed:',
      '  ec2-instance-connect liberror-perl libexpat1-dev python3-pip python3-wheel',
      '0 upgraded, 5 newly installed, 0 to remove and 12 not upgraded.',
      ...Array.from({length: 30}, (_, index) => `Selecting previously unselected package libexample${index}:amd64.`),
      'Setting up liberror-perl (0.17029-2) ...',
      'Setting up python3-pip (24.0+dfsg-1ubuntu1.3) ...',
    ],
    bootstrap: [
      'Collecting https://s3.amazonaws.com/cloudformation-examples/aws-cfn-bootstrap-py3-2.0-39.tar.gz',
      '  Downloading aws-cfn-bootstrap-py3-2.0-39.tar.gz (520 kB)',
      'Successfully built aws-cfn-bootstrap',
      'Successfully installed aws-cfn-bootstrap-2.0 docutils-0.21 lockfile-0.12.2 pystache-0.6.8',
      "WARNING: Running pip as the 'root' user can result in broken permissions.",
    ],
    tools: [
      '+ set -e',
      '+ OPENVIDU_VERSION=3.8.0',
      '+ apt-get update',
      ...Array.from(
        {length: 12},
        (_, index) => `Hit:${index + 1} http://eu-west-1.ec2.archive.ubuntu.com/ubuntu noble-security InRelease`,
      ),
      '+ wget https://github.com/mikefarah/yq/releases/download/v4.53.3/yq_linux_amd64.tar.gz -O -',
      `${after(start + 55)
        .slice(0, 19)
        .replace('T', ' ')} (35.2 MB/s) - written to stdout [4612345/4612345]`,
      '+ curl https://awscli.amazonaws.com/awscli-exe-linux-x86_64-2.35.5.zip -o awscliv2.zip',
      '100 63.1M  100 63.1M    0     0   112M      0 --:--:-- --:--:-- --:--:--  112M',
      '+ unzip -qq awscliv2.zip',
      '+ ./aws/install',
      'You can now run: /usr/local/bin/aws --version',
    ],
    secret: [
      '++ curl -X PUT http://169.254.169.254/latest/api/token -H X-aws-ec2-metadata-token-ttl-seconds: 21600',
      '+ TOKEN=***',
      '++ curl -s http://169.254.169.254/latest/meta-data/local-ipv4',
      `+ PRIVATE_IP=${address}`,
      '++ aws secretsmanager get-secret-value --region eu-west-1 --secret-id openvidu-ha-eu-west-1-video --query SecretString --output text',
      ...(role === 'master'
        ? [
            `+ /usr/local/bin/store_secret.sh save MASTER_NODE_${slot}_PRIVATE_IP ${address}`,
            '+ ALL_SECRETS_GENERATED=true',
            '+ REDIS_PASSWORD=***',
            '+ OPENVIDU_PRO_LICENSE=***',
          ]
        : ['+ OPENVIDU_VERSION=3.8.0', '+ ALL_SECRETS_GENERATED=true', '+ REDIS_PASSWORD=***']),
    ],
    signal:
      role === 'master'
        ? [
            `+ cfn-signal -e 0 --stack arn:aws:cloudformation:eu-west-1:123456789012:stack/video/1111 --resource MasterNodesWaitCondition${slot} --region eu-west-1`,
          ]
        : [],
    waiting:
      role === 'master'
        ? Array.from({length: 20}, () => [
            '++ aws secretsmanager get-secret-value --region eu-west-1 --secret-id openvidu-ha-eu-west-1-video --query SecretString --output text',
            '+ [[ none != none ]]',
            '+ sleep 5',
          ]).flat()
        : [],
    docker: [
      `+ exec bash -c 'sh <(curl -fsSL http://get.openvidu.io/pro/ha/3.8.0/install_ov_${role}_node.sh) --no-tty --install --environment=aws --redis-password=***'`,
      'Docker not found. Installing it...',
      '# Executing docker install script, commit: 0123456789abcdef0123456789abcdef01234567',
      ...Array.from({length: 10}, (_, index) => `Setting up docker-part-${index} (5:29.5.3-1~ubuntu.24.04~noble) ...`),
      'Docker version 29.5.3 is compatible with required version 29.5.3.',
      'Success downloading docker-compose version v5.1.4',
    ],
    images: [
      ...['caddy', 'dashboard', 'operator', 'mongo', 'redis', 'grafana', 'loki', 'mimir'].flatMap(name => [
        ` ${name} Pulling`,
        ` ${name} Pulled`,
      ]),
      'Created symlink /etc/systemd/system/multi-user.target.wants/openvidu.service → /etc/systemd/system/openvidu.service.',
      'OpenVidu was installed. 0 errors, 0 warnings.',
    ],
    ended: [
      '{',
      '    "ARN": "arn:aws:secretsmanager:eu-west-1:123456789012:secret:openvidu-ha-eu-west-1-video-AbCdEf",',
      '    "Name": "openvidu-ha-eu-west-1-video"',
      '}',
      `${version} finished at ${mailTime(start + 600)}. Datasource DataSourceEc2Local. Up 612.11 seconds`,
    ],
  }
}

/** What cloud-init prints where the script of the user data ends with an error. */
export function givenUp(start: number, seconds: number): readonly string[] {
  const at = after(start + seconds)
    .slice(0, 19)
    .replace('T', ' ')
  return [
    `${at},318 - cc_scripts_user.py[WARNING]: Failed to run module scripts_user (scripts in /var/lib/cloud/instance/scripts)`,
    `${at},319 - util.py[WARNING]: Running module scripts_user (<module 'cloudinit.config.cc_scripts_user'>) failed`,
    `${version} finished at ${mailTime(start + seconds + 1)}. Datasource DataSourceEc2Local. Up ${seconds}.11 seconds`,
  ]
}
