import {commonTroubles} from '../../src/derive/common-troubles.ts'
import {nodeName} from '../../src/derive/live-nodes.ts'
import {answersOf, nodesToJudge} from '../../src/derive/node-answers.ts'
import {outboundTroubles} from '../../src/derive/outbound-hosts.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {onPremisesInstall, routeTables} from '../../src/openvidu/pages.ts'

interface Unreached {
  readonly observed: {readonly who: string; readonly hosts: readonly string[]}
  readonly expected: {readonly state: string}
}

const commands = [
  'aws ssm start-session --target INSTANCE_ID',
  'getent ahosts HOST',
  'curl --silent --show-error --connect-timeout 5 --output /dev/null https://HOST/',
  'aws ec2 describe-route-tables --filters Name=association.subnet-id,Values=SUBNET_ID',
]
const state = 'every name resolved and every TCP port open'

export default defineCheck({
  id: 'outbound-reach',
  area: 'nodes',
  title: 'The nodes reach the hosts that they need outside of the deployment',
  severity: 'high',
  sources: ['nodes'],
  requirements: ['R28', 'R35'],
  why: 'Without the licence service the deployment stops in the end; without S3 and Secrets Manager recordings stay on the nodes and a rebooted master does not start; without STUN servers media nodes do not learn their public address.',
  how: {
    nodes:
      'Each node resolves the names of these hosts and connects to those of TCP. Of STUN servers, which are asked over UDP, nothing but the name can be told. Hosts that only an installation needs weigh medium: a node that runs does without, a new one does not. What all nodes of the stack or of a group share is told once.',
  },
  needs: ['nodeProbes', 'stack'],
  phrases: {
    run: ({observed, expected}: Unreached) =>
      `${observed.who} cannot reach ${observed.hosts.join(', ')}, needed all the time; expected ${expected.state}`,
    install: ({observed, expected}: Unreached) =>
      `${observed.who} cannot reach ${observed.hosts.join(', ')}, needed when a node is installed; expected ${expected.state}`,
  },
  remedy: {
    text: 'A name that is unresolved points to the DNS of the VPC; a port that times out to the route (internet gateway with a public address, or NAT), the outbound rules of the security group, a network ACL or a VPC endpoint; one that is refused to a proxy or firewall on the way.',
    commands,
    url: routeTables,
  },
  remedies: {
    install: {
      text: 'Let the nodes out to these hosts before media nodes scale out or a node is replaced: the installation would fail without telling the stack.',
      commands,
      url: onPremisesInstall,
    },
  },
  judge({nodeProbes, stack}, {fail, see}) {
    const answers = answersOf(nodesToJudge(nodeProbes, see), 'reach', see)
    const judged = answers.map(({node, part}) => ({node, ...outboundTroubles(part)}))
    for (const {node, undecided, untried} of judged) {
      if (untried.length > 0) see(unknown('unresolved', `${untried.join(', ')} was not tried`), node.subject)
      if (undecided.length > 0) see(unknown('failed', `trying ${undecided.join(', ')} failed`), node.subject)
    }
    for (const [phrase, severity] of [
      ['run', 'high'],
      ['install', 'medium'],
    ] as const) {
      const {alike, own} = commonTroubles(judged.map(one => ({node: one.node, troubles: one[phrase]})))
      for (const {who, troubles} of alike) {
        fail(phrase, stack.subject, {observed: {who, hosts: troubles}, expected: {state}}, {severity})
      }
      for (const {node, troubles} of own) {
        fail(phrase, node.subject, {observed: {who: nodeName(node), hosts: troubles}, expected: {state}}, {severity})
      }
    }
  },
})
