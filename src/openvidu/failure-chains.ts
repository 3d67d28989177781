import type {CauseId} from './failure-causes.ts'

/**
 * Where an effect shows, seen from its cause.
 *
 * `node`: on the same node, or in what others tell of that node. `others`: on the nodes that wait for the first master, which has the
 * cause. `media`: on any media node and their group, since all of them are made alike. `stack`: anywhere.
 */
export type Reach = 'node' | 'others' | 'media' | 'stack'

/** What one failure brings about. Where both are seen, only the cause is a cause. */
export interface FailureChain {
  readonly causes: readonly CauseId[]
  readonly effects: readonly CauseId[]
  readonly reach: Reach
  /** One sentence: why. */
  readonly why: string
}

/** The installation of a node ends at one of these, and what comes after it never happens. */
const endsInstallation = ['F12', 'F14', 'F24', 'F40', 'node-unhealthy'] as const
/** What ends it before the node can signal. */
const endsBeforeSignal = [...endsInstallation, 'F1', 'F6'] as const
const onNode = 'node'

/**
 * What brings about what. Sources: the user data and scripts of the templates, which run under `set -e` and signal before they
 * install (3.8.0, lines 1545 to 1800 and 2109 to 2170), and the install scripts. No cause is an effect of its own effects: a test
 * holds that.
 */
