import {Problems} from '../model/errors.ts'
import {type Absent, absent, type Fact, known, observed, type Unknown, unknown} from '../model/fact.ts'
import type {FactKey, FactMap} from '../model/facts.ts'
import type {Snapshot} from '../model/snapshot.ts'
import {type Features, featuresOf} from '../openvidu/features.ts'
import {parseDocumentFile} from './document.ts'
import {Evaluator} from './evaluate.ts'
import {dataBuckets} from './facts/buckets.ts'
import {lookups} from './facts/lookups.ts'
import {groupSubnets, masterCount, masterSubnets, masters} from './facts/masters.ts'
import {mediaDrain, mediaGroup, scalingPolicies} from './facts/media.ts'
import {balancerSubnets, balancers, certificate, securityGroups, targetGroups, vpcId} from './facts/network.ts'
import {keyName, nodeRoles} from './facts/nodes.ts'
import {separateVolumesOf, volumesOf} from './facts/volumes.ts'
import {identifyTemplate, refuseOthers} from './identify.ts'
import {type Assignment, parameterFormats, readOverrides, readParameterFile} from './parameter-files.ts'
import {type GivenParameter, parametersFact, resolveParameters, subjectOf} from './parameters.ts'
import {checkReferences} from './references.ts'
import {rolesOf} from './roles.ts'
import {PlannedStack, type Setting} from './stack.ts'
import {readTemplate, type Template} from './template.ts'
import {readTextFile, type TextFile} from './text-file.ts'

export interface PlanInput {
  readonly template: string
  /** Files in order; a later one wins over an earlier one. */
  readonly parameterFiles: readonly string[]
  /** `KEY=VALUE`, which win over every file. */
  readonly overrides: readonly string[]
  readonly stackName: string | null
  readonly region: string | null
  readonly toolVersion: string
  /** ISO 8601, UTC. */
  readonly takenAt: string
}

/**
 * The snapshot of a stack that is not made yet, from its template and parameters alone. Throws UnusableInput where a file
 * can't be read for what it should be; a wrong value is a fact, not an error.
 */
export function readPlan(input: PlanInput): Snapshot {
  const {file, template, assignments} = readFiles(input)
  const identity = identifyTemplate(template, file)
  const parameters = resolveParameters(template.parameters, assignments)
  const {region, stackName} = input
  const stack = new PlannedStack(template, new Evaluator(template, parameters.given, {region, stackName}))
  const roles = rolesOf(stack)

  const setting = (name: string): Setting<string> | null => {
    const parameter = parameters.given.get(name)
    if (parameter === undefined) return null
    const hidden = unknown('unresolved', `${name} is declared secret, and is not shown`)
    return {subject: subjectOf(parameter), value: parameter.secret ? hidden : parameter.value}
  }
  const fact = <T>(value: T | Absent | Unknown): Fact<T> =>
    isGap(value) ? value : observed(value, input.takenAt, file.name)
  const no = (what: string): Absent => absent(`the template has no ${what}`)
  const {mediaGroup: group, mainBalancer: balancer} = roles
  // What was not recognised is not known to be missing: only a template without any such resource has none.
  const unrecognised = (what: string): Unknown =>
    unknown('unresolved', `${what} could not be recognised in the template`)
  const groups = stack.ofType('AWS::AutoScaling::AutoScalingGroup')
  const noGroup = groups.length === 0 ? no('group of media nodes') : unrecognised('the group of media nodes')

  const facts: {readonly [K in FactKey]: Fact<FactMap[K]>} = {
    template: fact(identity),
    features: fact(features(parameters.given)),
    parameters: fact(parametersFact(parameters, template.ruled)),
    stackName: fact(stackName ?? unknown('not-requested', 'give the planned name with --stack-name')),
    region: fact(region ?? unknown('not-requested', 'give the region with --region')),
    license: fact(license(parameters.given) ?? no('parameter for the licence')),
    rtcEngine: fact(setting('RTCEngine') ?? no('parameter RTCEngine')),
    domainName: fact(setting('DomainName') ?? no('parameter DomainName')),
    certificate: fact(
      (balancer === null ? null : certificate(stack, balancer)) ?? no('TLS listener with a certificate'),
    ),
    turn: fact(turn(setting) ?? no('domain of its own for TURN')),
    vpcId: fact(vpcId(stack) ?? no('VPC')),
    keyName: fact(keyName(stack, roles) ?? no('key pair')),
    masterSubnets: fact(masterSubnets(stack, roles) ?? unrecognised('where the masters stand')),
    mediaSubnets: fact(group === null ? noGroup : (groupSubnets(group) ?? unrecognised('where the media nodes stand'))),
    balancerSubnets: fact(
      balancer === null
        ? no('load balancer')
        : (balancerSubnets(balancer) ?? unrecognised('where the load balancer stands')),
    ),
    masterCount: fact(masterCount(stack, roles)),
    masters: fact(masters(stack, roles)),
    volumes: fact([
      ...volumesOf(stack, roles.masterGroup === null ? roles.masters : [roles.masterGroup], 'master'),
      ...separateVolumesOf(stack),
      ...volumesOf(stack, group === null ? [] : [group], 'media'),
    ]),
    retainVolumes: fact(retainVolumes(setting) ?? no('parameter RetainVolumes, which only the first generation had')),
    mediaGroup: fact(group === null ? noGroup : mediaGroup(stack, group)),
    scalingPolicies: fact(group === null ? noGroup : scalingPolicies(stack, group)),
    mediaDrain: fact(group === null ? noGroup : mediaDrain(stack, group)),
    securityGroups: fact(securityGroups(stack, roles)),
    balancers: fact(balancers(stack, roles)),
    targetGroups: fact(targetGroups(stack, roles)),
    dataBuckets: fact(dataBuckets(stack, setting) ?? no('buckets for the data of the deployment')),
    nodeRoles: fact(nodeRoles(stack, roles)),
    ...lookups,
  }
  return {
    schemaVersion: '1',
    tool: {name: 'openvidu-doctor', version: input.toolVersion},
    takenAt: input.takenAt,
    target: {kind: 'planned', stackName, region, accountId: null},
    facts,
  }
}

