import {nodeSubnets} from '../../src/derive/node-subnets.ts'
import {byInstanceType, nodesInWords, stackNodes} from '../../src/derive/stack-nodes.ts'
import {subnetDetails, subnetSubject} from '../../src/derive/subnets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {subjectName} from '../../src/model/subject.ts'
import {instanceTypeFinder} from '../../src/openvidu/pages.ts'

interface Evidence {
  readonly observed: {setting: string; type: string; nodes: string; zones: readonly string[]}
  readonly expected: {zones: readonly string[]}
}

export default defineCheck({
  id: 'instance-type-offered',
  area: 'masters',
  title: 'Every instance type is offered in the zones it will run in',
  severity: 'high',
  sources: ['lookup'],
  requirements: ['R8', 'R15'],
  why: 'Not every zone of a region has every type. A master in such a zone fails the stack; media nodes crowd into the zones that are left.',
  how: {
    lookup:
      'EC2 is asked which zones offer each type; these are compared with the zones of the subnets that masters and media nodes get.',
  },
  needs: ['typeOfferings', 'masters', 'subnets'],
  uses: ['masterSubnets', 'mediaGroup', 'mediaSubnets'],
  phrases: {
    nowhere: ({observed, expected}: Evidence) =>
      `${observed.setting} is ${observed.type}, offered in none of the zones of ${observed.nodes} (${observed.zones.join(', ')}); ${offeredIn(expected.zones)}`,
    notEverywhere: ({observed, expected}: Evidence) =>
      `${observed.setting} is ${observed.type}, not offered in ${observed.zones.join(', ')}, where ${observed.nodes} will run; ${offeredIn(expected.zones)}`,
  },
  remedy: {
    text: 'Choose a type that all zones offer, or subnets in other zones.',
    commands: [
      'aws ec2 describe-instance-type-offerings --region REGION --location-type availability-zone --filters Name=instance-type,Values=TYPE',
    ],
    url: instanceTypeFinder,
  },
  judge({typeOfferings, masters, subnets, masterSubnets, mediaGroup, mediaSubnets}, {fail, see, look}) {
    const facts = {
      masters,
      masterSubnets: look('masterSubnets', masterSubnets),
      mediaSubnets: look('mediaSubnets', mediaSubnets),
    }
    const nodes = stackNodes(masters, look('mediaGroup', mediaGroup))
    for (const {subject, items} of byInstanceType(nodes)) {
      const type = see(items[0].instanceType.value, subject)
      const ids = items.flatMap(node => {
        const {subject: owner, value} = nodeSubnets(node, facts)
        return see(value, owner) ?? []
      })
      const zones = new Set(ids.flatMap(id => see(subnetDetails(subnets, id), subnetSubject(subnets, id))?.zone ?? []))
      if (type === undefined) continue
      const offered = typeOfferings.find(offering => offering.type === type)?.zones
      if (offered === undefined) {
        const action = 'ec2:DescribeInstanceTypeOfferings'
        see(unknown('not-requested', `the zones that offer ${type} were not looked up`, action), subject)
        continue
      }
      const without = [...zones].filter(zone => !offered.includes(zone)).sort()
      if (without.length === 0) continue
      const observed = {setting: subjectName(subject), type, nodes: nodesInWords(items), zones: without}
      const phrase = without.length === zones.size ? 'nowhere' : 'notEverywhere'
      // Auto Scaling goes on with the other zones; a master has only its own.
      const severity = phrase === 'nowhere' || items.some(({group}) => group === 'master') ? 'high' : 'medium'
      fail(phrase, subject, {observed, expected: {zones: offered}}, {severity})
    }
  },
})

function offeredIn(zones: readonly string[]): string {
  return zones.length === 0 ? 'expected a type that the region offers' : `it is offered in ${zones.join(', ')}`
}
