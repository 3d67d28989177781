import {privateNodes, publishedGeneration} from '../../src/derive/generation.ts'
import {admission, groupNames, ruleText} from '../../src/derive/ingress.ts'
import {type LiveNode, standingMedia} from '../../src/derive/live-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {type Seen, unknown} from '../../src/model/fact.ts'
import type {FactMap} from '../../src/model/facts.ts'
import {publicAddresses, securityGroupRules} from '../../src/openvidu/pages.ts'
import {portRulesOf} from '../../src/openvidu/ports.ts'

export default defineCheck({
  id: 'media-reachable',
  area: 'network',
  title: 'Clients reach the media nodes directly',
  severity: 'high',
  sources: ['deployed'],
  requirements: ['R25'],
  why: 'Sound and picture go straight between clients and media nodes. Without a public address or with UDP closed, calls connect and stay silent, or fall back to TCP and TURN with more delay.',
  how: {
    deployed:
      'Each running media node must have a public address, and the security group of media nodes must open the UDP ports of the generation to everyone. After 3.8 media nodes may stand in private subnets, without a route to an internet gateway: all media is relayed by the masters then, and neither is asked for.',
  },
  needs: ['nodes', 'template', 'features', 'securityGroups'],
  uses: ['routes'],
  phrases: {
    noAddress: ({
      observed,
      expected,
    }: {
      observed: {node: string; subnet: string; address: string}
      expected: {address: string}
    }) =>
      `media node ${observed.node} in ${observed.subnet} has ${observed.address}; expected ${expected.address}, since clients send media to it directly`,
    udpClosed: ({
      observed,
      expected,
    }: {
      observed: {group: string; closed: readonly string[]}
      expected: {source: string}
    }) => `${observed.group} does not open ${observed.closed.join(', ')} to ${expected.source}`,
  },
  remedy: {
    text: 'Turn auto-assignment of public addresses on in the subnets of the media nodes and replace the nodes that have none: one that runs gets none by that.',
    commands: [
      'aws ec2 modify-subnet-attribute --subnet-id SUBNET_ID --map-public-ip-on-launch',
      'aws autoscaling terminate-instance-in-auto-scaling-group --instance-id INSTANCE_ID --no-should-decrement-desired-capacity',
    ],
    url: publicAddresses,
  },
  remedies: {
    udpClosed: {
      text: 'Add the UDP rules as the official template of this release has them.',
      commands: [
        'aws ec2 authorize-security-group-ingress --group-id GROUP_ID --protocol udp --port FROM-TO --cidr 0.0.0.0/0',
      ],
      url: securityGroupRules,
    },
  },
  judge({nodes, template, features, securityGroups, routes}, {fail, see, look}) {
    const running = standingMedia(nodes).filter(({state}) => state === 'running')
    if (running.length === 0) see(unknown('unresolved', 'no media node runs that could be reached'), template.subject)
    const layout = privateNodes(template)
    const table = layout === 'unsupported' ? undefined : look('routes', routes)
    const direct = running.filter(node => {
      if (node.publicAddress !== null || layout === 'unsupported') return true
      const isPrivate = table === undefined ? undefined : see(standsPrivate(node, table), node.subject)
      if (isPrivate === true && layout === 'unknown') {
        const detail = 'whether a template of no known generation may have private nodes is not known'
        see(unknown('unresolved', detail), template.subject)
      }
      return isPrivate === false
    })
    for (const {subject, id: node, subnetId, publicAddress} of direct) {
      if (publicAddress !== null) continue
      const observed = {node, subnet: subnetId ?? 'no subnet', address: 'no public address'}
      fail('noAddress', subject, {observed, expected: {address: 'one'}})
    }
    if (direct.length === 0) return

    const generation = see(publishedGeneration(template, 'the ports'), template.subject)
    if (generation === undefined) return
    const own = securityGroups.filter(({group}) => group === 'media')
    const [first] = own
    if (first === undefined) {
      see(unknown('unresolved', `no security group of ${groupNames.media} is known`), template.subject)
      return
    }
    const groups = new Set(securityGroups.map(({group}) => group))
    const rules = portRulesOf(generation, features).filter(
      ({target, source, protocol}) => target === 'media' && source === 'any' && protocol === 'udp',
    )
    const ingress = own.flatMap(group => group.ingress)
    const judged = rules.map(rule => ({rule, admitted: admission(ingress, rule, groups)}))
    for (const {admitted} of judged) if (admitted.state === 'undecided') see(admitted.unseen, first.subject)
    const closed = judged.filter(({admitted: {state}}) => state === 'closed' || state === 'narrowed')
    if (closed.length === 0) return
    const group = first.subject.logicalId ?? first.subject.id ?? groupNames.media
    const observed = {group, closed: closed.map(({rule}) => ruleText(rule))}
    // Whoever narrowed the ports may know all clients.
    const severity = closed.every(({admitted: {state}}) => state === 'narrowed') ? 'medium' : 'high'
    fail('udpClosed', first.subject, {observed, expected: {source: 'everyone'}}, {severity})
  },
})

/** Whether nothing leads from the internet to the node's subnet. */
function standsPrivate({subnetId}: LiveNode, routes: FactMap['routes']): Seen<boolean> {
  const route = routes.find(one => one.subnetId === subnetId)
  if (route === undefined)
    return unknown('not-requested', `the route of ${subnetId ?? 'a node without a subnet'} was not looked up`)
  // There may be an internet gateway behind it.
  if (route.default === 'endpoint')
    return unknown('unresolved', `the default route of ${route.subnetId} leads to an endpoint, which may lead on`)
  return {state: 'known', value: route.default !== 'internet-gateway'}
}
