import {
  dnsFails,
  failingMaster,
  failingMedia,
  installFails,
  neverSignalled,
  noConfiguration,
  silentMaster,
  startFails,
} from '../ways-to-fail.ts'
import type {Trouble} from './trouble.ts'

/** Installations that fail. */
export const installingTroubles: readonly Trouble[] = [
  {
    id: 'F1',
    name: 'a master of which nothing is known',
    change: incident => {
      neverSignalled(incident, 3)
      incident.remove('master-3')
    },
    first: 'F1',
    explains: [],
  },
  {
    id: 'F2',
    name: 'a package lock that unattended upgrades hold',
    change: failingMaster(1, 'boot', [
      'Hit:1 http://eu-west-1.ec2.archive.ubuntu.com/ubuntu jammy InRelease',
      'Reading package lists...',
      'E: Could not get lock /var/lib/dpkg/lock-frontend. It is held by process 1403 (unattended-upgr)',
      'E: Unable to acquire the dpkg frontend lock (/var/lib/dpkg/lock-frontend), is another process using it?',
    ]),
    first: 'F2',
    explains: ['F1'],
  },
  {
    id: 'F3',
    name: 'package lists that were not fetched',
    change: failingMaster(2, 'boot', [
      'E: Failed to fetch http://eu-west-1.ec2.archive.ubuntu.com/ubuntu/dists/noble/InRelease  503  Service Unavailable',
      '/usr/bin/python3: No module named pip',
      '/var/lib/cloud/instance/scripts/part-001: line 20: cfn-init: command not found',
    ]),
    first: 'F3',
    explains: ['F1', 'F6'],
  },
  {
    id: 'F4',
    name: 'a master without a way out',
    change: failingMaster(3, 'boot', dnsFails),
    first: 'F4',
    explains: ['F3', 'F1'],
  },
  {
    id: 'F5',
    name: 'Ubuntu 24 with an old template',
    change: failingMaster(1, 'packages', [
      'error: externally-managed-environment',
      '× This environment is externally managed',
    ]),
    first: 'F5',
    explains: ['F1'],
  },
  {
    id: 'F6',
    name: 'a bootstrap that failed',
    change: failingMaster(1, 'bootstrap', ['Error occurred during build: Command config failed']),
    first: 'F6',
    explains: ['F1'],
  },
  {
    id: 'F7',
    name: 'a metadata service that does not answer',
    change: failingMaster(2, 'tools', [
      'curl: (7) Failed to connect to 169.254.169.254 port 80 after 0 ms: Connection refused',
      '+ PRIVATE_IP=',
      'Error: Private IP not found',
      installFails,
    ]),
    first: 'F7',
    explains: ['F1', 'F12', 'F15'],
  },
  {
    id: 'F8',
    name: 'secrets that nobody generated',
    change: failingMaster(2, 'secret', ['+ SECRETS_WAIT_ATTEMPTS=180', 'Error: Secrets not generated', installFails]),
    first: 'F8',
    explains: ['F1', 'F12'],
  },
  {
    id: 'F9',
    name: 'a secret that media nodes cannot read',
    change: failingMedia('tools', ['Error: Shared secret not found', installFails]),
    first: 'F9',
    explains: ['F12', 'F39', 'F40'],
  },
  {
    id: 'F10',
    name: 'a secret without a version',
    change: failingMedia('secret', ['OpenVidu version not found', installFails]),
    first: 'F10',
    explains: ['F12', 'F39', 'F40'],
  },
  {
    id: 'F11',
    name: 'a role that may no longer read the secret',
    change: failingMedia('tools', [
      'An error occurred (AccessDeniedException) when calling the GetSecretValue operation: User is not authorized to perform: secretsmanager:GetSecretValue',
      'Error: Shared secret not found',
      installFails,
    ]),
    first: 'F11',
    explains: ['F9', 'F12', 'F39', 'F40'],
  },
  {
    id: 'F12',
    name: 'a stage that failed for an unknown reason',
    change: silentMaster('docker', ['+ some_tool --flag', 'some_tool: unexpected state 17', installFails]),
    first: 'F12',
    explains: ['F40'],
  },
  {
    id: 'F13',
    name: 'an installer that was empty',
    change: incident => {
      silentMaster('waiting', noConfiguration)(incident)
      for (const node of ['media-1', 'media-2']) {
        incident.endInstallation(node, 'secret', [
          'Failed to start openvidu.service: Unit openvidu.service not found.',
          startFails,
        ])
        incident.unhealthy(node)
      }
    },
    first: 'F13',
    explains: ['F12', 'F40'],
  },
  {
    id: 'F14',
    name: 'media nodes without a unit',
    change: failingMedia('secret', ['Failed to start openvidu.service: Unit openvidu.service not found.', startFails]),
    first: 'F14',
    explains: ['F12', 'F39', 'F40'],
  },
  {
    id: 'F15',
    name: 'an installer host that does not resolve',
    change: silentMaster('waiting', [
      "+ exec bash -c 'sh <(curl -fsSL http://get.openvidu.io/pro/ha/3.8.0/install_ov_master_node.sh) --no-tty'",
      'curl: (6) Could not resolve host: get.openvidu.io',
      ...noConfiguration,
    ]),
    first: 'F15',
    explains: ['F13', 'F12', 'F40'],
  },
  {
    id: 'F16',
    name: 'an AWS CLI that is no archive',
    change: failingMaster(1, 'bootstrap', [
      '+ curl https://awscli.amazonaws.com/awscli-exe-linux-x86_64-2.35.5.zip -o awscliv2.zip',
      '+ unzip -qq awscliv2.zip',
      '[awscliv2.zip]',
      '  End-of-central-directory signature not found.  Either this file is not a zipfile',
      installFails,
    ]),
    first: 'F16',
    explains: ['F1', 'F12'],
  },
  {
    id: 'F17',
    name: 'a Docker of the image that is too old',
    change: failingMedia('secret', ['Docker version 27.5.1 is older than required version 29.5.3.', installFails]),
    first: 'F17',
    explains: ['F12', 'F39', 'F40'],
  },
  {
    id: 'F18',
    name: 'a Docker that cannot be installed',
    change: silentMaster('waiting', [
      "Can't install Docker automatically. Install it manually and run this script again",
      ...noConfiguration,
    ]),
    first: 'F18',
    explains: ['F12', 'F13', 'F40'],
  },
  {
    id: 'F19',
    name: 'a Docker that does not start',
    change: silentMaster('docker', [
      'ERROR: Docker did not start within the allocated time.',
      'Job for openvidu.service failed because the control process exited with error code.',
      startFails,
    ]),
    first: 'F19',
    explains: ['F12', 'F40'],
  },
  {
    id: 'F20',
    name: 'a compose plugin that was not fetched',
    change: silentMaster('waiting', [
      'Error downloading docker-compose. Could not download it in 20 seconds',
      ...noConfiguration,
    ]),
    first: 'F20',
    explains: ['F12', 'F13', 'F40'],
  },
  {
    id: 'F21',
    name: 'a pull quota that is used up',
    change: failingMedia('docker', [
      ' openvidu Pulling',
      ' openvidu Error toomanyrequests: You have reached your unauthenticated pull rate limit.',
      'Job for openvidu.service failed because the control process exited with error code.',
      startFails,
    ]),
    first: 'F21',
    explains: ['F12', 'F39', 'F40'],
  },
  {
    id: 'F22',
    name: 'an image that is gone',
    change: silentMaster('docker', [
      'Error response from daemon: manifest for bitnami/minio:2025.5.24-debian-12-r1 not found: manifest unknown: manifest unknown',
      startFails,
    ]),
    first: 'F22',
    explains: ['F12', 'F40'],
  },
  {
    id: 'F24',
    name: 'a master that does not become healthy',
    change: incident => {
      incident.madeAt = 3_000
      incident.withoutProbes()
      incident.more('master-2', 'cloud-init-output.file', [])
      const path = 'nodes/master-2/logs/cloud-init-output.file.log'
      const lines = incident.files.get(path) ?? []
      incident.files.set(path, [
        ...lines.slice(0, -5),
        '[OpenVidu] not healthy after 300s, restarting once',
        ...lines.slice(-5),
      ])
      incident.unhealthy('master-2', 'Target.ResponseCodeMismatch')
    },
    first: 'F24',
    explains: ['F40'],
  },
]
