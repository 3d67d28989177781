import * as pages from './pages.ts'
import type {SignatureId, SignatureSource} from './signatures.ts'

/** What can be wrong without one line of a log that says so. */
export interface OwnCause {
  /** One sentence without its stop: what is wrong. */
  readonly title: string
  /** One sentence: what to do. */
  readonly remedy: string
}

export const ownCauses = {
  'stack-operation-failed': {
    title: 'A resource of the stack failed for a reason that is no known failure',
    remedy: 'Mend what CloudFormation says of that resource, then repeat the operation.',
  },
  'installation-failed': {
    title: 'The installation ended with an error that is no known failure',
    remedy: 'Read the installation log from the lines given here backwards.',
  },
  'launch-failed': {
    title: 'Auto Scaling cannot start media nodes',
    remedy: 'Mend what EC2 says of it; the group tries again by itself.',
  },
  'certificate-expired': {
    title: 'The certificate that users are shown has expired',
    remedy:
      'Renew the certificate: import the renewed text of an imported one under the same ARN, or restore the CNAME record by which ACM renews its own.',
  },
  'certificate-refused': {
    title: 'Services refuse a certificate that has expired or is not yet valid',
    remedy: 'Look at the certificate of the host in these lines, and at the clock of the node.',
  },
  'clock-off': {
    title: 'The clock of a node is wrong',
    remedy: 'Let the node follow the time server that EC2 gives its instances, and restart its services.',
  },
  'refused-for-time': {
    title: 'AWS refused requests because of their time',
    remedy: 'Look at the clock of the node.',
  },
  'secret-characters': {
    title: 'A value of the secret holds characters that break the reboot job',
    remedy:
      'Give the service another password without these characters, write it into the secret, then start OpenVidu.',
  },
  'left-stopped': {
    title: 'OpenVidu was stopped and not started again',
    remedy: 'Find out who stopped it, and start it.',
  },
  'node-not-running': {
    title: 'A node does not run',
    remedy: 'Start it. Media nodes are replaced by their group.',
  },
  'out-of-memory': {
    title: 'The kernel killed processes because memory was used up',
    remedy: 'Use a larger instance type, or fewer services.',
  },
  'service-restarting': {
    title: 'A service ends and is started again and again',
    remedy: 'Read the log of that service.',
  },
  'node-unhealthy': {
    title: 'The health endpoint of a node does not answer as it should',
    remedy: 'Read the logs of the service that should answer.',
  },
} as const satisfies Readonly<Record<string, OwnCause>>

export type OwnCauseId = keyof typeof ownCauses
export type CauseId = SignatureId | OwnCauseId

/** What is seen of a failure that another one explains, in words that follow `It explains`; of the others, their number tells. */
export const effectNames: Partial<Readonly<Record<CauseId, string>>> = {
  F1: 'the signal that never came',
  F3: 'that there is no pip',
  F6: 'the failed bootstrap',
  F8: 'that there are no secrets',
  F9: 'that the secret was not read',
  F10: 'that no version is known',
  F11: 'that access was denied',
  F12: 'the stage of the installation that failed',
  F13: 'the missing configuration',
  F14: 'the missing unit',
  F15: 'the host that was not reached',
  F16: 'the broken AWS CLI',
  F18: 'the missing Docker',
  F19: 'the Docker that did not start',
  F20: 'the missing Docker Compose',
  F24: 'the services that did not become healthy',
  F25: 'the configuration that failed',
  F26: 'the error that masters noted',
  F27: 'the error of the reboot job',
  F39: 'the media nodes that are replaced again and again',
  F40: 'the failing health checks',
  F41: 'the refused connections to Redis',
  F42: 'the refused writes to MongoDB',
  'certificate-refused': 'the refused certificates',
  'refused-for-time': 'the requests that AWS refused',
  'left-stopped': 'that OpenVidu was left stopped',
  'node-not-running': 'the nodes that are gone',
  'node-unhealthy': 'the health endpoint that does not answer as it should',
  'service-restarting': 'the services that keep ending',
}

/** Texts in logs that show such a cause. JavaScript regular expressions, to be used with the flag `i` on one line. */
export const ownPatterns: readonly {
  readonly id: OwnCauseId
  readonly where: readonly SignatureSource[]
  readonly pattern: string
}[] = [
  {
    id: 'refused-for-time',
    where: ['cloud-init', 'journal', 'container-log'],
    // Wordings of the common errors of AWS.
    pattern: 'Signature expired|Signature not yet current|RequestTimeTooSkewed|RequestExpired',
  },
  {
    id: 'certificate-refused',
    where: ['journal', 'container-log'],
    // Wordings of Go and of Node.js.
    pattern: 'certificate has expired or is not yet valid|CERT_HAS_EXPIRED|CERT_NOT_YET_VALID',
  },
]

/** Of a cause that says where something went wrong rather than why: any other one goes before it. */
export const markers: readonly CauseId[] = [
  'F1',
  'F8',
  'F12',
  'F24',
  'F38',
  'F39',
  'F40',
  'installation-failed',
  'left-stopped',
  'node-unhealthy',
  'service-restarting',
  'certificate-refused',
  'refused-for-time',
]

/**
 * Commands that lead to the cure, with placeholders that are made out where they are known: STACK, REGION, NODE (`master-1`),
 * INSTANCE_ID, GROUP. What follows a session is typed on the node.
 */
export interface Cure {
  readonly commands: readonly string[]
  readonly url: string
}

