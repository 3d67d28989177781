import {publishedGeneration} from '../../src/derive/generation.ts'
import {sharedZones, subnetDetails} from '../../src/derive/subnets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {inSpan} from '../../src/openvidu/generations.ts'
import {networkBalancer} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'balancer-subnet-zones',
  area: 'network',
  title: 'No two subnets of a load balancer lie in the same Availability Zone',
  severity: 'critical',
  sources: ['lookup', 'deployed'],
  requirements: ['R38'],
  why: 'A Network Load Balancer takes one subnet of each zone and refuses the rest. It is made after all four masters, so the stack fails late, and its rollback removes everything that would show why.',
  how: {
    lookup:
      'The zone of each subnet that the load balancer will get is looked up; up to 3.8 these are all subnets of the masters. Where a TURN domain makes a second balancer (3.2 to 3.5), the subnets of the media nodes are held to the same rule.',
    deployed: 'The same for the subnets that the parameters of the stack name.',
  },
  needs: ['balancerSubnets', 'subnets'],
  uses: ['template', 'features', 'mediaSubnets'],
  phrases: {
    shared: ({
      observed,
      expected,
    }: {
      observed: {setting: string; zones: Readonly<Record<string, readonly string[]>>}
      expected: {subnetsPerZone: number}
    }) => {
      const shared = Object.entries(observed.zones).map(([zone, ids]) => `${ids.join(' and ')} in ${zone}`)
      return `${observed.setting} names ${shared.join(', ')}; a load balancer takes ${expected.subnetsPerZone} subnet of each zone`
    },
  },
  remedy: {
    text: 'Name subnets of different Availability Zones, one of each.',
    commands: [
      'aws ec2 describe-subnets --filters Name=vpc-id,Values=VPC_ID --query "Subnets[].[SubnetId,AvailabilityZone]" --output table',
    ],
    url: networkBalancer,
  },
  judge({balancerSubnets, subnets, template, features, mediaSubnets}, {fail, see, look}) {
    const seen = look('template', template)
    const generation = seen === undefined ? undefined : publishedGeneration(seen, 'the load balancers')
    const hasTurnBalancer =
      generation?.state === 'known' &&
      inSpan({since: '3.2.0', until: '3.5.0'}, generation.value) &&
      look('features', features)?.turnDomain === true
    const ofTurn = hasTurnBalancer ? look('mediaSubnets', mediaSubnets) : undefined
    // One parameter may serve both balancers of a fork; it is judged once then.
    const same = ofTurn !== undefined && subjectName(ofTurn.subject) === subjectName(balancerSubnets.subject)
    for (const {subject, value} of ofTurn === undefined || same ? [balancerSubnets] : [balancerSubnets, ofTurn]) {
      const zoneOf = new Map<string, string>()
      for (const id of see(value, subject) ?? []) {
        const details = see(subnetDetails(subnets, id), subject)
        if (details !== undefined) zoneOf.set(id, details.zone)
      }
      const zones = Object.fromEntries(sharedZones(zoneOf))
      if (Object.keys(zones).length === 0) continue
      fail('shared', subject, {observed: {setting: subjectName(subject), zones}, expected: {subnetsPerZone: 1}})
    }
  },
})
