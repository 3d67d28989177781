import {after, dockerTime, journalTime} from './clock.ts'
import type {IncidentCase} from './incident-case.ts'
import type {Stage} from './installation.ts'
import {activity, failedCreation, late, masterStart} from './stack-records.ts'

const waitReason = 'Failed to receive 1 resource signal(s) within the specified duration'
const waitType = 'AWS::CloudFormation::WaitCondition'
const budget = 1_205

/** The stack gives up waiting for a master: those after it do not exist. */
export function neverSignalled(incident: IncidentCase, slot: number): void {
  const others = [1, 2, 3, 4]
    .filter(one => one > slot)
    .map(one => [`MasterNodesWaitCondition${one}`, waitType] as const)
  incident.events = failedCreation(budget, [`MasterNodesWaitCondition${slot}`, waitType], waitReason, others).filter(
    ({logicalId, status}) => {
      const number = /Master(?:Node|NodesWaitCondition)(\d)$/.exec(logicalId)?.[1]
      const later = number !== undefined && Number(number) > slot
      const made = logicalId.startsWith('OpenViduMasterNode') || status === 'CREATE_COMPLETE'
      return !(later && made) && !late.some(([id]) => id === logicalId)
    },
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
export function failingMaster(slot: number, stage: Stage, lines: readonly string[]) {
  return (incident: IncidentCase): void => {
    neverSignalled(incident, slot)
    incident.endInstallation(`master-${slot}`, stage, lines, {seconds: 60})
  }
}

/** A master of a stack that was complete before: its installation ends without anybody being told. */
export function silentMaster(stage: Stage, lines: readonly string[], ends = true) {
  return (incident: IncidentCase): void => {
    incident.madeAt = 3_600
    incident.withoutProbes()
    incident.endInstallation('master-2', stage, lines, {ends, seconds: 500})
    incident.unhealthy('master-2')
  }
}

/** Media nodes that fail one after the other and are replaced. */
export function replacedMedia(incident: IncidentCase, stage: Stage, lines: readonly string[]): void {
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

export const failingMedia = (stage: Stage, lines: readonly string[]) => (incident: IncidentCase) =>
  replacedMedia(incident, stage, lines)

/** A service that shows something again and again until the case is made. */
export function inService(node: string, container: string, text: string, {health = true} = {}) {
  return (incident: IncidentCase): void => {
    const lines = Array.from({length: 30}, (_, index) => `${dockerTime(incident.madeAt - 1_800 + index * 60)} ${text}`)
    incident.more(node, container, lines)
    if (health) incident.unhealthy(node)
  }
}

export function launchFails(message: string) {
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

export function creationFails(seconds: number, resource: readonly [string, string], reason: string) {
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

export const dnsFails = [
  'Err:1 http://eu-west-1.ec2.archive.ubuntu.com/ubuntu noble InRelease',
  "  Temporary failure resolving 'eu-west-1.ec2.archive.ubuntu.com'",
  'W: Some index files failed to download. They have been ignored, or old ones used instead.',
  'E: Unable to locate package python3-pip',
  '/usr/bin/python3: No module named pip',
]
export const noConfiguration = [
  "sed: can't read /opt/openvidu/config/cluster/openvidu.env: No such file or directory",
  '[OpenVidu] error configuring S3 bucket',
]
export const installFails = '[OpenVidu] error installing OpenVidu'
export const startFails = '[OpenVidu] error starting OpenVidu'

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
