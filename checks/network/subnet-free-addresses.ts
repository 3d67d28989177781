import {areDeployed, standingMasters, standingMedia} from '../../src/derive/live-nodes.ts'
import {masterSubnetIds, noSubnet, subnetDetails} from '../../src/derive/subnets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subnetAddresses} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS} from '../../src/openvidu/placement.ts'

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
    deployed:
      'What is there holds its address already: only masters that are lost and the media nodes that are still to come need one.',
  },
  needs: ['subnets', 'masters', 'masterCount', 'masterSubnets', 'mediaGroup', 'mediaSubnets', 'balancerSubnets'],
  uses: ['balancers', 'nodes', 'intended'],
  phrases: {
    scarce: ({observed, expected}: {observed: {subnet: string; free: number}; expected: {free: number} & Demand}) =>
      `${observed.subnet} has ${observed.free} free addresses; it needs ${expected.free} (masters ${expected.masters}, its share of the media nodes still to come ${expected.mediaNodes}, load balancers ${expected.loadBalancers})`,
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
    const deployed = areDeployed(facts.masterCount)
    const live = deployed ? look('nodes', facts.nodes) : []
    if (live === undefined) return
    // A slot is free where its master is lost; the group of the first generation has none, and starts masters where it likes.
    const slots = standingMasters(live).flatMap(({slot}) => slot ?? [])
    const anyLost = deployed && facts.masterCount.arrangement === 'instances' && new Set(slots).size < MASTER_SLOTS
    const planned = anyLost ? (look('intended', facts.intended)?.masters ?? []) : []
    const lost = planned.filter(({slot}) => slot !== null && !standingMasters(live).some(node => node.slot === slot))
    for (const subnet of deployed ? lost.map(({subnetId}) => subnetId) : masterSubnetIds(facts)) {
      const id = see(subnet, masterSubnets.subject)
      if (id !== undefined) add(id, 'masters', 1)
    }
    const balanced = deployed ? [] : see(balancerSubnets.value, balancerSubnets.subject)
    for (const id of balanced ?? []) add(id, 'loadBalancers', 1)
    const media = see(mediaSubnets.value, mediaSubnets.subject) ?? []
    const most = see(mediaGroup.max.value, mediaGroup.max.subject) ?? 0
    const toCome = Math.max(0, most - standingMedia(live).length)
    // Up to 3.5 a TURN domain puts a second balancer into the subnets of the media nodes.
    const turn = !deployed && (look('balancers', balancers)?.some(({balancer}) => balancer === 'turn') ?? false)
    for (const id of media) {
      const there = standingMedia(live).filter(({subnetId}) => subnetId === id).length
      const share = Math.max(0, Math.ceil(most / media.length) - there)
      add(id, 'mediaNodes', Math.min(share, toCome))
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