const session = 'aws ssm start-session --region REGION --target INSTANCE_ID'
const installationLog = 'openvidu-doctor logs STACK cloud-init --node NODE --region REGION --since 7d'
const serviceLogs = 'openvidu-doctor logs STACK --node NODE --region REGION --since 1h'
const reaching = (url: string) => [session, `curl -sSI --max-time 10 ${url}`]
const launch = (page: string): Cure => ({
  commands: [
    'aws autoscaling describe-scaling-activities --region REGION --auto-scaling-group-name GROUP --max-items 5',
  ],
  url: page,
})
const network: Cure = {commands: reaching('http://get.openvidu.io'), url: pages.routeTables}
const installer: Cure = {commands: reaching('http://get.openvidu.io'), url: pages.installationGuide}
const docker: Cure = {
  commands: [session, 'docker version', 'sudo journalctl -u docker -n 100'],
  url: pages.dockerOnUbuntu,
}
const images: Cure = {commands: [session, 'sudo systemctl restart openvidu'], url: pages.administration}
const installation: Cure = {commands: [installationLog], url: pages.installationGuide}
const secretReads: Cure = {
  commands: ['openvidu-doctor check STACK --region REGION --verify-secret --only secrets'],
  url: pages.restoreSecret,
}
const again: Cure = {commands: [], url: pages.stackFailureOptions}
const services: Cure = {commands: [serviceLogs], url: pages.administration}

/** How to go on, by cause; what to do in words, its signature or `ownCauses` says. */
export const cures: Readonly<Record<CauseId, Cure>> = {
  F1: {commands: [installationLog], url: pages.stackFailureOptions},
  F2: again,
  F3: network,
  F4: network,
  F5: installation,
  F6: {
    commands: ['openvidu-doctor logs STACK cfn-init --node NODE --region REGION --since 7d'],
    url: pages.installationGuide,
  },
  F7: {
    commands: [
      'aws ec2 describe-instances --region REGION --instance-ids INSTANCE_ID --query Reservations[].Instances[].MetadataOptions',
    ],
    url: pages.installationGuide,
  },
  F8: installation,
  F9: secretReads,
  F10: secretReads,
  F11: secretReads,
  F12: installation,
  F13: installer,
  F14: installer,
  F15: network,
  F16: {commands: reaching('https://awscli.amazonaws.com'), url: pages.installationGuide},
  F17: docker,
  F18: {commands: reaching('https://download.docker.com'), url: pages.dockerOnUbuntu},
  F19: docker,
  F20: {commands: reaching('https://github.com'), url: pages.installationGuide},
  F21: images,
  F22: {commands: [], url: pages.upgrade},
  F23: {
    commands: [session, 'df -h / && sudo docker system df', 'sudo docker image prune --all'],
    url: pages.growFileSystem,
  },
  F24: {
    commands: [session, 'curl -sS -o /dev/null -w "%{http_code}" http://127.0.0.1:7880/health/caddy'],
    url: pages.administration,
  },
  F25: {commands: ['openvidu-doctor logs STACK openvidu-init --node NODE --region REGION'], url: pages.configuration},
  F26: {commands: [serviceLogs], url: pages.configuration},
  F27: {
    commands: [session, 'sudo /usr/local/bin/update_config_from_secret.sh && sudo systemctl start openvidu'],
    url: pages.configuration,
  },
  F28: services,
  F29: {commands: [], url: pages.networkBalancer},
  F30: {commands: ['aws acm list-certificates --region REGION'], url: pages.tlsCertificates},
  F31: {
    commands: ['aws service-quotas get-service-quota --region REGION --service-code ec2 --quota-code L-1216C47A'],
    url: pages.instanceQuotas,
  },
  F32: launch(pages.launchFailuresPage),
  F33: launch(pages.launchFailuresPage),
  F34: launch(pages.launchFailuresPage),
  F35: {commands: [], url: pages.createStack},
  F36: {commands: [], url: pages.createFunction},
  F37: {commands: [], url: pages.stackTroubleshooting},
  F38: {
    commands: ['aws logs tail /aws/lambda/SubnetProcessor-REGION-STACK --region REGION --since 7d'],
    url: pages.stackTroubleshooting,
  },
  F39: {commands: ['openvidu-doctor logs STACK cloud-init --node media --region REGION'], url: pages.groupHealthChecks},
  F40: {commands: ['openvidu-doctor status STACK --region REGION'], url: pages.targetGroupHealthChecks},
  F41: {
    commands: [
      'openvidu-doctor check STACK --region REGION --verify-secret --only configuration-agrees,modules-agree,secrets',
    ],
    url: pages.configuration,
  },
  F42: {commands: [session], url: pages.backup},
  F43: {commands: reaching('https://accounts.openvidu.io'), url: pages.configuration},
  'stack-operation-failed': {
    commands: ['aws cloudformation describe-stack-events --region REGION --stack-name STACK --max-items 50'],
    url: pages.stackTroubleshooting,
  },
  'installation-failed': installation,
  'launch-failed': launch(pages.launchFailuresPage),
  'certificate-expired': {
    commands: ['openvidu-doctor check STACK --region REGION --probe --only certificate'],
    url: pages.acmRenewal,
  },
  'certificate-refused': services,
  'clock-off': {commands: [session, 'chronyc tracking', 'sudo chronyc makestep'], url: pages.timeReference},
  'refused-for-time': {commands: [session, 'chronyc tracking'], url: pages.timeReference},
  'secret-characters': {
    commands: [session, 'sudo systemctl start openvidu'],
    url: pages.configuration,
  },
  'left-stopped': {
    commands: [
      session,
      'sudo journalctl -u openvidu -u cron --no-pager | tail -n 100',
      'sudo systemctl start openvidu',
    ],
    url: pages.administration,
  },
  'node-not-running': {
    commands: ['aws ec2 start-instances --region REGION --instance-ids INSTANCE_ID'],
    url: pages.administration,
  },
  'out-of-memory': services,
  'service-restarting': services,
  'node-unhealthy': services,
}
