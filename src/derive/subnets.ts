import {known, type Seen, unknown} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import type {Subject} from '../model/subject.ts'
import {placeMasters} from '../openvidu/placement.ts'

type Subnets = FactMap['subnets']
type Subnet = Subnets[number]
export type SubnetDetails = NonNullable<Subnet['details']>

/** For checks that go through all subnets: none of them known is nothing judged. */
export const noSubnet = unknown('unresolved', 'no subnet of the deployment is known')

/** What AWS says of a subnet; unknown where it was not looked up or doesn't exist, which `subnets-in-vpc` reports. */
export function subnetDetails(subnets: Subnets, id: string): Seen<SubnetDetails> {
  const found = subnets.find(subnet => subnet.id === id)
  if (found === undefined) return unknown('not-requested', `${id} was not looked up`, 'ec2:DescribeSubnets')
  return found.details === null ? unknown('failed', `AWS has no ${id} to tell anything of`) : known(found.details)
}

export function subnetSubject(subnets: Subnets, id: string): Subject {
  const found = subnets.find(subnet => subnet.id === id)
  return found?.subject ?? {type: 'AWS::EC2::Subnet', id, logicalId: null, location: null}
}

/**
 * The subnet of each master: that of its instance, or, for the group of the first generation, an even spread over the
 * zones of its subnets, which is what Auto Scaling does.
 */
export function masterSubnetIds({
  masters,
  masterCount,
  masterSubnets,
  subnets,
}: Pick<FactMap, 'masters' | 'masterCount' | 'masterSubnets' | 'subnets'>): readonly Seen<string>[] {
  if (masterCount.arrangement === 'instances') return masters.map(({subnetId}) => subnetId)
  if (masterSubnets.value.state === 'unknown') return [masterSubnets.value]
  const ofZone = new Map<string, string>()
  for (const id of masterSubnets.value.value) {
    const details = subnetDetails(subnets, id)
    if (details.state === 'unknown') return [details]
    if (!ofZone.has(details.value.zone)) ofZone.set(details.value.zone, id)
  }
  return (placeMasters([...ofZone.values()]) ?? []).map(known)
}
