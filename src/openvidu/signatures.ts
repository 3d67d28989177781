import type {GenerationId, Span} from './generations.ts'
import {inSpan} from './generations.ts'

export type SignatureSource =
  | 'cloud-init'
  | 'stack-event'
  | 'scaling-activity'
  | 'journal'
  | 'container-log'
  | 'target-health'
  | 'nodes-errors'
  | 'drain-log'

/** A text in a log or an event that names a known cause. */
export interface FailureSignature {
  readonly id: SignatureId
  readonly where: readonly SignatureSource[]
  /** The container whose log it is, where only that one counts. */
  readonly container?: string
  /** JavaScript regular expression, to be used with the flag `i` on one line. */
  readonly pattern: string
  readonly cause: string
  readonly remedy: string
  /** The wording was seen in a template, a script or a real log; false where it is from memory or documentation. */
  readonly verified: boolean
  /** It happens, but is no fault. */
  readonly benign?: true
  readonly span?: Span
}

const table = [
  {
    id: 'F1',
    where: ['stack-event'],
    pattern: 'Failed to receive 1 resource signal\\(s\\) within the specified duration',
    cause: 'A master node never signalled; resources cancelled beside it are no cause of their own.',
    remedy: 'Read the installation log of the first master that stored no address.',
    verified: true,
  },
  {
    id: 'F2',
    where: ['cloud-init'],
    pattern: 'Could not get lock /var/lib/(dpkg|apt)|Unable to acquire the dpkg frontend lock',
    cause: 'Unattended upgrades held the package lock.',
    remedy: 'Deploy again, or use 3.5.0 or newer, which waits for the lock.',
    verified: true,
    span: {since: '3.2.0', until: '3.4.1'},
  },
  {
    id: 'F3',
    where: ['cloud-init'],
    pattern: 'No module named pip|pip3: command not found',
    cause: 'The package lists were not fetched, and the script went on.',
    remedy: 'Let the node reach the Ubuntu mirrors.',
    verified: true,
  },
  {
    id: 'F4',
    where: ['cloud-init'],
    pattern: 'Temporary failure resolving|Network is unreachable|Unable to locate package|no installation candidate',
    cause: 'The node has no way out: no public address, gateway, NAT or name resolution.',
    remedy: 'Check the route table of its subnet, its public address and DNS of the VPC.',
    verified: true,
  },
  {
    id: 'F5',
    where: ['cloud-init'],
    pattern: 'externally-managed-environment',
    cause: 'Ubuntu 24 with a template that only knows Ubuntu 22.',
    remedy: 'Leave AmiId at its default, or use 3.4.0 or newer.',
    verified: true,
    span: {since: '3.2.0', until: '3.3.0'},
  },
  {
    id: 'F6',
    where: ['cloud-init'],
    pattern: 'cfn-init: command not found|Error occurred during build',
    cause: 'The bootstrap of CloudFormation failed.',
    remedy: 'Read /var/log/cfn-init.log of the node.',
    verified: false,
  },
  {
    id: 'F7',
    where: ['cloud-init'],
    pattern: 'Error: Private IP not found',
    cause: 'The instance metadata service did not answer.',
    remedy: 'Check that the metadata service is enabled on the instance.',
    verified: true,
  },
  {
    id: 'F8',
    where: ['cloud-init'],
    pattern: 'Error: Secrets not generated',
    cause: 'Master 1 failed, or no master took the first slot.',
    remedy: 'Read the installation log of master 1.',
    verified: true,
  },
  {
    id: 'F9',
    where: ['cloud-init'],
    pattern: 'Error: Shared secret not found',
    cause: 'A media node cannot read the secret.',
    remedy: 'Check that the secret exists and that the role of the media nodes may read it.',
    verified: true,
  },
  {
    id: 'F10',
    where: ['cloud-init'],
    pattern: 'OpenVidu version not found',
    cause: 'The secret has no OPENVIDU_VERSION for the media node.',
    remedy: 'Store the version in the secret and replace the media node.',
    verified: true,
  },
  {
    id: 'F11',
    where: ['cloud-init'],
    pattern: "AccessDenied.{0,300}(secretsmanager|UpdateSecret)|can't find the specified secret",
    cause: 'The role of the node was changed, or the secret was deleted.',
    remedy: 'Restore the role policy or the secret.',
    verified: false,
  },
  {
    id: 'F12',
    where: ['cloud-init'],
    pattern:
      '\\[OpenVidu\\] error (installing OpenVidu|configuring S3 bucket|starting OpenVidu|updating shared secret)',
    cause: 'The named stage of the installation failed.',
    remedy: 'Read the lines before it.',
    verified: true,
  },
  {
    id: 'F13',
    where: ['cloud-init'],
    pattern: "can't read /opt/openvidu/config/cluster/openvidu\\.env",
    cause: 'The download of the installer was empty; storage is not at fault.',
    remedy: 'Let the node reach get.openvidu.io on port 80, then replace it.',
    verified: true,
  },
  {
    id: 'F14',
    where: ['cloud-init', 'journal'],
    pattern: 'Unit openvidu\\.service not found',
    cause: 'The download of the installer was empty.',
    remedy: 'Let the node reach get.openvidu.io on port 80, then replace it.',
    verified: true,
  },
  {
    id: 'F15',
    where: ['cloud-init'],
    pattern: 'curl: \\((6|7|22|28|35|56|60)\\)',
    cause: 'A host was not reached, or answered with an error.',
    remedy: 'Let the node reach the host of the line before it.',
    verified: true,
  },
  {
    id: 'F16',
    where: ['cloud-init'],
    pattern: 'End-of-central-directory signature not found',
    cause: 'What was downloaded as AWS CLI is no archive.',
    remedy: 'Let the node reach awscli.amazonaws.com without an intercepting proxy.',
    verified: true,
  },
  {
    id: 'F17',
    where: ['cloud-init'],
    pattern: 'Docker version \\S{1,40} is older than required version',
    cause: 'The image brings a Docker older than the installer accepts, as GPU images may.',
    remedy: 'Update Docker in the image, or use a newer image.',
    verified: true,
  },
  {
    id: 'F18',
    where: ['cloud-init'],
    pattern: "Can't install Docker automatically",
    cause: 'Docker could not be installed.',
    remedy: 'Let the node reach get.docker.com and download.docker.com.',
    verified: true,
  },
  {
    id: 'F19',
    where: ['cloud-init'],
    pattern: 'ERROR: Docker did not start within the allocated time',
    cause: 'Docker did not start; the script goes on without it.',
    remedy: 'Read the journal of the docker unit.',
    verified: true,
  },
  {
    id: 'F20',
    where: ['cloud-init'],
    pattern: 'Error downloading docker-compose',
    cause: 'GitHub was not reached in time.',
    remedy: 'Let the node reach github.com and its download hosts.',
    verified: true,
  },
  {
    id: 'F21',
    where: ['cloud-init', 'journal'],
    pattern: 'toomanyrequests|pull rate limit',
    cause: 'The anonymous pull quota of Docker Hub for this address is used up, as happens behind one NAT gateway.',
    remedy: 'Wait for the quota to refill, or give the nodes more public addresses.',
    verified: true,
  },
  {
    id: 'F22',
    where: ['cloud-init', 'journal'],
    pattern: 'bitnami/.{1,300}not found|manifest unknown',
    cause: 'An image that the release pins is gone from Docker Hub, as those of Bitnami for 3.2 and 3.3 are.',
    remedy: 'Use 3.4.0 or newer.',
    verified: true,
  },
  {
    id: 'F23',
    where: ['cloud-init', 'journal', 'container-log'],
    pattern: 'no space left on device',
    cause: 'A disk is full.',
    remedy: 'Remove unused images, or grow the volume.',
    verified: true,
  },
  {
    id: 'F24',
    where: ['cloud-init'],
    pattern: 'not healthy after 300s, restarting once',
    cause: 'A master is slow to start, or broken.',
    remedy: 'Ask its health endpoint again, then read its service logs.',
    verified: true,
    span: {since: '3.8.0'},
  },
  {
    id: 'F25',
    where: ['container-log'],
    container: 'openvidu-init',
    pattern: 'Failed to process config file|Errors found:',
    cause: 'A configuration file has a syntax error.',
    remedy: 'Correct the file on one master and restart OpenVidu there.',
    verified: true,
  },
  {
    id: 'F26',
    where: ['nodes-errors'],
    pattern: "Error in Media Node - ([\\d.]{7,15}): Container '(\\w{1,60})' error",
    cause: 'The configuration of the named service fails on the named media node.',
    remedy: 'Correct that service in the configuration of the media nodes, on a master.',
    verified: true,
  },
  {
    id: 'F27',
    where: ['journal'],
    pattern: "unknown option to .s'",
    cause: 'A value of the secret holds a slash: the reboot job stopped OpenVidu and did not start it.',
    remedy: 'Take the slash out of the value, then start the openvidu unit.',
    verified: true,
  },
  {
    id: 'F28',
    where: ['drain-log'],
    pattern: 'unary operator expected',
    cause: 'A container was gone before it was asked for; harmless.',
    remedy: 'None needed.',
    verified: true,
    benign: true,
  },
  {
    id: 'F29',
    where: ['stack-event'],
    pattern: 'cannot be attached to multiple subnets in the same Availability Zone',
    cause: 'Two subnets of the load balancer lie in one zone.',
    remedy: 'Give master subnets of different Availability Zones.',
    verified: true,
  },
  {
    id: 'F30',
    where: ['stack-event'],
    pattern: 'Certificate ARN .{1,300} is not valid|CertificateNotFound|UnsupportedCertificate',
    cause: 'The certificate is of another region, not issued, or has a key that the balancer does not take.',
    remedy: 'Use an issued certificate of the region of the stack.',
    verified: false,
  },
  {
    id: 'F31',
    where: ['stack-event', 'scaling-activity'],
    pattern: 'VcpuLimitExceeded|requested more vCPU capacity than your current vCPU limit',
    cause: 'The vCPU quota is used up.',
    remedy: 'Ask for a higher quota of that instance class.',
    verified: true,
  },
  {
    id: 'F32',
    where: ['stack-event', 'scaling-activity'],
    pattern: 'InsufficientInstanceCapacity|do not have sufficient .{1,200} capacity',
    cause: 'AWS has no such instance left in the zone.',
    remedy: 'Try again, or use another type or zone.',
    verified: false,
  },
  {
    id: 'F33',
    where: ['stack-event', 'scaling-activity'],
    pattern: 'not supported in your requested Availability Zone',
    cause: 'The zone does not offer the instance type.',
    remedy: 'Use another type, or a subnet of another zone.',
    verified: false,
  },
  {
    id: 'F34',
    where: ['stack-event', 'scaling-activity'],
    pattern: "architecture '\\w{1,20}' .{0,200}does not match",
    cause: 'Image and instance type have different architectures.',
    remedy: 'Use an image of the architecture of the type; in 3.5.0 avoid c6gd, c6gn and c7gn.',
    verified: false,
  },
  {
    id: 'F35',
    where: ['stack-event'],
    pattern: 'CAPABILITY_NAMED_IAM',
    cause: 'The stack was created without the capability for named IAM resources.',
    remedy: 'Pass CAPABILITY_NAMED_IAM.',
    verified: true,
  },
  {
    id: 'F36',
    where: ['stack-event'],
    pattern: 'functionName.{0,300}length less than or equal to 64',
    cause: 'The stack name is too long for the function named after it.',
    remedy: 'Use a shorter stack name.',
    verified: false,
  },
  {
    id: 'F37',
    where: ['stack-event'],
    pattern: 'already exists',
    cause: 'A named resource of an earlier stack is left over.',
    remedy: 'Remove the named resource, or use another stack name.',
    verified: true,
  },
  {
    id: 'F38',
    where: ['stack-event'],
    pattern:
      'Received response status \\[FAILED\\] from custom resource|did not receive a response from your Custom Resource',
    cause: 'The function that spreads the masters over the subnets failed.',
    remedy: 'Read its log group.',
    verified: false,
  },
  {
    id: 'F39',
    where: ['scaling-activity'],
    pattern: 'taken out of service in response to a user health.?check',
    cause: 'A media node reported itself unhealthy, because its installation or start failed.',
    remedy: 'Read the installation log of a failing media node before it is replaced.',
    verified: false,
  },
  {
    id: 'F40',
    where: ['target-health'],
    pattern: 'Target\\.(FailedHealthChecks|Timeout|NotInUse|ResponseCodeMismatch)',
    cause: 'The service does not answer its check, a security group blocks it, or its zone is not one of the balancer.',
    remedy: 'Check the service on the node, then the security groups, then the zones.',
    verified: true,
  },
  {
    id: 'F41',
    where: ['container-log', 'journal'],
    pattern: 'NOAUTH|WRONGPASS',
    cause: 'REDIS_PASSWORD differs between nodes.',
    remedy: 'Make it the same in the secret and on all nodes.',
    verified: true,
  },
  {
    id: 'F42',
    where: ['container-log'],
    pattern: 'NotWritablePrimary|not primary',
    cause: 'MongoDB was written to on a secondary, for instance by a restore.',
    remedy: 'Repeat it on the master that is primary.',
    verified: true,
  },
  {
    id: 'F43',
    where: ['container-log'],
    container: 'openvidu',
    // The exact wording is not published: a licence and a refusal on one line.
    pattern:
      '\\blicen[sc]e\\b.{0,120}\\b(invalid|not valid|expired|failed|error|denied|refused)\\b|\\b(invalid|expired|failed|error)\\b.{0,120}\\blicen[sc]e\\b',
    cause: 'The licence is wrong or expired, or accounts.openvidu.io is not reached.',
    remedy: 'Check the licence key and the way to accounts.openvidu.io on port 443.',
    verified: false,
  },
] as const satisfies readonly (Omit<FailureSignature, 'id'> & {readonly id: `F${number}`})[]

export type SignatureId = (typeof table)[number]['id']

/** F1 to F43, in order. */
export const signatures: readonly FailureSignature[] = table

export interface CompiledSignature {
  readonly signature: FailureSignature
  readonly expression: RegExp
}

const compiled: readonly CompiledSignature[] = signatures.map(signature => ({
  signature,
  expression: new RegExp(signature.pattern, 'i'),
}))

/**
 * The signatures to look for in one kind of evidence, ready to match one line at a time; with a generation only those that can
 * occur there. The expressions hold no nested quantifiers, yet lines come from nodes: bound their length before matching.
 */
export function compiledSignatures(where: SignatureSource, generation?: GenerationId): readonly CompiledSignature[] {
  return compiled.filter(
    ({signature}) =>
      signature.where.includes(where) &&
      (signature.span === undefined || generation === undefined || inSpan(signature.span, generation)),
  )
}
