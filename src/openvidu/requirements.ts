import type {Source} from '../model/check.ts'
import type {Span} from './generations.ts'
import {
  administration,
  backup,
  certificate,
  configuration,
  createFunction,
  createStack,
  externalStorage,
  faultTolerance,
  firstGuide,
  installationGuide,
  installScript,
  instanceQuotas,
  modules,
  networkBalancer,
  onPremisesAdministration,
  onPremisesInstall,
  performance,
  upgrade,
} from './pages.ts'

/** Something that the official guides, or AWS itself, ask of a deployment. */
export interface Requirement {
  readonly id: RequirementId
  /** One sentence, in our words. */
  readonly text: string
  /** How much it weighs as the sources put it; a check has its own severity. */
  readonly severity: 'error' | 'warning' | 'info'
  /** The official page that says so. */
  readonly source: string
  /** Where it can be seen to hold: a plan can't show what only nodes that run can. Nowhere: not all of it is looked at. */
  readonly seenIn: readonly Source[]
  /** Where it does not hold for every generation. */
  readonly span?: Span
}

const firstOnly: Span = {since: '3.0.0-beta1', until: '3.0.0-beta1'}
const nextOnly: Span = {since: 'next'}

const table = [
  {
    id: 'R1',
    seenIn: ['plan', 'deployed', 'nodes'],
    severity: 'error',
    source: installationGuide,
    text: 'An OpenVidu PRO licence key is given.',
  },
  {
    id: 'R2',
    seenIn: ['plan', 'deployed'],
    severity: 'warning',
    source: installationGuide,
    text: 'The official High Availability template is used, at a pinned release rather than the latest.',
  },
  {
    id: 'R3',
    seenIn: ['plan', 'deployed', 'nodes'],
    severity: 'error',
    source: installationGuide,
    text: 'There are exactly four master nodes.',
  },
  {
    id: 'R4',
    seenIn: ['plan', 'lookup'],
    severity: 'error',
    source: installationGuide,
    text: 'The domain name is your own and serves nothing else before the deployment.',
  },
  {
    id: 'R5',
    seenIn: ['deployed', 'nodes'],
    severity: 'error',
    source: certificate,
    text: 'Once deployed, the domain name resolves to the load balancer.',
  },
  {
    id: 'R6',
    seenIn: ['plan', 'lookup', 'deployed'],
    severity: 'error',
    source: installationGuide,
    text: 'The certificate is in AWS Certificate Manager and covers the domain name.',
  },
  {
    id: 'R7',
    seenIn: ['plan', 'nodes'],
    severity: 'info',
    source: performance,
    text: 'The media engine is Pion, or mediasoup with its limits known (experimental before 3.1).',
  },
  {
    id: 'R8',
    seenIn: ['plan', 'lookup'],
    severity: 'warning',
    source: onPremisesInstall,
    text: 'Every node has at least 4 vCPU and 4 GB of memory, of an instance type its zones offer.',
  },
  {
    id: 'R9',
    seenIn: ['lookup'],
    severity: 'error',
    source: installationGuide,
    text: 'The EC2 key pair exists in the region.',
  },
  {
    id: 'R10',
    seenIn: ['plan', 'lookup'],
    severity: 'info',
    source: installationGuide,
    text: 'The operating system image is the default one, or resolves and suits the instance type.',
  },
  {
    id: 'R11',
    seenIn: ['plan', 'deployed'],
    severity: 'error',
    source: installationGuide,
    text: 'Minimum, initial and maximum number of media nodes are in this order, and the minimum is at least one.',
  },
  {
    id: 'R12',
    seenIn: ['plan', 'deployed'],
    severity: 'warning',
    source: installationGuide,
    text: 'The target CPU is a percentage, and target tracking scales the media nodes by it.',
  },
  {
    id: 'R13',
    seenIn: ['lookup'],
    severity: 'error',
    source: installationGuide,
    text: 'All subnets belong to the VPC of the deployment.',
  },
  {
    id: 'R14',
    seenIn: ['plan'],
    severity: 'warning',
    source: installationGuide,
    text: 'The master nodes have at most four subnets; the media nodes may have any number.',
  },
  {
    id: 'R15',
    seenIn: ['lookup', 'deployed'],
    severity: 'warning',
    source: installationGuide,
    text: 'The region has four Availability Zones or more, and each master node sits in a zone of its own.',
  },
  {
    id: 'R16',
    seenIn: ['lookup', 'deployed', 'nodes'],
    severity: 'error',
    source: installationGuide,
    text: 'All nodes are in public subnets that assign public addresses on launch.',
    span: {since: '3.0.0-beta1', until: '3.8.0'},
  },
  {
    id: 'R17',
    seenIn: ['plan', 'lookup', 'deployed'],
    severity: 'warning',
    source: firstGuide,
    text: 'A dedicated TURN balancer has both a free domain name of its own and a certificate that covers it.',
    span: {since: '3.0.0-beta1', except: ['3.6.0', '3.6.1', '3.7.0', '3.8.0']},
  },
  {
    id: 'R18',
    seenIn: ['plan', 'deployed', 'nodes'],
    severity: 'warning',
    source: installationGuide,
    text: 'The disks of the master nodes are equal, large enough for what they replicate, and covered by snapshots.',
  },
  {
    id: 'R19',
    seenIn: ['plan', 'deployed'],
    severity: 'warning',
    source: installationGuide,
    text: 'The stack keeps what it created when provisioning fails, so that the cause can be found.',
  },
  {
    id: 'R20',
    seenIn: ['plan'],
    severity: 'warning',
    source: firstGuide,
    text: 'The data volumes of the master nodes are retained when the stack is deleted.',
    span: firstOnly,
  },
  {
    id: 'R21',
    seenIn: ['deployed'],
    severity: 'error',
    source: installationGuide,
    text: 'The stack output leads to a secret that holds all URLs and credentials.',
  },
  {
    id: 'R22',
    seenIn: ['deployed'],
    severity: 'info',
    source: installationGuide,
    text: 'Applications use the domain name and the LiveKit API key and secret from that secret.',
  },
  {
    id: 'R23',
    seenIn: ['deployed', 'nodes'],
    severity: 'warning',
    source: installationGuide,
    text: 'A stack that completed serves: every master node answers its health check.',
  },
  {
    id: 'R24',
    seenIn: ['nodes'],
    severity: 'info',
    source: installationGuide,
    text: 'Faults are looked for in order: instances, cloud-init logs, service status, service logs.',
  },
  {
    id: 'R25',
    seenIn: ['deployed'],
    severity: 'error',
    source: installationGuide,
    text: 'WebRTC media reaches the media nodes directly, at public addresses.',
  },
  {
    id: 'R26',
    seenIn: ['deployed', 'nodes'],
    severity: 'error',
    source: onPremisesInstall,
    text: 'The private addresses of the master nodes never change and are the same on every node.',
  },
  {
    id: 'R27',
    seenIn: ['plan', 'deployed', 'nodes'],
    severity: 'error',
    source: onPremisesInstall,
    text: 'Every port that the services of the generation use is open between its groups of nodes.',
  },
  {
    id: 'R28',
    seenIn: ['deployed', 'nodes'],
    severity: 'error',
    source: onPremisesInstall,
    text: 'The nodes reach the hosts that OpenVidu needs while it runs, the licence service among them.',
  },
  {
    id: 'R29',
    seenIn: ['plan', 'lookup', 'nodes'],
    severity: 'error',
    source: externalStorage,
    text: 'Both buckets are left to the stack, or both exist, are accessible and lie in its region.',
    span: {since: '3.2.0'},
  },
  {
    id: 'R30',
    seenIn: ['deployed'],
    severity: 'warning',
    source: administration,
    text: 'Media nodes are stopped before the master nodes and started after them.',
  },
  {
    id: 'R31',
    seenIn: ['deployed', 'nodes'],
    severity: 'error',
    source: upgrade,
    text: 'All nodes run one version, and an upgrade from 3.4 or older passes through 3.5.0.',
  },
  {
    id: 'R32',
    seenIn: ['deployed'],
    severity: 'info',
    source: configuration,
    text: 'A change of the secret takes effect when a master node reboots.',
  },
  {
    id: 'R33',
    seenIn: ['nodes'],
    severity: 'error',
    source: onPremisesAdministration,
    text: 'No container restarts over and over, and no node reports configuration errors.',
  },
  {
    id: 'R34',
    seenIn: ['lookup'],
    severity: 'error',
    source: installationGuide,
    text: 'Subnets given for the load balancer are public and lie in the zones of the master nodes.',
    span: nextOnly,
  },
  {
    id: 'R35',
    seenIn: ['lookup', 'nodes'],
    severity: 'error',
    source: installationGuide,
    text: 'Nodes in private subnets have outbound internet access, not only while they install.',
    span: nextOnly,
  },
  {
    id: 'R36',
    seenIn: ['plan', 'deployed'],
    severity: 'error',
    source: installationGuide,
    text: 'The TURN domain differs from the main one, and each resolves to its own load balancer.',
    span: nextOnly,
  },
  {
    id: 'R37',
    seenIn: ['deployed'],
    severity: 'warning',
    source: administration,
    text: 'AWS Systems Manager manages every node.',
    span: nextOnly,
  },
  {
    id: 'R38',
    seenIn: ['lookup'],
    severity: 'error',
    source: networkBalancer,
    text: 'No two subnets of a load balancer lie in the same Availability Zone.',
  },
  {
    id: 'R39',
    seenIn: ['plan'],
    severity: 'error',
    source: createStack,
    text: 'The stack is created with the capability to make named IAM resources.',
  },
  {
    id: 'R40',
    seenIn: ['plan'],
    severity: 'error',
    source: createFunction,
    text: 'The stack name is short enough for the names that the template makes of it.',
    span: {since: '3.2.0'},
  },
  {
    id: 'R41',
    seenIn: ['lookup'],
    severity: 'warning',
    source: instanceQuotas,
    text: 'The vCPU quota has room for four master nodes and the maximum of media nodes.',
  },
  {
    id: 'R42',
    seenIn: ['deployed'],
    severity: 'error',
    source: faultTolerance,
    text: 'All four master nodes are healthy; with three the deployment still serves, with one or none it does not.',
  },
  {
    id: 'R43',
    seenIn: ['deployed', 'nodes'],
    severity: 'warning',
    source: backup,
    text: 'The master nodes and their data are backed up.',
  },
  {
    id: 'R44',
    seenIn: ['nodes'],
    severity: 'warning',
    source: installScript,
    text: 'Docker on every node is at least as new as the version demands.',
    span: {since: '3.2.0'},
  },
  {
    id: 'R45',
    // Only that it is broken: at webhooks nothing looks.
    seenIn: [],
    severity: 'warning',
    source: modules,
    text: 'The enabled modules are the same in the secret and on the nodes, and webhooks match them.',
  },
  {
    id: 'R46',
    seenIn: ['plan', 'deployed'],
    severity: 'error',
    source: installationGuide,
    text: 'The load balancer carries HTTPS to the master nodes and RTMP to the media nodes.',
  },
] as const satisfies readonly (Omit<Requirement, 'id'> & {id: `R${number}`})[]

export type RequirementId = (typeof table)[number]['id']

/** R1 to R46, in order. */
export const requirements: readonly Requirement[] = table
