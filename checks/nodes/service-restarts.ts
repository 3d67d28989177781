import {answersOf, nodesToJudge, partOf} from '../../src/derive/node-answers.ts'
import {type Container, lasting, serviceName} from '../../src/derive/service-containers.ts'
import {defineCheck} from '../../src/model/check.ts'
import {onPremisesAdministration} from '../../src/openvidu/pages.ts'

const hour = 3_600_000

export default defineCheck({
  id: 'service-restarts',
  area: 'nodes',
  title: 'No service restarts over and over, or was restarted lately',
  severity: 'high',
  sources: ['nodes'],
  requirements: ['R33'],
  why: 'A service that Docker has to start again takes its rooms, recordings or connections with it each time, and between two starts everything looks well.',
  how: {
    nodes:
      'Containers that are restarting, that Docker started again within the threshold (24 hours, by the clock of the node), or that the kernel ended for want of memory. What Docker started again longer ago is left alone, and so are agents and containers that run once.',
  },
  needs: ['nodeProbes'],
  phrases: {
    restarting: ({
      observed,
      expected,
    }: {
      observed: {node: string; services: readonly string[]}
      expected: {restarting: number}
    }) =>
      `on ${observed.node} ${observed.services.join(', ')}; expected ${expected.restarting} services that restart over and over`,
    restarted: ({
      observed,
      expected,
    }: {
      observed: {node: string; services: readonly string[]}
      expected: {restarts: number; hours: number}
    }) =>
      `on ${observed.node} ${observed.services.join(', ')}; expected ${expected.restarts} restarts within ${expected.hours} hours`,
    outOfMemory: ({
      observed,
      expected,
    }: {
      observed: {node: string; services: readonly string[]}
      expected: {kills: number}
    }) =>
      `on ${observed.node} the kernel ended ${observed.services.join(', ')} for want of memory; expected ${expected.kills} such ends`,
  },
  remedy: {
    text: 'Read the log of the service from before its last start.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'cd /opt/openvidu && sudo docker compose ps --all',
      'cd /opt/openvidu && sudo docker compose logs --tail 200 SERVICE',
    ],
    url: onPremisesAdministration,
  },
  remedies: {
    outOfMemory: {
      text: 'See what takes the memory, and give the nodes a larger instance type if it is OpenVidu itself.',
      commands: [
        'aws ssm start-session --target INSTANCE_ID',
        'sudo dmesg --ctime | grep -i "out of memory"',
        'sudo docker stats --no-stream',
      ],
      url: onPremisesAdministration,
    },
  },
  judge({nodeProbes}, {fail, see, now, thresholds: {restartHours: hours}}) {
    for (const {node, name, part} of answersOf(nodesToJudge(nodeProbes, see), 'containers', see)) {
      const clock = partOf(node, 'clock')
      const present = Date.parse(clock.state === 'known' ? clock.value.now : now)
      const services = lasting(part)
      const looping = services
        .filter(isRestarting)
        .map(one => `${serviceName(one)} is restarting (${one.restarts} times, code ${one.exitCode})`)
      if (looping.length > 0)
        fail('restarting', node.subject, {observed: {node: name, services: looping}, expected: {restarting: 0}})
      const again = services
        .filter(one => !isRestarting(one) && one.restarts > 0)
        .filter(({startedAt}) => startedAt !== null && present - Date.parse(startedAt) < hours * hour)
        .map(one => `${serviceName(one)} was started again (${one.restarts} times, last at ${one.startedAt})`)
      if (again.length > 0)
        fail('restarted', node.subject, {observed: {node: name, services: again}, expected: {restarts: 0, hours}})
      const killed = services.filter(({oomKilled}) => oomKilled).map(serviceName)
      if (killed.length > 0)
        fail('outOfMemory', node.subject, {observed: {node: name, services: killed}, expected: {kills: 0}})
    }
  },
})

function isRestarting({state}: Container): boolean {
  return state === 'restarting'
}
