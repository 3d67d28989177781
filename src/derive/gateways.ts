import {type Fact, known, type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import type {Subject} from '../model/subject.ts'

type NatDetails = NonNullable<FactMap['natGateways'][number]['details']>

/** Why a gateway leads nowhere. */
export interface GatewayFault {
  readonly subject: Subject
  /** In words that follow its name. */
  readonly state: string
  /** In words that follow "it must". */
  readonly wanted: string
}

export interface Gateways {
  readonly natGateways: Fact<FactMap['natGateways']>
  readonly internetGateways: Fact<FactMap['internetGateways']>
}

/** Whether an internet gateway serves a VPC; null where it does. */
export function internetGatewayFault(id: string | null, vpcId: string, {internetGateways}: Gateways): Gap {
  const found = listed(internetGateways, id, 'ec2:DescribeInternetGateways')
  if (found.state === 'unknown') return found
  const {subject, attachments} = found.value
  const wanted = `be attached to ${vpcId}`
  if (attachments === null) return known({subject, state: 'does not exist', wanted})
  const own = attachments.find(one => one.vpcId === vpcId)
  // EC2 says `available` of what its model calls `attached`.
  if (own?.state === 'available' || own?.state === 'attached') return known(null)
  if (own?.state === 'attaching') return unknown('unresolved', `${id} is still being attached to ${vpcId}`)
  if (own !== undefined) return known({subject, state: `is ${own.state} from ${vpcId}`, wanted})
  const others = attachments.map(one => one.vpcId)
  return known({subject, state: `is attached to ${others.length === 0 ? 'no VPC' : others.join(' and ')}`, wanted})
}

/** Whether a NAT gateway leads to the internet; null where it does. */
export function natGatewayFault(id: string | null, gateways: Gateways): Gap {
  const found = listed(gateways.natGateways, id, 'ec2:DescribeNatGateways')
  if (found.state === 'unknown') return found
  const {subject, details} = found.value
  if (details === null) return known({subject, state: 'does not exist', wanted: 'exist and be available'})
  const {state, connectivity, subnetId, route, vpcId} = details
  if (gone.has(state)) return known({subject, state: `is ${state}${reasonOf(details)}`, wanted: 'be available'})
  if (connectivity !== 'public')
    return known({
      subject,
      state: `is ${connectivity}, which reaches other networks but not the internet`,
      wanted: 'be public',
    })
  if (state !== 'available') return unknown('unresolved', `${id} is ${state}, and what becomes of it is not known`)
  const place = subnetId ?? 'its VPC'
  if (route?.default === 'internet-gateway') return internetGatewayFault(route.gatewayId, vpcId, gateways)
  if (route === null || route.default === 'endpoint' || route.default === 'other')
    return unknown(
      'unresolved',
      `whether the default route of ${place}, where ${id} stands, leads to the internet is not known`,
    )
  const leads = `stands in ${place}, whose default route leads ${deadEnds[route.default]}`
  return known({subject, state: leads, wanted: 'stand in a subnet with a default route to an internet gateway'})
}

type Gap = Seen<GatewayFault | null>

/** `deleting` may still let something through, though not for long. */
const gone: ReadonlySet<string> = new Set(['failed', 'deleting', 'deleted'])

const deadEnds = {
  'nat-gateway': 'to a NAT gateway again',
  blackhole: 'to something that no longer exists',
  none: 'nowhere',
} as const

function reasonOf({failure}: NatDetails): string {
  const told = [failure?.code, failure?.message].filter(text => text !== null && text !== undefined)
  return told.length === 0 ? '' : ` (${told.join(': ')})`
}

function listed<T extends {readonly id: string}>(fact: Fact<readonly T[]>, id: string | null, action: string): Seen<T> {
  if (fact.state === 'unknown') return fact
  const found = fact.state === 'known' ? fact.value.find(one => one.id === id) : undefined
  return found === undefined
    ? unknown('not-requested', `${id ?? 'the gateway'} was not looked up`, action)
    : known(found)
}
