import type {CauseId} from '../../../src/openvidu/failure-causes.ts'
import type {SignatureId} from '../../../src/openvidu/signatures.ts'
import {groupName} from '../healthy-stack/names.ts'
import {after, dockerTime, journalTime} from './clock.ts'
import {type IncidentCase, serviceStart, startOf} from './incident-case.ts'
import type {Stage} from './installation.ts'
import {activity, failedCreation, masterStart} from './stack-records.ts'

/** One failure in realistic surroundings. */
export interface Trouble {
  readonly id: SignatureId
  readonly name: string
  readonly change: (incident: IncidentCase) => void
  /** What must be ranked first. */
  readonly first: CauseId
  /** What it must be told to explain, and must be no cause itself. */
  readonly explains: readonly CauseId[]
}

const waitReason = 'Failed to receive 1 resource signal(s) within the specified duration'
const waitType = 'AWS::CloudFormation::WaitCondition'
const budget = 1_205

/** The stack gives up waiting for a master: those after it do not exist. */
export function neverSignalled(incident: IncidentCase, slot: number): void {
  const others = [1, 2, 3, 4]
    .filter(one => one > slot)
    .map(one => [`MasterNodesWaitCondition${one}`, waitType] as const)
  incident.events = failedCreation(budget, [`MasterNodesWaitCondition${slot}`, waitType], waitReason, others).filter(
    ({logicalId, status}) =>
      !(
        /MasterNode\d$|WaitCondition\d$/.test(logicalId) &&
        Number(logicalId.slice(-1)) > slot &&
        status === 'CREATE_COMPLETE'
      ),
  )
  incident.activities = []
  incident.madeAt = 1_800
  incident.withoutProbes()
  incident.remove('media-1', 'media-2', ...[1, 2, 3, 4].filter(one => one > slot).map(one => `master-${one}`))
  incident.targets = []
  // Those before it wait for addresses that never come.
  for (const one of [1, 2, 3, 4].filter(number => number < slot))
    incident.endInstallation(`master-${one}`, 'waiting', [], {ends: false})
  incident.fact('secretAddresses', addresses =>
    addresses.map(one => ({...one, address: one.slot < slot ? one.address : null})),
  )
}

/** A master whose installation ends at a stage, so that the stack waits in vain. */
function failingMaster(slot: number, stage: Stage, lines: readonly string[]) {
  return (incident: IncidentCase): void => {
    neverSignalled(incident, slot)
    incident.endInstallation(`master-${slot}`, stage, lines, {seconds: 60})
  }
}

/** A master of a stack that was complete before: its installation ends without anybody being told. */
function silentMaster(stage: Stage, lines: readonly string[], ends = true) {
  return (incident: IncidentCase): void => {
    incident.madeAt = 3_600
    incident.withoutProbes()
    incident.endInstallation('master-2', stage, lines, {ends, seconds: 500})
    incident.unhealthy('master-2')
  }
}

/** Media nodes that fail one after the other and are replaced. */
function replacedMedia(incident: IncidentCase, stage: Stage, lines: readonly string[]): void {
  incident.madeAt = 5_400
  incident.withoutProbes()
  for (const node of ['media-1', 'media-2']) {
    incident.endInstallation(node, stage, lines, {seconds: 300})
    incident.unhealthy(node)
  }
  incident.activities = [
    ...incident.activities,
    ...[1, 2, 3, 4].flatMap(turn => [
      activity(
        1_000 + turn * 600,
        'Successful',
        `Terminating EC2 instance: i-0cccccccccccccc0${turn}`,
        `At ${after(1_000 + turn * 600)} an instance was taken out of service in response to a user health-check.`,
      ),
      activity(
        1_040 + turn * 600,
        'Successful',
        `Launching a new EC2 instance: i-0cccccccccccccc1${turn}`,
        `At ${after(1_040 + turn * 600)} an instance was launched in response to an unhealthy instance needing to be replaced.`,
      ),
    ]),
  ]
}

