import {answersOf} from '../../src/derive/node-answers.ts'
import {settledNodes} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {onPremisesAdministration} from '../../src/openvidu/pages.ts'
import {healthEndpoints} from '../../src/openvidu/services.ts'

function commandsFor(service: string, url: string): readonly string[] {
  return [
    'aws ssm start-session --target INSTANCE_ID',
    `curl -sS -o /dev/null -w "%{http_code}\\n" ${url}`,
    `cd /opt/openvidu && sudo docker compose logs --tail 100 ${service}`,
    'sudo systemctl restart openvidu',
  ]
}

export default defineCheck({
  id: 'health-endpoints',
  area: 'nodes',
  title: 'The services that the load balancer asks answer on every node',
  severity: 'critical',
  sources: ['nodes'],
  requirements: ['R23'],
  why: 'These are what the health checks of the load balancer ask: a node on which they do not answer gets no traffic, or gets it and fails.',
  how: {
    nodes: `From the node itself: ${healthEndpoints.map(({role, url, status}) => `${url} of ${role} nodes must answer ${status}`).join(', ')}. Asked from inside, so that no security group or balancer has a part in it. Nodes that still install or started just now are not judged.`,
  },
  needs: ['nodeProbes'],
  phrases: {
    silent: ({
      observed,
      expected,
    }: {
      observed: {node: string; service: string; url: string; trouble: string}
      expected: {status: number}
    }) =>
      `${observed.service} of ${observed.node} does not answer at ${observed.url} (${observed.trouble}); expected status ${expected.status}`,
    wrongStatus: ({
      observed,
      expected,
    }: {
      observed: {node: string; service: string; url: string; status: number}
      expected: {status: number}
    }) =>
      `${observed.service} of ${observed.node} answers ${observed.status} at ${observed.url}; expected status ${expected.status}`,
  },
  remedy: {
    text: 'See whether the service runs and what its log says; then restart OpenVidu on this node, which on a media node ends its rooms.',
    commands: commandsFor('SERVICE', 'http://127.0.0.1:PORT/PATH'),
    url: onPremisesAdministration,
  },
  judge({nodeProbes}, {fail, see}) {
    for (const {node, name, part} of answersOf(settledNodes(nodeProbes, see), 'health', see)) {
      for (const {service, url, status} of healthEndpoints.filter(({role}) => role === node.group)) {
        const answer = part.find(one => one.url === url)
        if (answer === undefined) {
          see(unknown('failed', `${name} was not asked for ${url}`), node.subject)
        } else if (answer.status === null) {
          const observed = {node: name, service, url, trouble: answer.trouble ?? 'no answer'}
          fail('silent', node.subject, {observed, expected: {status}}, {commands: commandsFor(service, url)})
        } else if (answer.status !== status) {
          const observed = {node: name, service, url, status: answer.status}
          fail('wrongStatus', node.subject, {observed, expected: {status}}, {commands: commandsFor(service, url)})
        }
      }
    }
  },
})
