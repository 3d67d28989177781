import {fewOf, nodeName} from '../../src/derive/live-nodes.ts'
import {failuresIn, inWords, withoutStop} from '../../src/derive/log-signatures.ts'
import {answersOf, nodesToJudge, partOf} from '../../src/derive/node-answers.ts'
import {isTransient, serviceName} from '../../src/derive/service-containers.ts'
import {defineCheck} from '../../src/model/check.ts'
import {onPremisesAdministration} from '../../src/openvidu/pages.ts'

/** More often than this a container that runs once does not start again by chance, as while a master is not there yet. */
const startsAtMost = 3
const file = '/var/log/openvidu/nodes_errors.log'

export default defineCheck({
  id: 'configuration-errors',
  area: 'nodes',
  title: 'No node reports an error in its configuration',
  severity: 'high',
  sources: ['nodes'],
  requirements: ['R33'],
  why: 'A mistake in one configuration file spreads from one master to all nodes: services stop with the next restart of a node, long after whoever made the mistake has left.',
  how: {
    nodes: `${file} of every master must be missing or empty, and openvidu-init, which reads the configuration, must neither be restarting, nor have been started again ${startsAtMost} times, nor tell of errors in its log.`,
  },
  needs: ['nodeProbes'],
  phrases: {
    reported: ({
      observed,
      expected,
    }: {
      observed: {node: string; bytes: number; services: readonly string[]}
      expected: {bytes: number}
    }) =>
      `${file} of ${observed.node} has ${observed.bytes} bytes${observed.services.length === 0 ? '' : `, last of ${fewOf(observed.services)}`}; expected ${expected.bytes}`,
    looping: ({
      observed,
      expected,
    }: {
      observed: {node: string; container: string; state: string; restarts: number}
      expected: {restarts: number}
    }) =>
      `${observed.container} of ${observed.node} is ${observed.state} after ${observed.restarts} restarts; expected it to end after fewer than ${expected.restarts}`,
    logged: ({
      observed,
      expected,
    }: {
      observed: {node: string; failure: string}
      expected: {failures: number; remedy: string}
    }) =>
      `${observed.node} shows ${observed.failure}; expected ${expected.failures} known failures (${expected.remedy})`,
  },
  remedy: {
    text: 'Correct the configuration on one master and restart OpenVidu there, from where it spreads; then empty the log of errors on each master.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'sudo tail -n 50 /var/log/openvidu/nodes_errors.log',
      'cd /opt/openvidu && sudo docker compose logs --tail 100 openvidu-init',
      'sudo systemctl restart openvidu',
      'sudo truncate --size 0 /var/log/openvidu/nodes_errors.log',
    ],
    url: onPremisesAdministration,
  },
  judge({nodeProbes}, {fail, see}) {
    const nodes = nodesToJudge(nodeProbes, see)
    const nameAt = (address: string) => {
      const node = nodeProbes.find(({privateAddress}) => privateAddress === address)
      return node === undefined ? address : nodeName(node)
    }
    const masters = nodes.filter(({group}) => group === 'master')
    for (const {node, name, part} of answersOf(masters, 'nodesErrors', see)) {
      if (part.bytes === null || part.bytes === 0) continue
      const services = [...new Set(part.entries.map(({address, container}) => `${container} on ${nameAt(address)}`))]
      fail('reported', node.subject, {observed: {node: name, bytes: part.bytes, services}, expected: {bytes: 0}})
    }
    for (const {node, name, part} of answersOf(nodes, 'containers', see)) {
      for (const container of part.filter(isTransient)) {
        const {state, restarts} = container
        if (state !== 'restarting' && restarts < startsAtMost) continue
        const observed = {node: name, container: serviceName(container), state, restarts}
        fail('looping', node.subject, {observed, expected: {restarts: startsAtMost}})
      }
    }
    for (const {node, name, part} of answersOf(nodes, 'signatures', see)) {
      // What the log of errors holds was told above where that log itself was seen.
      const reported = partOf(node, 'nodesErrors').state === 'known' ? [] : failuresIn(part, 'nodes-errors')
      const logged = failuresIn(part, 'container-log').filter(({signature}) => signature.container === 'openvidu-init')
      for (const failure of [...logged, ...reported]) {
        const expected = {failures: 0, remedy: withoutStop(failure.signature.remedy)}
        fail('logged', node.subject, {observed: {node: name, failure: inWords(failure)}, expected})
      }
    }
  },
})