const failingMedia = (stage: Stage, lines: readonly string[]) => (incident: IncidentCase) =>
  replacedMedia(incident, stage, lines)

/** A service that shows something again and again until the case is made. */
function inService(node: string, container: string, text: string, {health = true} = {}) {
  return (incident: IncidentCase): void => {
    const lines = Array.from({length: 30}, (_, index) => `${dockerTime(incident.madeAt - 1_800 + index * 60)} ${text}`)
    incident.more(node, container, lines)
    if (health) incident.unhealthy(node)
  }
}

function launchFails(message: string) {
  return (incident: IncidentCase): void => {
    incident.activities = [
      ...incident.activities,
      ...[1, 2, 3, 4, 5].map(turn =>
        activity(
          2_000 + turn * 300,
          'Failed',
          'Launching a new EC2 instance',
          `At ${after(2_000 + turn * 300)} an instance was started in response to a difference between desired and actual capacity.`,
          `${message} Launching EC2 instance failed.`,
        ),
      ),
    ]
    incident.madeAt = 4_000
    incident.unhealthy('media-1')
  }
}

function creationFails(seconds: number, resource: readonly [string, string], reason: string) {
  return (incident: IncidentCase): void => {
    incident.events = failedCreation(seconds, resource, reason, [
      ['OpenViduMediaNodeASG', 'AWS::AutoScaling::AutoScalingGroup'],
      ['LambdaLogGroup', 'AWS::Logs::LogGroup'],
    ])
    incident.activities = []
    incident.targets = []
    incident.madeAt = seconds + 600
    incident.withoutProbes()
    incident.remove('media-1', 'media-2')
    if (seconds < masterStart(1)) incident.remove('master-1', 'master-2', 'master-3', 'master-4')
  }
}

const dnsFails = [
  'Err:1 http://eu-west-1.ec2.archive.ubuntu.com/ubuntu noble InRelease',
  "  Temporary failure resolving 'eu-west-1.ec2.archive.ubuntu.com'",
  'W: Some index files failed to download. They have been ignored, or old ones used instead.',
  'E: Unable to locate package python3-pip',
  '/usr/bin/python3: No module named pip',
]
const noConfiguration = [
  "sed: can't read /opt/openvidu/config/cluster/openvidu.env: No such file or directory",
  '[OpenVidu] error configuring S3 bucket',
]
const installFails = '[OpenVidu] error installing OpenVidu'
const startFails = '[OpenVidu] error starting OpenVidu'

