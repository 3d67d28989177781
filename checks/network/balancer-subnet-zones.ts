import {publishedGeneration} from '../../src/derive/generation.ts'
import {masterSubnetIds, subnetDetails} from '../../src/derive/subnets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {subjectName} from '../../src/model/subject.ts'
import {inSpan} from '../../src/openvidu/generations.ts'
import {networkBalancer} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'balancer-subnet-zones',
  area: 'network',
  title: 'Load balancers have one subnet in each zone of the masters, and no two in one zone',
  severity: 'critical',
  sources: ['lookup', 'deployed'],
  requirements: ['R34', 'R38'],
  why: 'A Network Load Balancer takes one subnet of each zone and refuses the rest. It is made after all four masters, so the stack fails late, and its rollback removes everything that would show why. In a zone where it has no subnet it sends nothing to a master, however healthy that is.',
  how: {
    lookup:
      'The zone of each subnet that the load balancer will get is looked up; up to 3.8 these are all subnets of the masters. Where a TURN domain makes a second balancer (3.2 to 3.5), the subnets of the media nodes are held to the same rule. Where the load balancer has subnets of its own, as a template after 3.8 may ask for, they must lie in the zones of the masters.',
    deployed: 'The same for the subnets that the parameters of the stack name.',
  },
  needs: ['balancerSubnets', 'subnets'],
  uses: ['template', 'features', 'mediaSubnets', 'masters', 'masterCount', 'masterSubnets'],
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
    lacking: ({
      observed,
      expected,
    }: {
      observed: {setting: string; zones: readonly string[]}
      expected: {zones: readonly string[]}
    }) =>
      `${observed.setting} lies in ${observed.zones.join(', ')}, and no target in another zone is used; it must also have a subnet in ${expected.zones.join(', ')}, where masters stand`,
  },
  remedy: {
    text: 'Name subnets of different Availability Zones, one of each in which there is a master.',
    commands: [
      'aws ec2 describe-subnets --filters Name=vpc-id,Values=VPC_ID --query "Subnets[].[SubnetId,AvailabilityZone]" --output table',
    ],
    url: networkBalancer,
  },
  judge({balancerSubnets, subnets, template, features, mediaSubnets, ...masters}, {fail, see, look}) {
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
      // One that is named twice counts twice, as it does for the load balancer.
      const placed = (see(value, subject) ?? []).flatMap(id => {
        const details = see(subnetDetails(subnets, id), subject)
        return details === undefined ? [] : [{id, zone: details.zone}]
      })
      const byZone = [...Map.groupBy(placed, ({zone}) => zone)]
      const crowded = byZone.filter(([, own]) => own.length > 1).map(([zone, own]) => [zone, own.map(({id}) => id)])
      if (crowded.length === 0) continue
      const observed = {setting: subjectName(subject), zones: Object.fromEntries(crowded)}
      fail('shared', subject, {observed, expected: {subnetsPerZone: 1}})
    }
    // Where it has subnets of its own, and not those of the masters.
    const {subject, value} = balancerSubnets
    const masterSubnets = look('masterSubnets', masters.masterSubnets)
    if (masterSubnets === undefined || subjectName(masterSubnets.subject) === subjectName(subject)) return
    const planned = look('masters', masters.masters)
    const masterCount = look('masterCount', masters.masterCount)
    if (planned === undefined || masterCount === undefined) return
    const zonesOf = (ids: readonly (string | undefined)[]) =>
      ids.map(id => (id === undefined ? undefined : see(subnetDetails(subnets, id), subject)?.zone))
    const own = zonesOf(see(value, subject) ?? [])
    const ids = masterSubnetIds({masters: planned, masterCount, masterSubnets, subnets})
    const wanted = zonesOf(ids.map(id => see(id, masterSubnets.subject)))
    if (own.length === 0 || own.includes(undefined)) return
    const zones = [...new Set(own)].filter(zone => zone !== undefined)
    const missing = [...new Set(wanted)].filter(zone => zone !== undefined && !zones.includes(zone)) as string[]
    if (missing.length === 0) return
    fail('lacking', subject, {
      observed: {setting: subjectName(subject), zones},
      expected: {zones: missing.toSorted()},
    })
  },
})
