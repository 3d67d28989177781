import {type Unknown, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import type {NodeGroup, PortRule} from '../openvidu/ports.ts'
import {isWorld} from './internet.ts'
import {overlaps, type PortRange, portsText, withoutRanges} from './port-ranges.ts'

export type IngressRule = FactMap['securityGroups'][number]['ingress'][number]

/** What a security group lets in, as far as a rule of the port matrix asks. */
type Opening = Pick<PortRule, 'source' | 'protocol' | 'from' | 'to'>

export type Admission =
  | {readonly state: 'open'}
  /** Open, but not to the whole internet; the sources that it is open to. */
  | {readonly state: 'narrowed'; readonly sources: readonly string[]}
  | {readonly state: 'closed'; readonly ports: readonly PortRange[]}
  /** Closed as far as was seen, but a rule that was not seen in full may open it. */
  | {readonly state: 'undecided'; readonly unseen: Unknown}

type Reach = 'all' | 'none' | {readonly only: string} | Unknown

/**
 * Whether these rules together open the ports. `groups` are the groups whose security group is known: a rule for
 * another source can't be told from one for them otherwise.
 */
export function admission(rules: readonly IngressRule[], opening: Opening, groups: ReadonlySet<NodeGroup>): Admission {
  const open: PortRange[] = []
  const narrow: {readonly ports: PortRange; readonly source: string}[] = []
  let unseen: Unknown | null = null
  for (const rule of rules) {
    const reach = reachOf(rule, opening, groups)
    const ports = portsOf(rule)
    if (reach === 'none') continue
    if (reach !== 'all' && 'state' in reach) unseen ??= reach
    else if (ports !== null && reach === 'all') open.push(ports)
    else if (ports !== null && reach !== 'all') narrow.push({ports, source: reach.only})
  }
  const left = withoutRanges(opening, open)
  if (left.length === 0) return {state: 'open'}
  if (unseen !== null) return {state: 'undecided', unseen}
  const openToSome = narrow.map(({ports}) => ports)
  return left.every(range => withoutRanges(range, openToSome).length === 0)
    ? {state: 'narrowed', sources: [...new Set(narrow.map(({source}) => source))]}
    : {state: 'closed', ports: left}
}

/** Whether a rule lets the whole internet, over IPv4 or IPv6, reach the port; unknown where an unseen part decides. */
export function opensToWorld(rule: IngressRule, protocol: 'tcp' | 'udp', port: number): boolean | Unknown {
  const {source} = rule
  if (source.state === 'known' && (source.value.kind !== 'cidr' || !isWorld(source.value.cidr))) return false
  const unseen = concerns(rule, {protocol, from: port, to: port})
  if (typeof unseen === 'boolean') return unseen && source.state === 'unknown' ? source : unseen
  return unseen
}

function reachOf(rule: IngressRule, opening: Opening, groups: ReadonlySet<NodeGroup>): Reach {
  const reach = sourceReach(rule, opening, groups)
  if (reach === 'none') return 'none'
  const concerned = concerns(rule, opening)
  if (concerned === false) return 'none'
  return concerned === true ? reach : concerned
}

/** Whether a rule is about any of these ports; the part that would decide it where that was not seen. */
function concerns(rule: IngressRule, {protocol, from, to}: Omit<Opening, 'source'>): boolean | Unknown {
  const {fromPort, toPort} = rule
  if (rule.protocol.state === 'known' && !names(rule.protocol.value, protocol)) return false
  const ports = portsOf(rule)
  if (ports !== null) {
    if (!overlaps(ports, {from, to})) return false
    return rule.protocol.state === 'known' ? true : rule.protocol
  }
  if (fromPort.state === 'known' && fromPort.value > to) return false
  if (toPort.state === 'known' && toPort.value < from) return false
  return fromPort.state === 'unknown' ? fromPort : toPort.state === 'unknown' ? toPort : true
}

function sourceReach({source}: IngressRule, opening: Opening, groups: ReadonlySet<NodeGroup>): Reach {
  if (source.state === 'unknown') return source
  const {value} = source
  if (value.kind === 'group') {
    if (opening.source === value.group) return 'all'
    return opening.source === 'any' || groups.has(opening.source)
      ? 'none'
      : unknown('unresolved', `the template has no security group of ${groupNames[opening.source]}`)
  }
  // Nodes and balancers speak IPv4 to each other, and an IPv6 rule stands beside its IPv4 twin.
  if (value.kind === 'cidr' && value.cidr.includes(':')) return 'none'
  if (value.kind === 'cidr' && value.cidr.endsWith('/0')) return 'all'
  const name = value.kind === 'cidr' ? value.cidr : value.id
  return opening.source === 'any'
    ? {only: name}
    : unknown('unresolved', `whether ${name} holds ${groupNames[opening.source]} is not known`)
}

const allPorts: PortRange = {from: 0, to: 65_535}

/** The ports of a rule, null where they were not seen. */
function portsOf({protocol, fromPort, toPort}: IngressRule): PortRange | null {
  if (protocol.state === 'known' && protocol.value === '-1') return allPorts
  if (fromPort.state === 'unknown' || toPort.state === 'unknown') return null
  // EC2 writes -1 for "all ports", too.
  return fromPort.value === -1 ? allPorts : {from: fromPort.value, to: toPort.value}
}

const protocolNumbers = {tcp: '6', udp: '17'} as const

function names(text: string, protocol: 'tcp' | 'udp'): boolean {
  return text === '-1' || text.toLowerCase() === protocol || text === protocolNumbers[protocol]
}

/** How messages call each group. */
export const groupNames = {
  master: 'the masters',
  media: 'the media nodes',
  'load-balancer': 'the load balancer',
  'turn-load-balancer': 'the TURN load balancer',
} as const satisfies Record<NodeGroup, string>

/** A rule in words, such as `TCP 7000-7001 from the masters (Redis and its sentinel)`. */
export function ruleText({protocol, source, purpose, ...range}: PortRule): string {
  const from = source === 'any' ? 'anywhere' : groupNames[source]
  return `${protocol.toUpperCase()} ${portsText(range)} from ${from} (${purpose})`
}
