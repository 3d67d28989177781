import {enabledModules} from '../../src/derive/enabled-modules.ts'
import {installedGeneration} from '../../src/derive/generation.ts'
import {nodeName} from '../../src/derive/live-nodes.ts'
import {partOf} from '../../src/derive/node-answers.ts'
import {lasting, troubleOf} from '../../src/derive/service-containers.ts'
import {settledNodes} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {onPremisesAdministration} from '../../src/openvidu/pages.ts'
import {servicesOf} from '../../src/openvidu/services.ts'

export default defineCheck({
  id: 'services-running',
  area: 'nodes',
  title: 'All services of OpenVidu run on every node',
  severity: 'critical',
  sources: ['nodes'],
  requirements: ['R24', 'R33'],
  why: 'Each service is a container that others rely on: without one of them calls, recordings, logins or metrics of this node fail, and on several masters those of the deployment.',
  how: {
    nodes:
      'The containers of a node are compared with the services that its role has in the installed version, with the modules of ENABLED_MODULES; where no master shows those, services of modules are not judged. Agents and containers that run once do not count. A node whose Docker does not answer is told once. Nodes that still install or started just now are not judged.',
  },
  needs: ['nodeProbes'],
  uses: ['template'],
  phrases: {
    noDocker: ({observed, expected}: {observed: {node: string; docker: string}; expected: {docker: string}}) =>
      `Docker of ${observed.node} ${observed.docker}; expected one that ${expected.docker}`,
    noContainers: ({observed, expected}: {observed: {node: string; services: number}; expected: {services: number}}) =>
      `${observed.node} runs ${observed.services} services of OpenVidu; expected ${expected.services}`,
    notRunning: ({
      observed,
      expected,
    }: {
      observed: {node: string; services: readonly string[]}
      expected: {services: number}
    }) => `on ${observed.node} ${observed.services.join(', ')}; expected all ${expected.services} services running`,
  },
  remedy: {
    text: 'See why the service ended, mend that, and start what is missing by restarting OpenVidu on this node; on a media node this ends its rooms.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'cd /opt/openvidu && sudo docker compose ps --all',
      'cd /opt/openvidu && sudo docker compose logs --tail 100 SERVICE',
      'sudo systemctl restart openvidu',
    ],
    url: onPremisesAdministration,
  },
  remedies: {
    noDocker: {
      text: 'Start Docker, and OpenVidu after it; where there is no Docker, read the installation log.',
      commands: [
        'aws ssm start-session --target INSTANCE_ID',
        'sudo systemctl status docker',
        'sudo systemctl restart docker && sudo systemctl restart openvidu',
      ],
      url: onPremisesAdministration,
    },
  },
  judge({nodeProbes, template}, {fail, see}) {
    for (const node of settledNodes(nodeProbes, see)) {
      const name = nodeName(node)
      const generation = see(installedGeneration(partOf(node, 'installation'), template), node.subject)
      const docker = see(partOf(node, 'docker'), node.subject)
      const modules = enabledModules(node, nodeProbes)
      const needed =
        generation === undefined
          ? []
          : servicesOf(generation, node.group, modules.state === 'known' ? modules.value : [])
      const expected = {services: needed.length}
      if (docker?.version === null) {
        fail('noDocker', node.subject, {
          observed: {node: name, docker: 'does not answer'},
          expected: {docker: 'answers'},
        })
        continue
      }
      see(modules, node.subject)
      const containers = see(partOf(node, 'containers'), node.subject)
      if (containers === undefined) continue
      const troubles = needed.flatMap(service => troubleOf(service, containers) ?? [])
      if (troubles.length === 0) continue
      if (lasting(containers).length === 0) {
        fail('noContainers', node.subject, {observed: {node: name, services: 0}, expected})
      } else fail('notRunning', node.subject, {observed: {node: name, services: troubles}, expected})
    }
  },
})
