import {EC2Client, paginateDescribeSubnets, type Subnet} from '@aws-sdk/client-ec2'
import {required} from '../../aws/errors.ts'
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
  // Looked at, not followed: a plan without subnets of one kind has those of the others.
  follows: [],
  iam: ['ec2:DescribeSubnets'],
  async collect({session, facts}) {
    const named = new Map<string, Named>()
    for (const {use, fact} of uses) {
      const setting = facts[fact]
      if (setting?.state === 'unknown') return {subnets: setting}
      if (setting?.state !== 'known') continue
      if (setting.value.value.state === 'unknown') return {subnets: setting.value.value}
      for (const id of setting.value.value.value) addUse(named, id, use, setting.value.subject)
    }
    return {
      subnets: await observe('ec2:DescribeSubnets', async () => {
        // A filter, since a list of ids fails as a whole for the one that doesn't exist.
        const found = new Map<string, Subnet>()
        const pages = paginateDescribeSubnets(
          {client: session.client(EC2Client)},
          {Filters: [{Name: 'subnet-id', Values: [...named.keys()]}]},
          session.options,
        )
        if (named.size > 0) {
          for await (const {Subnets} of pages) {
            for (const subnet of required(Subnets, 'list of subnets'))
              found.set(required(subnet.SubnetId, 'subnet id'), subnet)
          }
        }
        return [...named].map(([id, own]) => ({...own, id, details: detailsOf(found.get(id))}))
      }),
    }
  },
})

type Use = FactMap['subnets'][number]['uses'][number]

interface Named {
  readonly subject: Subject
  readonly uses: Use[]
}

function addUse(named: Map<string, Named>, id: string, use: Use, {location}: Subject): void {
  // It points at the line that names the subnet, which is what a finding about it asks to be changed.
  const own = named.get(id) ?? {subject: {type: 'AWS::EC2::Subnet', id, logicalId: null, location}, uses: []}
  if (!own.uses.includes(use)) own.uses.push(use)
  named.set(id, own)
}

function detailsOf(subnet: Subnet | undefined): FactMap['subnets'][number]['details'] {
  if (subnet === undefined) return null
  return {
    vpcId: required(subnet.VpcId, 'VPC of a subnet'),
    zone: required(subnet.AvailabilityZone, 'zone of a subnet'),
    mapsPublicAddresses: required(subnet.MapPublicIpOnLaunch, 'public addresses of a subnet'),
    availableAddresses: required(subnet.AvailableIpAddressCount, 'free addresses of a subnet'),
    // Left out where the region has nothing of the kind.
    internetBlocked: subnet.BlockPublicAccessStates?.InternetGatewayBlockMode ?? 'off',
  }
}
