import {type Absent, absent, isGap, known, observed, type Seen, type Unknown, unknown} from '../../model/fact.ts'
import {type FactMap, plannedKeys} from '../../model/facts.ts'
import type {Snapshot} from '../../model/snapshot.ts'
import {parameterSubject, type Subject} from '../../model/subject.ts'
import {featuresOf} from '../../openvidu/features.ts'
import {generationsNamedLike, officialParts} from '../../openvidu/official-names.ts'
import type {DeployedTemplate} from '../../plan/deployed-template.ts'
import {listItems} from '../../plan/evaluate.ts'
import type {Sight} from '../collector.ts'

/*
 * What the names of a stack's resources and parameters tell where its template could not be read. Only names that are
 * exactly those of an official template tell anything: what a fork means by a name is in its template alone.
 */

type Resources = FactMap['resources']

/** The facts that official names tell; of the others the template's gap is told. */
type NamedFacts = {
  readonly [K in (typeof namedKeys)[number]]: FactMap[K] | Absent | Unknown
}

const namedKeys = [
  'template',
  'features',
  'parts',
  'rtcEngine',
  'domainName',
  'certificate',
  'turn',
  'vpcId',
  'keyName',
  'masterSubnets',
  'mediaSubnets',
  'balancerSubnets',
  'retainVolumes',
] as const

/** How a fact that names tell was come by. */
const byNames = 'cloudformation:ListStackResources, by the official names'

/** Values by name; null for one that CloudFormation hides. */
type Parameters = ReadonlyMap<string, string | null>

/** The facts of a template that could not be read: as unknown as the template, but for what official names tell. */
export function factsWithout(
  gap: Unknown,
  parameters: DeployedTemplate['parameters'],
  resources: Sight<Resources> | Unknown,
  at: string,
): Snapshot['facts'] {
  const values = new Map(parameters.map(({name, value}) => [name, value]))
  const named = resources.state === 'seen' ? factsByNames(resources.value, values, gap) : null
  const detail = `${gap.detail}, and the names in the stack are not those of an official template that is known`
  const untold = resources.state === 'seen' && named === null ? {...gap, detail} : gap
  const told = Object.entries(named ?? {}).map(([key, fact]) => [key, isGap(fact) ? fact : observed(fact, at, byNames)])
  return {
    ...Object.fromEntries([...plannedKeys, 'parts', 'intended'].map(key => [key, untold])),
    ...Object.fromEntries(told),
  }
}

/** Null where the names are not those of an official template, every one of them. */
function factsByNames(resources: Resources, parameters: Parameters, gap: Unknown): NamedFacts | null {
  const standing = resources.filter(({status}) => status !== 'DELETE_COMPLETE')
  const alike = generationsNamedLike({
    resources: new Map(standing.map(({logicalId, type}) => [logicalId, type])),
    parameters: new Set(parameters.keys()),
  })
  const newest = alike.at(-1)
  if (newest === undefined) return null
  const text = (name: string) => setting(parameters, name, value => value)
  const list = (name: string) => setting(parameters, name, value => [...listItems(value)])
  const [turnDomain, turnCertificate] = [text('TurnDomainName'), text('TurnCertificateARN')]
  const no = (name: string): Absent => absent(`the stack has no parameter ${name}`)
  const subject = {type: 'Template', id: null, logicalId: null, location: null}
  return {
    template: {
      subject,
      kind: 'high-availability',
      version: gap,
      versionSubject: {...subject, id: 'OPENVIDU_VERSION'},
      generation: alike.length === 1 ? newest : null,
      shape: newest,
      official: gap,
    },
    features: featuresOf(new Map([...parameters].flatMap(([name, value]) => (value === null ? [] : [[name, value]])))),
    parts: partsByNames(standing),
    rtcEngine: text('RTCEngine') ?? no('RTCEngine'),
    domainName: text('DomainName') ?? no('DomainName'),
    certificate: text('OpenViduCertificateARN') ?? no('OpenViduCertificateARN'),
    turn:
      turnDomain === null || turnCertificate === null
        ? no('TurnDomainName')
        : {domainName: turnDomain, certificate: turnCertificate},
    vpcId: text('OpenViduVPC') ?? no('OpenViduVPC'),
    keyName: text('KeyName') ?? no('KeyName'),
    masterSubnets: list('OpenViduMasterNodeSubnets') ?? no('OpenViduMasterNodeSubnets'),
    mediaSubnets: list('OpenViduMediaNodeSubnets') ?? no('OpenViduMediaNodeSubnets'),
    // Up to 3.8 the load balancer stands in the subnets of the masters.
    balancerSubnets:
      list('LoadBalancerSubnets') ?? list('OpenViduMasterNodeSubnets') ?? no('OpenViduMasterNodeSubnets'),
    // Only the first generation had it, whose names are not known.
    retainVolumes: no('RetainVolumes'),
  }
}

function partsByNames(resources: Resources): FactMap['parts'] {
  const find = (name: string) => resources.find(({logicalId}) => logicalId === name)
  const part = (name: string) => ({logicalId: name, id: find(name)?.id ?? null})
  const made = <T>(roles: Readonly<Record<string, T>>) =>
    Object.entries(roles).flatMap(([name, role]) => (find(name) === undefined ? [] : [{...part(name), role}]))
  const {masters, mediaGroup, mainBalancer, turnBalancer, securityGroups, targetGroups} = officialParts
  return {
    masters: masters.map(part),
    masterGroup: null,
    mediaGroup: part(mediaGroup),
    mainBalancer: part(mainBalancer),
    turnBalancer: find(turnBalancer) === undefined ? null : part(turnBalancer),
    securityGroups: made(securityGroups).map(({role, ...own}) => ({...own, groups: [role]})),
    targetGroups: made(targetGroups).map(({role, ...own}) => ({...own, nodes: role})),
  }
}

/** A parameter as a fact; null where the stack has none of that name. */
function setting<T>(
  parameters: Parameters,
  name: string,
  read: (value: string) => T,
): {readonly subject: Subject; readonly value: Seen<T>} | null {
  const value = parameters.get(name)
  if (value === undefined) return null
  const hidden = unknown('unresolved', `CloudFormation hides the value of ${name}`)
  return {subject: parameterSubject(name, null), value: value === null ? hidden : known(read(value))}
}
