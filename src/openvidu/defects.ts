import type {Features} from './features.ts'
import type {GenerationId, Span} from './generations.ts'
import {inSpan} from './generations.ts'

/** A fault that an unmodified official template brings with it. */
export interface Defect {
  readonly id: DefectId
  readonly severity: 'error' | 'warning' | 'info'
  readonly title: string
  /** What it does to a deployment. */
  readonly consequence: string
  /** What a user of the template can do about it. */
  readonly remedy: string
  readonly span: Span
  /** Up to this generation the defect shows only with the feature; later ones in the span always have it. */
  readonly onlyWith?: {readonly feature: keyof Features; readonly until: GenerationId}
}

// No defect is claimed of templates that were not seen: spans start at 3.2.0 and end at 3.8.0.
const all: Span = {since: '3.2.0', until: '3.8.0'}
const until341: Span = {since: '3.2.0', until: '3.4.1'}
const until350: Span = {since: '3.2.0', until: '3.5.0'}

const table = [
  {
    id: 'D1',
    severity: 'error',
    title: 'A stack update can replace all master nodes',
    // Template 3.8.0, lines 2109, 2186, 2263 and 2340; AmiId of 3.4.1, line 318.
    consequence:
      'The masters follow the newest version of their launch template: a new type, key, disk size or image replaces all four with the data on their disks. Up to 3.4.1 a newer image alone is enough, at any update.',
    remedy:
      'Create a change set and review it before any update; change instance types in EC2 with the masters stopped.',
    span: all,
  },
  {
    id: 'D2',
    severity: 'error',
    title: 'Systems Manager does not reach the master nodes',
    // Template 3.8.0, lines 1363 to 1451, against the media role at line 1467.
    consequence:
      'The role of the masters lacks AmazonSSMManagedInstanceCore: no Run Command and no Session Manager there.',
    remedy: 'Attach the policy to the role of the masters, or use Default Host Management Configuration.',
    span: all,
  },
  {
    id: 'D3',
    severity: 'error',
    title: 'The four wait conditions share one budget',
    // Template 3.8.0, lines 2173, 2250, 2327 and 2403: no DependsOn, so all clocks start with the stack.
    consequence:
      'Masters install one after another, but every clock starts at once: 10 minutes up to 3.4.1, 20 since, must do for all four.',
    remedy: 'Keep the outbound paths of the nodes fast; on a timeout look at the first master that stored no address.',
    span: all,
  },
  {
    id: 'D4',
    severity: 'error',
    title: 'A master signals success before it installs OpenVidu',
    // Template 3.8.0, line 1691; the readiness gate of lines 2145 to 2168 does not act on its result.
    consequence: 'The stack completes although OpenVidu may never start; a failed installation is signalled to nobody.',
    remedy: 'Check target health and the health endpoint of every master after the stack completed.',
    span: all,
  },
  {
    id: 'D5',
    severity: 'error',
    title: 'The installer comes over plain HTTP, and a failed download passes for success',
    // Template 3.8.0, lines 1752 and 2476.
    consequence: 'A blocked or failed download runs an empty script that succeeds: the node stays without OpenVidu.',
    remedy: 'Let the nodes reach get.openvidu.io on port 80; look for missing files in the installation log.',
    span: all,
  },
  {
    id: 'D6',
    severity: 'error',
    title: 'Masters wait for each other without end',
    // Template 3.8.0, line 1694.
    consequence: 'Until all four have stored their address, every master loops silently.',
    remedy: 'Find the master whose address is still `none` in the secret, and read its installation log.',
    span: all,
  },
  {
    id: 'D7',
    severity: 'warning',
    title: 'A stack update resets the number of media nodes',
    // Template 3.8.0, line 2646.
    consequence:
      'The desired capacity is the initial number: an update that touches the group undoes what scaling reached.',
    remedy: 'Set InitialNumberOfMediaNodes to the current capacity before an update.',
    span: all,
  },
  {
    id: 'D8',
    severity: 'error',
    title: 'Two master subnets in one zone fail the stack late',
    // Template 3.8.0, lines 3192 to 3210.
    consequence:
      'The load balancer takes all master subnets, one for each zone at most, and is made after all masters.',
    remedy: 'Give master subnets of different Availability Zones.',
    span: all,
  },
  {
    id: 'D9',
    severity: 'warning',
    title: 'Changes of the media nodes by an update do not reach them',
    // Template 3.8.0, line 2641.
    consequence: 'The group follows the default version of the launch template, which CloudFormation never moves.',
    remedy: 'Make the newest launch template version the default and refresh the instances.',
    span: all,
  },
  {
    id: 'D10',
    severity: 'warning',
    title: 'The group of media nodes sees dead instances only, not dead services',
    // Template 3.8.0, lines 2631 to 2651; failures before line 2617 mark nothing either.
    consequence: 'A media node without working services stays in service.',
    remedy: 'Watch target health; set the health check type of the group to ELB after the deployment.',
    span: all,
  },
  {
    id: 'D11',
    severity: 'error',
    title: 'Secrets are in the installation log and in the template metadata',
    // Template 3.8.0, line 1545: the script traces itself.
    consequence:
      'The licence and all passwords stand in clear text in the installation log and may show in console output.',
    remedy: 'Restrict who may read the logs and the template; redact before passing them on.',
    span: all,
  },
  {
    id: 'D12',
    severity: 'warning',
    title: 'The reboot job leaves no log',
    // Template 3.8.0, lines 2170, 2247, 2324 and 2401: cron's shell takes `&>` for `&` and `>`.
    consequence: 'The job runs in the background and its log is emptied: a failure at reboot leaves no trace.',
    remedy: 'Rewrite the crontab line with `> file 2>&1`.',
    span: all,
  },
  {
    id: 'D13',
    severity: 'error',
    title: 'A failure in the reboot job leaves OpenVidu stopped',
    // Template 3.8.0, lines 2063 to 2069.
    consequence:
      'The job stops OpenVidu, copies the secret into the configuration, and starts it only if every step succeeded.',
    remedy: 'Keep `/`, `&`, `=` and `#` out of secret values; start the unit by hand if a reboot left it stopped.',
    span: all,
  },
  {
    id: 'D14',
    severity: 'warning',
    title: 'Masters 3 and 4 get no reboot job',
    // Template 3.4.1, lines 1490 and 1545.
    consequence:
      'Their script enables a service that Ubuntu does not have and ends there, before it writes the crontab.',
    remedy: 'Add the crontab line on these masters, or use 3.5.0 or newer.',
    span: until341,
  },
  {
    id: 'D15',
    severity: 'warning',
    title: 'Updating the domain name also rewrites the TURN domain',
    // Template 3.5.0, lines 1582 to 1590: the expression is not anchored.
    consequence: 'A reboot writes the main domain, then possibly the word `none`, as the TURN domain.',
    remedy: 'Check LIVEKIT_TURN_DOMAIN_NAME after a reboot, or use 3.6.0 or newer.',
    span: until350,
  },
  {
    id: 'D16',
    severity: 'warning',
    title: 'The role that drains media nodes may be denied',
    // Template 3.5.0, line 2356; template 3.6.0, line 2656, has it mended.
    consequence:
      'It is allowed on the automation definition only, while AWS checks the document: nodes then end without draining.',
    remedy: 'Allow ssm:StartAutomationExecution on the document and on automation executions.',
    span: until350,
  },
  {
    id: 'D17',
    severity: 'warning',
    title: 'Port 80 leads to the HTTPS port of the masters',
    // Template 3.6.0, line 3097; templates 3.4.0 to 3.5.0 with the main domain flag; 3.6.0 lacks the rules for 6080, too.
    consequence: 'Plain HTTP is not redirected. In 3.6.0 custom apps on port 6080 are cut off as well.',
    remedy: 'Point the listener on port 80 at a target group on port 80, or use 3.6.1 or newer.',
    span: {since: '3.4.0', until: '3.6.0'},
    onlyWith: {feature: 'mainDomainTurn', until: '3.5.0'},
  },
  {
    id: 'D18',
    severity: 'warning',
    title: 'One Turn parameter alone builds a TURN balancer',
    // Templates 3.2.0 to 3.5.0, condition TurnTLSIsEnabled: an OR.
    consequence: 'Without its certificate or its domain the second balancer fails or cannot be used.',
    remedy: 'Give both Turn parameters or none.',
    span: until350,
  },
  {
    id: 'D19',
    severity: 'error',
    title: 'Three arm64 families get an x86 image',
    // Template 3.5.0, conditions IsMasterGraviton and IsMediaGraviton.
    consequence: 'Nodes of the c6gd, c6gn and c7gn families cannot start: image and type differ in architecture.',
    remedy: 'Choose another family, or use 3.6.0 or newer.',
    span: {since: '3.5.0', until: '3.5.0'},
  },
  {
    id: 'D20',
    severity: 'error',
    title: 'A long stack name breaks the name of a function',
    // Template 3.8.0, line 1290.
    consequence: 'Lambda allows 64 characters, which region and stack name share with a fixed prefix.',
    remedy: 'Keep the stack name within 47 characters less the length of the region name.',
    span: all,
  },
  {
    id: 'D21',
    severity: 'warning',
    title: 'SSH is open to the world on every node',
    // Template 3.8.0, lines 2825 to 2832 and 3057 to 3064.
    consequence: 'Port 22 of all nodes, which have public addresses, admits any source.',
    remedy: 'Restrict port 22 of both security groups, or remove it and use Session Manager.',
    span: all,
  },
  {
    id: 'D22',
    severity: 'warning',
    title: 'Deleting the stack deletes the secret and the masters with their disks',
    // Template 3.8.0, lines 1211 to 1214 and 2102.
    consequence:
      'Neither the secret nor the unencrypted disks of the masters outlive the stack or a terminated master.',
    remedy: 'Turn termination protection on, take snapshots, and set DeleteOnTermination to false on the disks.',
    span: all,
  },
  {
    id: 'D23',
    severity: 'warning',
    title: 'The load balancer keeps weak defaults',
    // Template 3.8.0, lines 3192 to 3244.
    consequence: 'No cross-zone balancing, no deletion protection, and the oldest TLS policy.',
    remedy: 'Set the attributes and the TLS policy after the deployment.',
    span: all,
  },
  {
    id: 'D24',
    severity: 'info',
    title: 'A rule named for media nodes opens the masters',
    // Template 3.8.0, lines 3151 to 3158.
    consequence: 'OpenViduTurnTLSLoadBalancerToMediaNodeIngressSG is about port 443 of the masters.',
    remedy: 'Judge the rule by its group, not by its name.',
    span: {since: '3.3.0', until: '3.8.0'},
  },
  {
    id: 'D25',
    severity: 'warning',
    title: 'An empty domain name is accepted',
    // Template 3.8.0, lines 5 to 15.
    consequence:
      'The deployment comes up without a usable address; and a missing certificate is reported as a missing domain.',
    remedy: 'Always give a domain name.',
    span: all,
  },
  {
    id: 'D26',
    severity: 'info',
    title: 'Media nodes do not notice that secrets are missing',
    // Template 3.8.0, line 2464.
    consequence: 'They compare ALL_SECRETS_GENERATED with `none`, but it starts as `false`.',
    remedy: 'None needed where the masters are complete.',
    span: all,
  },
  {
    id: 'D27',
    severity: 'info',
    title: 'MinIO is announced but not deployed',
    // Template 3.8.0, lines 1852 and 2879 to 2903.
    consequence: 'Its ports stay open and MINIO_URL leads nowhere, because storage is in S3.',
    remedy: 'Ignore MINIO_URL.',
    span: all,
  },
  {
    id: 'D28',
    severity: 'warning',
    title: 'Concurrent writers of the secret lose keys',
    // Templates since 3.2.0, store_secret.sh: read, modify, write without a lock.
    consequence: 'Two nodes that write at once may undo each other, such as two masters that store their addresses.',
    remedy: 'Let one master at a time write: reboot them one after another.',
    span: all,
  },
  {
    id: 'D29',
    severity: 'info',
    title: 'Addresses are wrong in the China regions',
    // Template 3.8.0, line 1815.
    consequence: 'The S3 endpoint and the console link use the domain of the standard regions.',
    remedy: 'Correct EXTERNAL_S3_ENDPOINT by hand there.',
    span: all,
  },
  {
    id: 'D30',
    severity: 'info',
    title: 'The drain command has a timeout of a minute',
    // Template 3.8.0, line 2733.
    consequence: 'It works nevertheless, because the script goes on in the background.',
    remedy: 'None needed.',
    span: all,
  },
] as const satisfies readonly (Omit<Defect, 'id'> & {readonly id: `D${number}`})[]

export type DefectId = (typeof table)[number]['id']

/** D1 to D30, in order. */
export const defects: readonly Defect[] = table

/** The defects of a generation's official template; with features only those that show with them, without all that can. */
export function defectsOf(generation: GenerationId, features?: Features): readonly Defect[] {
  return defects.filter(
    ({span, onlyWith}) =>
      inSpan(span, generation) &&
      (onlyWith === undefined ||
        features === undefined ||
        features[onlyWith.feature] ||
        !inSpan({since: span.since, until: onlyWith.until}, generation)),
  )
}