export const troubles: readonly Trouble[] = [
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
    id: 'F23',
    name: 'a disk that is full',
    change: incident => {
      inService(
        'master-4',
        'mongo',
        '{"s":"E","msg":"WiredTiger error","attr":{"error":"No space left on device"}}',
      )(incident)
      incident.more(
        'master-4',
        'docker.journal',
        Array.from(
          {length: 10},
          (_, index) =>
            `${journalTime(incident.madeAt - 900 + index * 60)} dockerd[1900]: level=error msg="write /var/lib/docker/tmp/x: no space left on device"`,
        ),
      )
      incident.fact('nodeProbes', probes =>
        probes.map(one =>
          one.slot !== 4 || one.answer.state === 'unknown'
            ? one
            : {
                ...one,
                answer: {
                  ...one.answer,
                  value: {
                    ...one.answer.value,
                    health: {
                      state: 'known',
                      value: [
                        {service: 'caddy', url: 'http://127.0.0.1:7880/health/caddy', status: 502, trouble: null},
                      ],
                    },
                  },
                },
              },
        ),
      )
    },
    first: 'F23',
    explains: ['F40', 'node-unhealthy'],
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
  {
    id: 'F25',
    name: 'a configuration file with a syntax error',
    change: incident => {
      incident.log(
        'media-1',
        'openvidu-init',
        Array.from({length: 20}, (_, index) => [
          `${dockerTime(incident.madeAt - 1_200 + index * 60)} Processing config file /config/livekit.yaml`,
          `${dockerTime(incident.madeAt - 1_199 + index * 60)} Failed to process config file /config/livekit.yaml: yaml: line 14: mapping values are not allowed`,
        ]).flat(),
      )
      incident.log('master-1', 'nodes_errors.file', ["Error in Media Node - 10.0.1.20: Container 'openvidu' error"])
      incident.unhealthy('media-1')
    },
    first: 'F25',
    explains: ['F26', 'F40'],
  },
  {
    id: 'F26',
    name: 'a media node whose configuration fails',
    change: incident => {
      incident.log('master-1', 'nodes_errors.file', ["Error in Media Node - 10.0.1.20: Container 'ingress' error"])
    },
    first: 'F26',
    explains: [],
  },
  {
    id: 'F27',
    name: 'a reboot that left OpenVidu stopped',
    change: incident => leftStopped(incident, true),
    first: 'F27',
    explains: ['left-stopped', 'F40'],
  },
  {
    id: 'F29',
    name: 'two balancer subnets in one zone',
    change: creationFails(
      845,
      ['LoadBalancer', 'AWS::ElasticLoadBalancingV2::LoadBalancer'],
      'A load balancer cannot be attached to multiple subnets in the same Availability Zone (Service: ElasticLoadBalancingV2, Status Code: 400)',
    ),
    first: 'F29',
    explains: [],
  },
  {
    id: 'F30',
    name: 'a certificate of another region',
    change: creationFails(
      905,
      ['OpenViduMasterNodeWithTurnTLSListener', 'AWS::ElasticLoadBalancingV2::Listener'],
      "Certificate ARN 'arn:aws:acm:us-east-1:123456789012:certificate/1' is not valid (Service: ElasticLoadBalancingV2)",
    ),
    first: 'F30',
    explains: [],
  },
  {
    id: 'F31',
    name: 'a quota that is used up',
    change: creationFails(
      masterStart(3) + 3,
      ['OpenViduMasterNode3', 'AWS::EC2::Instance'],
      'You have requested more vCPU capacity than your current vCPU limit of 8 allows for the instance bucket',
    ),
    first: 'F31',
    explains: [],
  },
  {
    id: 'F32',
    name: 'no capacity for media nodes',
    change: launchFails(
      'We currently do not have sufficient c6a.xlarge capacity in the Availability Zone you requested (eu-west-1b).',
    ),
    first: 'F32',
    explains: ['F40'],
  },
  {
    id: 'F33',
    name: 'a type that a zone does not offer',
    change: launchFails(
      'Your requested instance type (c8g.xlarge) is not supported in your requested Availability Zone (eu-west-1c).',
    ),
    first: 'F33',
    explains: ['F40'],
  },
  {
    id: 'F34',
    name: 'an image of another architecture',
    change: launchFails(
      "The architecture 'arm64' of the specified instance type does not match the architecture 'x86_64' of the specified AMI.",
    ),
    first: 'F34',
    explains: ['F40'],
  },
  {
    id: 'F35',
    name: 'a capability that was not given',
    change: creationFails(
      12,
      ['OpenViduMasterNodeRole', 'AWS::IAM::Role'],
      'Requires capabilities : [CAPABILITY_NAMED_IAM]',
    ),
    first: 'F35',
    explains: [],
  },
  {
    id: 'F36',
    name: 'a stack name that is too long',
    change: creationFails(
      12,
      ['SubnetProcessorFunction', 'AWS::Lambda::Function'],
      "1 validation error detected: Value 'SubnetProcessor-x' at 'functionName' failed to satisfy constraint: Member must have length less than or equal to 64",
    ),
    first: 'F36',
    explains: [],
  },
  {
    id: 'F37',
    name: 'a resource that is left over',
    change: creationFails(
      9,
      ['OpenViduMasterLaunchTemplate', 'AWS::EC2::LaunchTemplate'],
      'openvidu-ha-master-eu-west-1-video already exists',
    ),
    first: 'F37',
    explains: [],
  },
  {
    id: 'F38',
    name: 'a function that failed',
    change: incident => {
      creationFails(
        20,
        ['SubnetProcessor', 'Custom::SubnetProcessor'],
        'Received response status [FAILED] from custom resource. Message returned: See the details in CloudWatch Log Stream: 2026/11/12/[$LATEST]abc',
      )(incident)
      incident.functionLog = [
        {
          at: after(18),
          stream: 'abc',
          message:
            '[ERROR] ClientError: An error occurred (UnauthorizedOperation) when calling the DescribeSubnets operation',
        },
      ]
    },
    first: 'F38',
    explains: [],
  },
  {
    id: 'F39',
    name: 'media nodes that are replaced again and again',
    change: incident => {
      replacedMedia(incident, 'secret', [])
      incident.remove('media-1', 'media-2')
      incident.targets = []
    },
    first: 'F39',
    explains: [],
  },
  {
    id: 'F40',
    name: 'a target that fails its checks',
    change: incident => {
      incident.withoutProbes().unhealthy('master-3', 'Target.Timeout')
    },
    first: 'F40',
    explains: [],
  },
  {
    id: 'F41',
    name: 'a password of Redis that differs',
    change: inService(
      'master-3',
      'operator',
      'level=error msg="redis" error="WRONGPASS invalid username-password pair or user is disabled."',
    ),
    first: 'F41',
    explains: ['F40'],
  },
  {
    id: 'F42',
    name: 'a restore on a secondary',
    change: inService(
      'master-2',
      'mongo',
      '{"s":"I","c":"COMMAND","msg":"command failed","attr":{"type":"insert","error":"NotWritablePrimary: not primary","appName":"mongorestore"}}',
      {health: false},
    ),
    first: 'F42',
    explains: [],
  },
  {
    id: 'F43',
    name: 'a licence that has expired',
    change: inService(
      'media-1',
      'openvidu',
      'ERROR openvidu license/check.go:31 license check failed {"error": "license is expired"}',
    ),
    first: 'F43',
    explains: ['F40'],
  },
]