/** Reads every file, and tells the problems of all of them at once. */
function readFiles({template: name, parameterFiles, overrides}: PlanInput): {
  readonly file: TextFile
  readonly template: Template
  readonly assignments: readonly Assignment[]
} {
  const problems = new Problems()
  const file = readTextFile(name, 'template', problems)
  const root = file === null ? null : parseDocumentFile(file, problems)
  const template = root === null ? null : readTemplate(root, problems)
  // A template of something else is the one thing to say: its other faults are not this reader's to mend.
  if (file !== null && template !== null) refuseOthers(template, file)
  if (template !== null) checkReferences(template, problems)
  const next = problems.any ? 'Mend the template: CloudFormation would refuse it too.' : parameterFormats
  const assignments = parameterFiles.flatMap(given => {
    const parameters = readTextFile(given, 'parameter file', problems)
    return parameters === null ? [] : readParameterFile(parameters, problems)
  })
  problems.throwIfAny(file === null ? 'Give files that exist, as YAML or JSON.' : next)
  const given = readOverrides(overrides, problems)
  problems.throwIfAny('Write it as --parameter KEY=VALUE, once for each parameter.')
  if (file === null || template === null) throw new Error('a template without problems was not read')
  return {file, template, assignments: [...assignments, ...given]}
}

function isGap(value: unknown): value is Absent | Unknown {
  if (typeof value !== 'object' || value === null || !('state' in value)) return false
  return value.state === 'absent' || value.state === 'unknown'
}

function features(given: ReadonlyMap<string, GivenParameter>): Features {
  const texts = [...given].flatMap(([name, {value}]) => (value.state === 'known' ? [[name, value.value] as const] : []))
  return featuresOf(new Map(texts))
}

function license(given: ReadonlyMap<string, GivenParameter>): FactMap['license'] | null {
  const parameter =
    given.get('OpenViduLicense') ?? [...given.values()].find(({declaration}) => /licen[sc]e/i.test(declaration.name))
  if (parameter === undefined) return null
  const {value, origin} = parameter
  const blank = origin === 'missing' ? known(true) : value.state === 'known' ? known(value.value.trim() === '') : value
  return {subject: subjectOf(parameter), blank}
}

function turn(setting: (name: string) => Setting<string> | null): FactMap['turn'] | null {
  const domainName = setting('TurnDomainName')
  const certificateArn = setting('TurnCertificateARN')
  return domainName === null || certificateArn === null ? null : {domainName, certificate: certificateArn}
}

function retainVolumes(setting: (name: string) => Setting<string> | null): FactMap['retainVolumes'] | null {
  const given = setting('RetainVolumes')
  if (given === null) return null
  const {subject, value} = given
  return {subject, value: value.state === 'known' ? known(/^(true|yes|on|1)$/i.test(value.value.trim())) : value}
}
