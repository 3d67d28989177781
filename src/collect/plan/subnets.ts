import {EC2Client, paginateDescribeSubnets, type Subnet} from '@aws-sdk/client-ec2'
import type {FactMap} from '../../model/facts.ts'
import type {Subject} from '../../model/subject.ts'
import {defineCollector, observe} from '../collector.ts'

const uses = [
  {use: 'masters', fact: 'masterSubnets'},
  {use: 'media', fact: 'mediaSubnets'},
  {use: 'balancer', fact: 'balancerSubnets'},
] as const

/** The subnets that the plan names, for whatever it names them. */
export const subnets = defineCollector({
  id: 'subnets',
  title: 'Subnets',
  tier: 'plan',
  provides: ['subnets'],
  follows: ['masterSubnets', 'mediaSubnets', 'balancerSubnets'],
  iam: ['ec2:DescribeSubnets'],
  async collect({session, known}) {
    for (const {fact} of uses) {
      const {value} = known[fact]
      if (value.state === 'unknown') return {subnets: value}
    }
    const named = namedSubnets(known)
    const ids = [...named.keys()]
    return {
      subnets: await observe('ec2:DescribeSubnets', async () => {
        // A filter, since a list of ids fails as a whole for the one that doesn't exist.
        const found = new Map<string, Subnet>()
        const pages = paginateDescribeSubnets(
          {client: session.client(EC2Client)},
          {Filters: [{Name: 'subnet-id', Values: ids}]},
          session.options,
        )
        if (ids.length > 0)
          for await (const {Subnets = []} of pages)
            for (const subnet of Subnets) found.set(subnet.SubnetId ?? '', subnet)
        return ids.map(id => ({...(named.get(id) as Named), id, details: detailsOf(found.get(id))}))
      }),
    }
  },
})

interface Named {
  readonly subject: Subject
  readonly uses: FactMap['subnets'][number]['uses']
}

function namedSubnets(
  known: Pick<FactMap, 'masterSubnets' | 'mediaSubnets' | 'balancerSubnets'>,
): ReadonlyMap<string, Named> {
  const named = new Map<string, Named>()
  for (const {use, fact} of uses) {
    const {subject, value} = known[fact]
    if (value.state === 'unknown') continue
    for (const id of value.value) {
      const before = named.get(id)?.uses ?? []
      if (before.includes(use)) continue
      // It points at the line that names the subnet, which is what a finding about it asks to be changed.
      const own: Subject = {type: 'AWS::EC2::Subnet', id, logicalId: null, location: subject.location}
      named.set(id, {subject: named.get(id)?.subject ?? own, uses: [...before, use]})
    }
  }
  return named
}

function detailsOf(subnet: Subnet | undefined): FactMap['subnets'][number]['details'] {
  if (subnet === undefined) return null
  return {
    vpcId: subnet.VpcId ?? '',
    zone: subnet.AvailabilityZone ?? '',
    mapsPublicAddresses: subnet.MapPublicIpOnLaunch === true,
    availableAddresses: subnet.AvailableIpAddressCount ?? 0,
  }
}
