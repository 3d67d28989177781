import {masterSubnetIds, noSubnet, subnetDetails} from '../../src/derive/subnets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subnetAddresses} from '../../src/openvidu/pages.ts'

interface Demand {
  masters: number
  mediaNodes: number
  loadBalancers: number
}

export default defineCheck({
  id: 'subnet-free-addresses',
  area: 'network',
  title: 'Every subnet has free addresses for the nodes it will hold',
  severity: 'medium',
  sources: ['lookup', 'deployed'],
  requirements: [],
  why: 'A node that gets no private address does not start: a master fails the stack, and media nodes stop scaling out just when they are needed.',
  how: {
    lookup:
      'Each subnet needs an address for every master placed in it, for its even share of MaxNumberOfMediaNodes, and for each load balancer that stands in it. That is held against the free addresses that AWS counts, from which the five it keeps are already taken.',
    deployed: 'The same for the subnets of the stack.',
  },
  needs: ['subnets', 'masters', 'masterCount', 'masterSubnets', 'mediaGroup', 'mediaSubnets', 'balancerSubnets'],
  uses: ['balancers'],
  phrases: {
    scarce: ({observed, expected}: {observed: {subnet: string; free: number}; expected: {free: number} & Demand}) =>
      `${observed.subnet} has ${observed.free} free addresses; it needs ${expected.free} (masters ${expected.masters}, its share of the maximum of media nodes ${expected.mediaNodes}, load balancers ${expected.loadBalancers})`,
  },
  remedy: {
    text: 'Choose larger subnets, free addresses in these, or lower MaxNumberOfMediaNodes.',
    commands: [
      'aws ec2 describe-subnets --subnet-ids SUBNET_ID --query "Subnets[].[CidrBlock,AvailableIpAddressCount]"',
    ],
    url: subnetAddresses,
  },
  judge(facts, {fail, see, look}) {
    const {subnets, masterSubnets, mediaGroup, mediaSubnets, balancerSubnets, balancers} = facts
    if (subnets.length === 0) see(noSubnet, masterSubnets.subject)
    const demands = new Map(
      subnets.map(({id}): [string, Demand] => [id, {masters: 0, mediaNodes: 0, loadBalancers: 0}]),
    )
    const add = (id: string, kind: keyof Demand, count: number): void => {
      const demand = demands.get(id)
      if (demand !== undefined) demand[kind] += count
    }
    for (const subnet of masterSubnetIds(facts)) {
      const id = see(subnet, masterSubnets.subject)
      if (id !== undefined) add(id, 'masters', 1)
    }
    for (const id of see(balancerSubnets.value, balancerSubnets.subject) ?? []) add(id, 'loadBalancers', 1)
    const media = see(mediaSubnets.value, mediaSubnets.subject) ?? []
    const most = see(mediaGroup.max.value, mediaGroup.max.subject) ?? 0
    // Up to 3.5 a TURN domain puts a second balancer into the subnets of the media nodes.
    const turn = look('balancers', balancers)?.some(({balancer}) => balancer === 'turn') ?? false
    for (const id of media) {
      add(id, 'mediaNodes', Math.ceil(most / media.length))
      if (turn) add(id, 'loadBalancers', 1)
    }
    for (const {id, subject} of subnets) {
      const details = see(subnetDetails(subnets, id), subject)
      const demand = demands.get(id)
      if (details === undefined || demand === undefined) continue
      const free = demand.masters + demand.mediaNodes + demand.loadBalancers
      if (details.availableAddresses >= free) continue
      fail('scarce', subject, {observed: {subnet: id, free: details.availableAddresses}, expected: {free, ...demand}})
    }
  },
})
