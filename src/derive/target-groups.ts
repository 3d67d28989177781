import type {FactMap} from '../model/facts.ts'
import type {Subject} from '../model/subject.ts'
import {type LiveNode, standingMedia} from './live-nodes.ts'

type Target = FactMap['targetHealth'][number]['targets'][number]
type Facts = Pick<FactMap, 'parts' | 'targetGroups' | 'targetHealth'>

/** A target group with its targets, and whose they should be. */
export interface NodeTargets {
  readonly subject: Subject
  readonly name: string
  /** Null where neither the stack nor the targets tell. */
  readonly nodes: 'masters' | 'media' | null
  readonly targets: readonly Target[]
}

/** The target groups that AWS has: of the nodes for whom the stack makes them, or of those that are there. */
export function nodeTargets({parts, targetGroups, targetHealth}: Facts): readonly NodeTargets[] {
  return targetHealth.map(({subject, name, targets}) => {
    const wanted = parts.targetGroups.find(({logicalId}) => logicalId === name)?.nodes
    return {subject, name, nodes: wanted ?? nodesOf(targetGroups.find(group => group.name === name)), targets}
  })
}

/** The target groups that the stack makes for nodes and that AWS has not. */
export function goneTargets({parts, targetHealth}: Facts): readonly Omit<NodeTargets, 'targets'>[] {
  return parts.targetGroups.flatMap(({logicalId, id, nodes}) => {
    if (targetHealth.some(({name}) => name === logicalId)) return []
    const subject = {type: 'AWS::ElasticLoadBalancingV2::TargetGroup', id, logicalId, location: null}
    return [{subject, name: logicalId, nodes}]
  })
}

function nodesOf(group: FactMap['targetGroups'][number] | undefined): NodeTargets['nodes'] {
  if (group === undefined || group.members.state === 'unknown') return null
  const {value} = group.members
  return value === 'none' ? null : value === 'media' ? 'media' : 'masters'
}

/** What the state of a target comes to. */
export type TargetStanding = 'healthy' | 'starting' | 'leaving' | 'untold' | 'failing'

export function standingOf({state}: Target): TargetStanding {
  switch (state) {
    case 'healthy':
      return 'healthy'
    case 'initial':
      return 'starting'
    case 'draining':
    case 'unhealthy.draining':
      return 'leaving'
    case 'unavailable':
      return 'untold'
    default:
      return 'failing'
  }
}

/**
 * How long a media node may take from its start until it answers health checks, in milliseconds: it is InService at once, but
 * installs Docker and OpenVidu first. An estimate of ours.
 */
const installationTime = 10 * 60_000

/** The media nodes that may still install themselves. The start of a master is no matter of course. */
export function installing(nodes: readonly LiveNode[], now: string): ReadonlySet<string> {
  const young = standingMedia(nodes).filter(node => Date.parse(now) - Date.parse(node.launchedAt) < installationTime)
  return new Set(young.map(({id}) => id))
}

/** What the codes of Elastic Load Balancing mean for a deployment. */
const meanings: ReadonlyMap<string, string> = new Map([
  ['Target.FailedHealthChecks', 'the service is down, or a security group or network ACL keeps the check out'],
  ['Target.Timeout', 'the check gets no answer in time'],
  ['Target.ResponseCodeMismatch', 'the service answers with another status than the check wants'],
  ['Target.NotInUse', "no listener leads there, or the balancer is not enabled in the node's zone"],
  ['Target.NotRegistered', 'it is not registered'],
  ['Target.InvalidState', 'the instance is stopped or terminated'],
  ['Target.IpUnusable', 'a load balancer has its address'],
  ['Target.HealthCheckDisabled', 'health checks are off'],
  ['Elb.InternalError', 'a fault within AWS'],
])

const shown = 4

/** Targets by what ails them, such as `i-1 and i-2 unhealthy (Target.Timeout: …)`. */
export function ailments(targets: readonly Target[], nameOf: (id: string) => string): readonly string[] {
  const kinds = Map.groupBy(targets, ({state, reason}) => {
    const meaning = meanings.get(reason ?? '')
    return reason === null ? state : `${state} (${reason}${meaning === undefined ? '' : `: ${meaning}`})`
  })
  return [...kinds].map(([kind, own]) => `${namesOf(own.map(({id}) => nameOf(id)))} ${kind}`)
}

/** A fleet may have hundreds of nodes; a sentence has room for a few. */
export function namesOf(names: readonly string[]): string {
  const more = names.length - shown
  if (more > 0) return `${names.slice(0, shown).join(', ')} and ${more} more`
  return names.length < 2 ? names.join('') : `${names.slice(0, -1).join(', ')} and ${names.at(-1)}`
}

/** What a master is called: by its logical id where the stack has one for it. */
export function nodeName({masters}: Pick<FactMap['parts'], 'masters'>, id: string): string {
  return masters.find(master => master.id === id)?.logicalId ?? id
}
