import {runningGeneration} from '../../src/derive/cluster-settings.ts'
import {modulesOfMasters} from '../../src/derive/enabled-modules.ts'
import {fewOf, nodeName} from '../../src/derive/live-nodes.ts'
import {answersOf, nodesToJudge} from '../../src/derive/node-answers.ts'
import {type PortTrouble, reachMatrix} from '../../src/derive/port-reach.ts'
import {settledNodes} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {onPremisesAdministration, securityGroupRules} from '../../src/openvidu/pages.ts'

interface Closed {
  readonly observed: {readonly master: string; readonly ports: readonly string[]}
  readonly expected: {readonly state: string}
}

export default defineCheck({
  id: 'master-ports',
  area: 'nodes',
  title: 'The nodes reach the masters on the ports of their services',
  severity: 'high',
  sources: ['nodes'],
  requirements: ['R27'],
  why: 'Masters hold their databases together, and media nodes take part in them, over these ports. One that is closed between two nodes shows as a fault of whatever service needs it.',
  how: {
    nodes:
      'Masters and media nodes connect to every other running master on the ports that the version that runs uses between them. A connection that times out is dropped on the way; one that is refused came through, and nothing listens. Refused ports count where a service of the version and its enabled modules must listen: MinIO is not deployed on AWS. What was not tried is not judged as reached.',
  },
  needs: ['nodeProbes', 'stack', 'template'],
  phrases: {
    dropped: ({observed, expected}: Closed) =>
      `${observed.master} does not answer at all on ${observed.ports.join('; ')}; expected ${expected.state}`,
    refused: ({observed, expected}: Closed) =>
      `${observed.master} refuses connections on ${observed.ports.join('; ')}, so that nothing listens there; expected ${expected.state}`,
  },
  remedy: {
    text: 'Something on the way drops the packets: open the ports in the security group of the masters to the group that the source is in, and see that no network ACL of either subnet is in the way. After an upgrade in place the rules of the newer version are missing.',
    commands: [
      'aws ec2 describe-security-group-rules --filters Name=group-id,Values=MASTER_SECURITY_GROUP',
      'aws ec2 authorize-security-group-ingress --group-id MASTER_SECURITY_GROUP --protocol tcp --port PORT --source-group SOURCE_SECURITY_GROUP',
      'aws ec2 describe-network-acls --filters Name=association.subnet-id,Values=SUBNET_ID',
    ],
    url: securityGroupRules,
  },
  remedies: {
    refused: {
      text: 'The network is open, and the service does not run or listens elsewhere: look at its container on that master.',
      commands: [
        'aws ssm start-session --target INSTANCE_ID',
        'cd /opt/openvidu && sudo docker compose ps --all',
        'sudo ss --listening --tcp --numeric --processes',
        'sudo systemctl restart openvidu',
      ],
      url: onPremisesAdministration,
    },
  },
  judge({nodeProbes, stack, template}, {fail, see}) {
    const masters = nodesToJudge(nodeProbes, see, 'master')
    const answers = answersOf(nodeProbes, 'reach', see)
    const generation = see(runningGeneration(nodeProbes, template, 'the ports between nodes'), stack.subject)
    if (generation === undefined || masters.length === 0) return
    const sole = masters.length === 1 && answers.every(({node}) => node.group === 'master')
    if (sole) see(unknown('unresolved', 'no other node runs that could reach the only master'), stack.subject)
    // What no module brings is judged even where the modules are not known.
    const modules = see(modulesOfMasters(masters), stack.subject) ?? []
    const found = reachMatrix(answers, masters, generation, modules)
    for (const {node, cause, ports} of found.gaps) {
      const what = cause === 'failed' ? 'an attempt failed' : 'no attempt was made'
      see(unknown(cause, `${what} to reach a master on port ${ports.join(', ')}`), node.subject)
    }
    for (const {target, dropped, refused} of found.masters) {
      const master = nodeName(target)
      if (dropped.length > 0) {
        fail('dropped', target.subject, {
          observed: {master, ports: dropped.map(inWords)},
          expected: {state: 'them open'},
        })
      }
      if (refused.length === 0) continue
      // Services that had no time to start refuse, too.
      if (settledNodes([target], see).length === 0) continue
      fail('refused', target.subject, {observed: {master, ports: refused.map(inWords)}, expected: {state: 'them open'}})
    }
  },
})

function inWords({port, purpose, nodes, tried}: PortTrouble): string {
  const who =
    nodes.length === tried ? `all ${tried} that tried` : `${nodes.length} of ${tried} that tried: ${fewOf(nodes)}`
  return `${port} (${purpose}; ${who})`
}
