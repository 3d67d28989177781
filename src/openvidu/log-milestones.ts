import type {SignatureSource} from './signatures.ts'

/** A line that every sound installation or start writes: what comes before it did not keep the node from going on. */
export interface LogMilestone {
  readonly id: MilestoneId
  readonly where: readonly SignatureSource[]
  /** The container whose log it is, where only that one counts. */
  readonly container?: string
  /** JavaScript regular expression, to be used with the flag `i` on one line. */
  readonly pattern: string
  /** What happened, in words that follow the name of a node. */
  readonly says: string
}

const table = [
  {id: 'boot', where: ['cloud-init'], pattern: "Cloud-init v\\. .{0,40} running 'init' at", says: 'booted'},
  {
    id: 'packages-fetched',
    where: ['cloud-init'],
    pattern: '^(Get|Hit|Ign|Err):\\d+ |^Reading package lists',
    says: 'held the package lock',
  },
  {
    id: 'progress',
    where: ['cloud-init'],
    pattern:
      'Setting up python3-pip|Successfully installed .{0,80}aws-cfn-bootstrap|You can now run: /usr/local/bin/aws|cfn-signal -e|Docker version \\S{1,40} is compatible|Success downloading docker-compose',
    says: 'went on with its installation',
  },
  {
    id: 'installation-failed',
    where: ['cloud-init'],
    pattern: "Failed to run module '?scripts[-_]user",
    says: 'gave its installation up',
  },
  {
    id: 'installation-ended',
    where: ['cloud-init'],
    pattern: 'Cloud-init v\\. .{0,40} finished at',
    says: 'came to the end of cloud-init',
  },
  {
    id: 'unit-started',
    where: ['journal'],
    pattern: '(Started|Finished) openvidu\\.service',
    says: 'started OpenVidu',
  },
  {
    id: 'unit-stopped',
    where: ['journal'],
    pattern: 'Stopped openvidu\\.service|openvidu\\.service: Deactivated successfully',
    says: 'stopped OpenVidu',
  },
  {
    id: 'unit-failed',
    where: ['journal'],
    pattern: 'openvidu\\.service: Failed with result|Failed to start openvidu\\.service',
    says: 'could not start OpenVidu',
  },
  {id: 'docker-started', where: ['journal'], pattern: 'Started docker\\.service', says: 'started Docker'},
  {id: 'docker-stopped', where: ['journal'], pattern: 'Stopped docker\\.service', says: 'stopped Docker'},
  {
    id: 'election',
    where: ['container-log'],
    container: 'mongo',
    pattern: 'Transition to primary complete|Starting an election|Stepping down|replSetInitiate',
    says: 'took part in an election of MongoDB',
  },
  {
    id: 'service-started',
    where: ['container-log'],
    pattern:
      'serving initial configuration|Waiting for connections|Ready to accept connections|starting LiveKit server|starting ingress|service ready',
    says: 'started a service',
  },
  {
    id: 'service-stopped',
    where: ['container-log'],
    pattern: 'shutting down|exiting\\.\\.\\.|received signal|bye bye',
    says: 'stopped a service',
  },
  {
    id: 'licence-valid',
    where: ['container-log'],
    container: 'openvidu',
    pattern: '\\blicen[sc]e\\b.{0,40}\\b(is valid|valid until|validated|accepted)\\b',
    says: 'found its licence valid',
  },
] as const satisfies readonly (Omit<LogMilestone, 'id'> & {readonly id: string})[]

export type MilestoneId = (typeof table)[number]['id']

/** In the order in which an installation and a life come to them. */
export const logMilestones: readonly LogMilestone[] = table
