import type {FactMap} from '../model/facts.ts'
import type {Features} from '../openvidu/features.ts'
import type {GenerationId} from '../openvidu/generations.ts'
import {type NodeGroup, type PortRule, portRulesOf} from '../openvidu/ports.ts'
import {isWorld} from './internet.ts'
import {type PortRange, portCount, portsText} from './port-ranges.ts'

type Entry = FactMap['networkAcls'][number]['entries'][number]
export type SubnetUse = FactMap['subnets'][number]['uses'][number]

/** Traffic that crosses the border of a subnet. */
export interface Flow extends PortRange {
  readonly direction: 'in' | 'out'
  readonly protocol: 'tcp' | 'udp'
  /** The whole internet, or other subnets of the deployment. */
  readonly peer: 'internet' | 'deployment'
  readonly purpose: string
  /** Any port of the range may be chosen: a few closed ones (3389, say) are tried again with another. */
  readonly ephemeral: boolean
}

/** What a network ACL does to a flow: the ports it stops, and those where it depends on the VPC's own addresses. */
export interface Passage {
  readonly blocked: readonly PortRange[]
  readonly undecided: readonly PortRange[]
}

/** Share of an ephemeral range that may be closed without anyone noticing. */
const tolerableShare = 0.01
const ephemeralPorts: PortRange = {from: 1024, to: 65_535}
const sshPort = 22

const groupsIn: Record<SubnetUse, readonly NodeGroup[]> = {
  masters: ['master'],
  // Up to 3.5 the TURN balancer stands in the subnets of the media nodes.
  media: ['media', 'turn-load-balancer'],
  balancer: ['load-balancer'],
}

/** What must pass the border of a subnet with this use. SSH is left out: nothing of OpenVidu needs it. */
export function flowsOf(use: SubnetUse, generation: GenerationId, features: Features): readonly Flow[] {
  const rules = portRulesOf(generation, features).filter(({from}) => from !== sshPort)
  const groups = groupsIn[use]
  const here = (group: NodeGroup | 'any') => group !== 'any' && groups.includes(group)
  return [
    ...rules.filter(({target}) => here(target)).map(rule => flowOf('in', rule)),
    ...rules.filter(({source}) => here(source)).map(rule => flowOf('out', rule)),
    ...returnsOf(use),
  ]
}

function flowOf(direction: 'in' | 'out', {source, protocol, from, to, purpose}: PortRule): Flow {
  return {direction, protocol, from, to, purpose, peer: source === 'any' ? 'internet' : 'deployment', ephemeral: false}
}

function returnsOf(use: SubnetUse): readonly Flow[] {
  const returning = (direction: 'in' | 'out', peer: Flow['peer'], protocol: 'tcp' | 'udp', purpose: string): Flow => ({
    direction,
    protocol,
    ...ephemeralPorts,
    peer,
    purpose,
    ephemeral: true,
  })
  const download = (port: number): Flow => ({
    direction: 'out',
    protocol: 'tcp',
    from: port,
    to: port,
    peer: 'internet',
    purpose: 'downloads, licence, AWS',
    ephemeral: false,
  })
  const answers = 'answers to its own requests'
  switch (use) {
    case 'balancer':
      return [
        returning('out', 'internet', 'tcp', 'answers to clients'),
        returning('in', 'deployment', 'tcp', 'answers of the nodes'),
      ]
    case 'masters':
      return [
        download(80),
        download(443),
        returning('in', 'internet', 'tcp', answers),
        returning('out', 'deployment', 'tcp', 'answers to other nodes'),
      ]
    case 'media':
      return [
        download(80),
        download(443),
        returning('in', 'internet', 'tcp', answers),
        returning('out', 'internet', 'tcp', 'answers to clients'),
        returning('out', 'internet', 'udp', 'media to clients'),
      ]
  }
}

/**
 * What the entries of an ACL do to a flow: lowest number first, the first match decides, and nothing matching means no.
 * For the internet only entries for the whole of it count: a list of a few blocked addresses is no fault. Within the
 * deployment an entry for private addresses may hold for it or not, so both are tried.
 */
export function passageOf(entries: readonly Entry[], flow: Flow): Passage {
  const ordered = entries
    .filter(({egress, protocol}) => egress === (flow.direction === 'out') && names(protocol, flow.protocol))
    .toSorted((a, b) => a.number - b.number)
  const starts = [flow.from, ...ordered.flatMap(({fromPort, toPort}) => [fromPort, toPort + 1])]
    .filter(port => port >= flow.from && port <= flow.to)
    .toSorted((a, b) => a - b)
  const segments = [...new Set(starts)].map((from, index, all) => ({from, to: (all[index + 1] ?? flow.to + 1) - 1}))
  const decided = segments.map(range => ({range, answers: answersFor(ordered, flow.peer, range.from)}))
  const blocked = joined(decided.filter(({answers}) => !answers.has(true)).map(({range}) => range))
  return {
    blocked: flow.ephemeral && portCount(blocked) < portCount([flow]) * tolerableShare ? [] : blocked,
    undecided: joined(decided.filter(({answers}) => answers.size > 1).map(({range}) => range)),
  }
}

function answersFor(ordered: readonly Entry[], peer: Flow['peer'], port: number): ReadonlySet<boolean> {
  const answers = new Set<boolean>()
  for (const entry of ordered) {
    if (entry.protocol !== '-1' && (port < entry.fromPort || port > entry.toPort)) continue
    if (entry.cidr === '0.0.0.0/0') return answers.add(entry.allows)
    // Half of the internet is no list of a few addresses: what it decides holds for many, and not for all.
    if (isWorld(entry.cidr) || (peer === 'deployment' && isPrivate(entry.cidr))) answers.add(entry.allows)
  }
  return answers.add(false)
}

function joined(ranges: readonly PortRange[]): readonly PortRange[] {
  const result: PortRange[] = []
  for (const range of ranges) {
    const last = result.at(-1)
    if (last !== undefined && last.to + 1 === range.from) result[result.length - 1] = {from: last.from, to: range.to}
    else result.push(range)
  }
  return result
}

const protocolNumbers = {tcp: '6', udp: '17'} as const

function names(number: string, protocol: 'tcp' | 'udp'): boolean {
  return number === '-1' || number === protocolNumbers[protocol]
}

/** The ranges that VPCs are made of: RFC 1918, and the shared space of RFC 6598. */
function isPrivate(cidr: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(cidr)
}

/** A flow in words, such as `UDP 50000-60000 in (WebRTC media)`. */
export function flowText({direction, protocol, purpose}: Flow, range: PortRange): string {
  return `${protocol.toUpperCase()} ${portsText(range)} ${direction} (${purpose})`
}
