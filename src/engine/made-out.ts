import {type CommandNames, type Placeholder, withNames} from '../derive/named-commands.ts'
import type {AnyCheck, Remedy} from '../model/check.ts'
import type {Target} from '../model/snapshot.ts'
import type {Finding} from '../model/verdict.ts'

/** The placeholder that a thing goes by in commands, by its type. */
const placeholderOf: Readonly<Record<string, Placeholder>> = {
  'AWS::AutoScaling::AutoScalingGroup': 'MEDIA_GROUP',
  'AWS::DLM::LifecyclePolicy': 'POLICY_ID',
  'AWS::EC2::Instance': 'INSTANCE_ID',
  'AWS::EC2::NetworkAcl': 'ACL_ID',
  'AWS::EC2::SecurityGroup': 'GROUP_ID',
  'AWS::EC2::Subnet': 'SUBNET_ID',
  'AWS::EC2::VPC': 'VPC_ID',
  'AWS::EC2::Volume': 'VOLUME_ID',
  'AWS::ElasticLoadBalancingV2::Listener': 'LISTENER_ARN',
  'AWS::ElasticLoadBalancingV2::LoadBalancer': 'LOAD_BALANCER_ARN',
  'AWS::ElasticLoadBalancingV2::TargetGroup': 'TARGET_GROUP_ARN',
}

/** How to mend these findings of a check, the heaviest first: the cure of the first one, and the commands for all that are of its kind. */
export function remedyOf(check: AnyCheck, findings: readonly Finding[], target: Target): Remedy {
  const [first] = findings
  if (first === undefined) return madeOut(check.remedy, [], undefined, target)
  const given = commandsOf(findings, first.phrase) ?? undefined
  return madeOut(check.remedies?.[first.phrase] ?? check.remedy, findings, given, target)
}

/** The commands that findings of one phrase brought along; null where none did. */
export function commandsOf(findings: readonly Finding[], phrase: string): readonly string[] | null {
  const given = findings.filter(finding => finding.phrase === phrase).flatMap(({commands}) => commands ?? [])
  return given.length === 0 ? null : given
}

/**
 * The remedy with its commands made out as far as is known: those that a check gives for its findings, stack and region, and the thing
 * where all findings are about one.
 */
export function madeOut(
  remedy: Remedy,
  findings: readonly Finding[],
  given: readonly string[] | undefined,
  {stackName, region}: Pick<Target, 'stackName' | 'region'>,
): Remedy {
  const subject = nameOf(findings)
  // What a check made out has names already, of which a part may look like a placeholder.
  const names = given === undefined ? {STACK: stackName, REGION: region, ...subject} : subject
  const commands = given === undefined ? remedy.commands : [...new Set(given)]
  if (commands === undefined) return remedy
  return {...remedy, commands: commands.map(command => withNames(inRegion(command, region), names))}
}

function nameOf(findings: readonly Finding[]): CommandNames {
  const subjects = new Map(findings.map(({subject}) => [`${subject.type} ${subject.id}`, subject]))
  const [one, ...others] = subjects.values()
  const placeholder = one === undefined || others.length > 0 ? undefined : placeholderOf[one.type]
  return placeholder === undefined ? {} : {[placeholder]: one?.id ?? null}
}

/** A command that names no region asks the one of whoever pastes it. IAM has none. */
function inRegion(command: string, region: string | null): string {
  if (region === null || / --region /.test(command)) return command
  const flag = withNames(' --region REGION', {REGION: region})
  return command.replace(/^(?:aws (?!iam )\S+ \S+|openvidu-doctor \S+ STACK)/, start => start + flag)
}
