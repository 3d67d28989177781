import {areDeployed, servingMasters} from '../../src/derive/live-nodes.ts'
import {masterSubnetIds, subnetDetails} from '../../src/derive/subnets.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {faultTolerance} from '../../src/openvidu/pages.ts'
import {tolerance} from '../../src/openvidu/placement.ts'

const meaning = {
  unaffected: 'which the deployment survives unaffected',
  degraded: 'which leaves it degraded, with recordings in progress at risk and nothing more to lose',
  outage: 'which is an outage until they are back',
} as const

export default defineCheck({
  id: 'master-subnet-az-spread',
  area: 'network',
  title: 'Each master stands in an Availability Zone of its own',
  severity: 'high',
  sources: ['lookup', 'deployed'],
  requirements: ['R15'],
  why: 'High Availability is only as good as its worst zone: the loss of one master goes unnoticed, two leave the deployment degraded, and three or four stop it.',
  how: {
    lookup:
      'The masters are placed over the subnets the way the template does it (the list repeated, its first four kept; the group of the first generation evenly over its zones), and AWS says which zone each subnet lies in.',
    deployed: 'The zones that the masters stand in are counted, those of stopped ones and of ones made by hand too.',
  },
  needs: ['masters', 'masterCount', 'masterSubnets'],
  uses: ['subnets', 'nodes'],
  phrases: {
    crowded: ({
      observed,
      expected,
    }: {
      observed: {zones: readonly string[]; masters: number; of: number; meaning: string}
      expected: {mastersPerZone: number}
    }) =>
      `losing ${observed.zones.join(' or ')} takes ${observed.masters} of the ${observed.of} masters, ${observed.meaning}; each zone should hold ${expected.mastersPerZone}`,
  },
  remedy: {
    text: 'Give the masters four subnets in four Availability Zones, one each. Masters that run already do not move: deploy anew.',
    commands: [
      'aws ec2 describe-subnets --filters Name=vpc-id,Values=VPC_ID --query "Subnets[].[SubnetId,AvailabilityZone]" --output table',
    ],
    url: faultTolerance,
  },
  judge(facts, {fail, see, look}) {
    const {masterSubnets, masterCount} = facts
    const zonesOfAll: (string | undefined)[] = []
    if (areDeployed(masterCount)) {
      const nodes = look('nodes', facts.nodes)
      if (nodes === undefined) return
      zonesOfAll.push(...servingMasters(nodes).map(({zone}) => zone))
    } else {
      const subnets = look('subnets', facts.subnets)
      if (subnets === undefined) return
      for (const subnet of masterSubnetIds({...facts, subnets})) {
        const id = see(subnet, masterSubnets.subject)
        const details = id === undefined ? undefined : see(subnetDetails(subnets, id), masterSubnets.subject)
        zonesOfAll.push(details?.zone)
      }
    }
    if (zonesOfAll.length === 0)
      see(unknown('unresolved', 'there is no master that stands anywhere'), masterSubnets.subject)
    const masters = new Map<string, number>()
    for (const zone of zonesOfAll) if (zone !== undefined) masters.set(zone, (masters.get(zone) ?? 0) + 1)
    const worst = Math.max(0, ...masters.values())
    if (worst <= 1) return
    const zones = [...masters].flatMap(([zone, count]) => (count === worst ? [zone] : [])).toSorted()
    const lost = tolerance(worst)
    fail(
      'crowded',
      masterSubnets.subject,
      {
        observed: {zones, masters: worst, of: zonesOfAll.length, meaning: meaning[lost]},
        expected: {mastersPerZone: 1},
      },
      {severity: lost === 'outage' ? 'critical' : 'high'},
    )
  },
})
