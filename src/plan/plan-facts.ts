import {type Absent, absent, type Fact, isGap, known, observed, type Unknown, unknown} from '../model/fact.ts'
import type {FactMap, PlannedKey} from '../model/facts.ts'
import {type Features, featuresOf} from '../openvidu/features.ts'
import {violationsOf} from './constraints.ts'
import {Evaluator} from './evaluate.ts'
import {dataBuckets} from './facts/buckets.ts'
import {groupSubnets, masterCount, masterSubnets, masters} from './facts/masters.ts'
import {mediaDrain, mediaGroup, scalingPolicies} from './facts/media.ts'
import {balancerSubnets, balancers, certificate, securityGroups, targetGroups, vpcId} from './facts/network.ts'
import {keyName, nodeRoles} from './facts/nodes.ts'
import {separateVolumesOf, volumesOf} from './facts/volumes.ts'
import {identifyTemplate} from './identify.ts'
import type {Assignment} from './parameter-files.ts'
import {type GivenParameter, parametersFact, resolveParameters, subjectOf} from './parameters.ts'
import {PatternMatcher} from './pattern.ts'
import {type Roles, rolesOf} from './roles.ts'
import {PlannedStack, type Setting} from './stack.ts'
import type {Template} from './template.ts'
import type {TextFile} from './text-file.ts'

/** A template that was read, with the values given for its parameters. */
export interface PlanSource {
  readonly file: TextFile
  readonly template: Template
  readonly assignments: readonly Assignment[]
}

/** The facts that a template and its parameters tell. */
export type PlannedFacts = {readonly [K in PlannedKey]: Fact<FactMap[K]>}

export interface Plan {
  readonly facts: PlannedFacts
  readonly roles: Roles
}

/** What the template makes of its parameters, and which resource plays which part. */
export function planOf(
  {file, template, assignments}: PlanSource,
  {
    region,
    stackName,
    takenAt,
  }: {readonly region: string | null; readonly stackName: string | null; readonly takenAt: string},
): Plan {
  const identity = identifyTemplate(template, file)
  const parameters = resolveParameters(template.parameters, assignments)
  const stack = new PlannedStack(template, new Evaluator(template, parameters.given, {region, stackName}))
  const roles = rolesOf(stack)

  const setting = (name: string): Setting<string> | null => {
    const parameter = parameters.given.get(name)
    if (parameter === undefined) return null
    const hidden = unknown('unresolved', `${name} is declared secret, and is not shown`)
    return {subject: subjectOf(parameter), value: parameter.secret ? hidden : parameter.value}
  }
  const fact = <T>(value: T | Absent | Unknown): Fact<T> => (isGap(value) ? value : observed(value, takenAt, file.name))
  const no = (what: string): Absent => absent(`the template has no ${what}`)
  const {mediaGroup: group, mainBalancer: balancer} = roles
  // What was not recognised is not known to be missing: only a template without any such resource has none.
  const unrecognised = (what: string): Unknown =>
    unknown('unresolved', `${what} could not be recognised in the template`)
  const groups = stack.ofType('AWS::AutoScaling::AutoScalingGroup')
  const noGroup = groups.length === 0 ? no('group of media nodes') : unrecognised('the group of media nodes')

  const facts: PlannedFacts = {
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
  }
  return {facts, roles}
}

function features(given: ReadonlyMap<string, GivenParameter>): Features {
  const texts = [...given].flatMap(([name, {value}]) => (value.state === 'known' ? [[name, value.value] as const] : []))
  return featuresOf(new Map(texts))
}

function license(given: ReadonlyMap<string, GivenParameter>): FactMap['license'] | null {
  const parameter =
    given.get('OpenViduLicense') ?? [...given.values()].find(({declaration}) => /licen[sc]e/i.test(declaration.name))
  if (parameter === undefined) return null
  const {value, origin, declaration} = parameter
  const subject = subjectOf(parameter)
  if (origin === 'missing') return {subject, blank: known(true)}
  if (value.state === 'known') return {subject, blank: known(value.value.trim() === '')}
  // CloudFormation hides it, but would not have made the stack with a value that the declaration refuses.
  const refusesBlank = ['', ' '].every(
    blank => violationsOf(declaration, blank, {secret: true, matcher: new PatternMatcher()}).violations.length > 0,
  )
  return {subject, blank: origin === 'stack' && refusesBlank ? known(false) : value}
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