/** A master that was rebooted: the job stops OpenVidu, and does not come to starting it. `line` where the journal shows why. */
export function leftStopped(incident: IncidentCase, line: boolean): void {
  const reboot = 46_800
  incident.madeAt = reboot + 1_200
  incident.more('master-2', 'journal.journal', [
    `${journalTime(reboot + 20)} systemd[1]: Starting openvidu.service - OpenVidu Service...`,
    `${journalTime(reboot + 28)} systemd[1]: Finished openvidu.service - OpenVidu Service.`,
    `${journalTime(reboot + 31)} systemd[1]: Stopping openvidu.service - OpenVidu Service...`,
    `${journalTime(reboot + 44)} systemd[1]: Stopped openvidu.service - OpenVidu Service.`,
    ...(line
      ? [`${journalTime(reboot + 47)} restart.sh[812]: sed: -e expression #1, char 42: unknown option to \`s'`]
      : []),
  ])
  incident.unhealthy('master-2')
  incident.fact('nodeProbes', probes =>
    probes.map(one =>
      one.slot !== 2 || one.answer.state === 'unknown'
        ? one
        : {
            ...one,
            answer: {
              ...one.answer,
              value: {
                ...one.answer.value,
                system: {
                  state: 'known',
                  value: {
                    name: 'ubuntu 24.04',
                    kernel: '6.8.0-1021-aws',
                    uptimeSeconds: 1_185,
                    bootedAt: after(reboot),
                  },
                },
                unit: {
                  state: 'known',
                  value: {
                    load: 'loaded',
                    active: 'inactive',
                    sub: 'dead',
                    enabled: 'enabled',
                    result: 'success',
                    restarts: 0,
                    since: after(reboot + 44),
                  },
                },
                rebootJob: {state: 'known', value: {present: true, cron: 'active', startedSinceBoot: true}},
                containers: {state: 'known', value: []},
                health: {
                  state: 'known',
                  value: [
                    {service: 'caddy', url: 'http://127.0.0.1:7880/health/caddy', status: null, trouble: 'refused'},
                  ],
                },
              },
            },
          },
    ),
  )
}

export {groupName, serviceStart, startOf}