export const failureChains: readonly FailureChain[] = [
  {
    causes: ['F4'],
    effects: ['F3', 'F15', 'F16', 'F18', 'F20', 'F9', 'F13', ...endsBeforeSignal],
    reach: onNode,
    why: 'Without a way out nothing can be fetched, neither packages nor tools, installer or images.',
  },
  {
    causes: ['F2'],
    effects: ['F3', ...endsBeforeSignal],
    reach: onNode,
    why: 'While the package lock is held nothing is installed, and the script ends or waits.',
  },
  {
    causes: ['F3', 'F5'],
    effects: endsBeforeSignal,
    reach: onNode,
    why: 'Without pip the tools of CloudFormation are not installed, so that the node can never signal.',
  },
  {
    causes: ['F6', 'F7'],
    effects: ['F12', 'F14', 'F24', 'F40', 'node-unhealthy', 'F1'],
    reach: onNode,
    why: 'The installation ends there, before the node signals.',
  },
  {
    causes: ['F7'],
    effects: ['F15', 'F11', 'F9'],
    reach: onNode,
    why: 'Address and credentials of the node come from the instance metadata service.',
  },
  {
    causes: ['F15'],
    effects: ['F16', 'F18', 'F20', ...endsBeforeSignal],
    reach: onNode,
    why: 'What was to be fetched from that host is missing, and the script goes on with nothing.',
  },
  {
    causes: ['F15'],
    effects: ['F13'],
    reach: onNode,
    why: 'Without its installer the node has no configuration, and the script for storage is only the first that misses it: S3 is not at fault.',
  },
  {
    causes: ['F16'],
    effects: ['F11', 'F9', 'F1', ...endsInstallation],
    reach: onNode,
    why: 'Without the AWS CLI no script reaches the secret.',
  },
  {
    causes: ['F17', 'F18', 'F20'],
    effects: ['F13', 'F19', ...endsInstallation],
    reach: onNode,
    why: 'The installer ends without Docker as it needs it, and writes neither configuration nor unit.',
  },
  {
    causes: ['F19'],
    effects: endsInstallation,
    reach: onNode,
    why: 'Without Docker no service starts.',
  },
  {
    causes: ['F13'],
    effects: endsInstallation,
    reach: onNode,
    why: 'The script that configures storage is only the first that misses what the installer should have written.',
  },
  {
    causes: ['F13'],
    effects: ['F14'],
    reach: 'stack',
    why: 'Masters and media nodes fetch their installers from the same host.',
  },
  {
    causes: ['F14'],
    effects: ['F12', 'F24', 'F40', 'node-unhealthy'],
    reach: onNode,
    why: 'There is no unit to start.',
  },
  {
    causes: ['F21', 'F22'],
    effects: ['F12', 'F19', 'F24', 'F40', 'node-unhealthy', 'service-restarting'],
    reach: onNode,
    why: 'Services whose image cannot be fetched do not start.',
  },
  {
    causes: ['F23'],
    effects: ['F12', 'F19', 'F24', 'F25', 'F40', 'F42', 'node-unhealthy', 'service-restarting', 'left-stopped'],
    reach: onNode,
    why: 'Services that cannot write end and are started again and again, and Docker itself may not start.',
  },
  {
    causes: ['out-of-memory'],
    effects: ['F12', 'F24', 'F40', 'node-unhealthy', 'service-restarting'],
    reach: onNode,
    why: 'The kernel kills what takes most memory, and Docker starts it again.',
  },
  {
    causes: ['F25'],
    effects: ['F12', 'F24', 'F40', 'node-unhealthy', 'service-restarting'],
    reach: onNode,
    why: 'A service without its configuration does not start.',
  },
  {
    causes: ['F25'],
    effects: ['F26'],
    reach: 'stack',
    why: 'Masters note what media nodes tell of their configuration.',
  },
  {
    causes: ['F26'],
    effects: ['F40', 'node-unhealthy', 'service-restarting'],
    reach: 'media',
    why: 'A service whose configuration fails does not answer.',
  },
  {
    causes: ['F41'],
    effects: ['F12', 'F24', 'F40', 'node-unhealthy', 'service-restarting'],
    reach: onNode,
    why: 'Services that Redis refuses do not become ready.',
  },
  {
    causes: ['F43'],
    effects: ['F40', 'node-unhealthy', 'service-restarting'],
    reach: onNode,
    why: 'The server ends where its licence is refused.',
  },
  {
    causes: ['F12', 'F24'],
    effects: ['F40', 'node-unhealthy', 'service-restarting'],
    reach: onNode,
    why: 'What did not start does not answer health checks.',
  },
  {causes: ['F12'], effects: ['F1'], reach: onNode, why: 'A script that ended there did not signal.'},
  {
    causes: ['F11'],
    effects: ['F9', 'F10', 'F8', 'F1', ...endsInstallation],
    reach: onNode,
    why: 'Addresses, version and passwords come from the secret, and go there.',
  },
  {
    causes: ['F8', 'F9', 'F10'],
    effects: ['F12', 'F14', 'F24', 'F40', 'node-unhealthy', 'F1'],
    reach: onNode,
    why: 'The installation ends there.',
  },
  {
    causes: ['F2', 'F3', 'F4', 'F5', 'F6', 'F7', 'F11', 'F15', 'F16', 'F12', 'F1', 'node-not-running'],
    effects: ['F8', 'F10'],
    reach: 'others',
    why: 'The other nodes wait for what the first master stores in the secret.',
  },
  {
    causes: ['F1', 'F29', 'F30', 'F31', 'F32', 'F33', 'F34', 'F36', 'F37', 'F38', 'stack-operation-failed'],
    effects: ['F9', 'F11', 'node-not-running', 'F40', 'F39', 'node-unhealthy'],
    reach: 'stack',
    why: 'A stack that is rolled back deletes its secret, roles and nodes.',
  },
  {
    causes: [
      'F2',
      'F3',
      'F4',
      'F5',
      'F6',
      'F7',
      'F8',
      'F9',
      'F10',
      'F11',
      'F12',
      'F13',
      'F14',
      'F15',
      'F16',
      'F17',
      'F18',
      'F19',
      'F20',
      'F21',
      'F22',
      'F23',
    ],
    effects: ['F39'],
    reach: 'media',
    why: 'A media node whose installation or start fails reports itself unhealthy and is replaced, and so is the next.',
  },
  {
    causes: ['F31', 'F32', 'F33', 'F34', 'F39', 'launch-failed'],
    effects: ['F40', 'node-unhealthy'],
    reach: 'media',
    why: 'Without media nodes that stay there is no healthy target.',
  },
  {
    causes: ['clock-off'],
    effects: ['F11', 'F9', 'F8', 'F15', 'refused-for-time', 'certificate-refused', ...endsInstallation],
    reach: onNode,
    why: 'AWS refuses requests whose time is more than five minutes off, and certificates seem expired or not yet valid.',
  },
  {
    causes: ['refused-for-time'],
    effects: ['F11', 'F9', 'F8', ...endsInstallation],
    reach: onNode,
    why: 'Requests that AWS refuses do not reach the secret.',
  },
  {
    causes: ['certificate-expired'],
    effects: ['certificate-refused', 'service-restarting'],
    reach: 'stack',
    why: 'Whoever connects to the domain is shown the expired certificate.',
  },
  {
    causes: ['secret-characters'],
    effects: ['F27', 'left-stopped', 'F41', 'F40', 'node-unhealthy'],
    reach: 'stack',
    why: 'The reboot job copies the values of the secret with sed: a slash ends it before OpenVidu is started again, the other characters spoil the value.',
  },
  {
    causes: ['F27'],
    effects: ['left-stopped', 'F40', 'node-unhealthy', 'service-restarting'],
    reach: onNode,
    why: 'The reboot job stops OpenVidu first, and where sed fails it never comes to starting it again.',
  },
  {
    causes: ['left-stopped'],
    effects: ['F40', 'node-unhealthy', 'service-restarting'],
    reach: onNode,
    why: 'What is stopped does not answer.',
  },
  {
    causes: ['node-not-running'],
    effects: ['F40', 'node-unhealthy'],
    reach: onNode,
    why: 'A node that does not run answers nobody.',
  },
  {causes: ['node-unhealthy'], effects: ['F40'], reach: onNode, why: 'Its health endpoint is what the balancer asks.'},
  {
    causes: ['service-restarting'],
    effects: ['F40', 'node-unhealthy'],
    reach: onNode,
    why: 'A service that ends again and again does not answer.',
  },
]
