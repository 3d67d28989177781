import {fewOf, nodeName} from '../../src/derive/live-nodes.ts'
import {loggedFailure} from '../../src/derive/logged-failures.ts'
import {answersOf, nodesToJudge} from '../../src/derive/node-answers.ts'
import {
  type Doubt,
  isPasswordRefused,
  isRoleHidden,
  type RedisAnswer,
  redisSet,
  sentinelDoubts,
  serverDoubts,
} from '../../src/derive/redis-set.ts'
import {settledNodes} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {configuration, onPremisesAdministration, sentinelPage} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS} from '../../src/openvidu/placement.ts'

const majority = Math.floor(MASTER_SLOTS / 2) + 1
const shell = 'aws ssm start-session --target INSTANCE_ID'
const password = {
  text: 'Make REDIS_PASSWORD the same in the secret and in the configuration of all nodes. Media nodes take it at their first start only: replace them.',
  commands: [
    shell,
    'cd /opt/openvidu && sudo docker compose logs --since 1h | grep -E "NOAUTH|WRONGPASS"',
    'sudo systemctl restart openvidu',
  ],
  url: configuration,
}

interface Doubted {
  readonly observed: {readonly node: string; readonly doubts: readonly string[]}
  readonly expected: {readonly state: readonly string[]}
}

export default defineCheck({
  id: 'redis-quorum',
  area: 'nodes',
  title: 'Redis has one master, which its replicas and a quorum of sentinels follow',
  severity: 'high',
  sources: ['nodes'],
  requirements: ['R42'],
  why: 'Rooms and their messages go through Redis. Without a master no room is made; with two of them rooms are in one and sought in the other; without a quorum of sentinels nobody takes over when the master is lost.',
  how: {
    nodes: `On each master the server and the sentinel are asked. Exactly one server must be master, the others its replicas with their link up; all sentinels must watch that one, see it as well, and know ${majority} sentinels or the quorum. A node that was started lately is not judged. A password that logs tell of as refused (F41) weighs medium, since the line may be old; where logs could not be read, nothing is said of them.`,
  },
  needs: ['nodeProbes', 'stack'],
  phrases: {
    splitBrain: ({
      observed,
      expected,
    }: {
      observed: {node: string; masters: readonly string[]}
      expected: {masters: number; at: string}
    }) =>
      `${observed.node} is a Redis master that the others do not follow (masters: ${observed.masters.join(', ')}): the data is split; expected ${expected.masters}, at ${expected.at}`,
    noMaster: ({observed, expected}: {observed: {masters: number; nodes: number}; expected: {masters: number}}) =>
      `${observed.masters} of the ${observed.nodes} Redis servers that were asked are master; expected ${expected.masters}`,
    noQuorum: ({
      observed,
      expected,
    }: {
      observed: {sentinels: number; silent: readonly string[]}
      expected: {sentinels: number}
    }) =>
      `${observed.sentinels} Redis sentinels answer, those of ${fewOf(observed.silent)} do not; expected at least ${expected.sentinels}, without which nobody takes over from a lost master`,
    refused: ({observed, expected}: {observed: {node: string; trouble: string}; expected: {password: string}}) =>
      `Redis of ${observed.node} refuses the password of its node with ${observed.trouble} (F41); expected it to take ${expected.password}`,
    server: ({observed, expected}: Doubted) =>
      `Redis of ${observed.node} ${observed.doubts.join(' and ')}; expected ${expected.state.join(' and ')}`,
    sentinel: ({observed, expected}: Doubted) =>
      `the sentinel of ${observed.node} ${observed.doubts.join(' and ')}; expected ${expected.state.join(' and ')}`,
    logged: ({observed, expected}: {observed: {node: string; logs: readonly string[]}; expected: {lines: number}}) =>
      `logs of ${observed.node} tell that Redis refused a password (F41: ${observed.logs.join(', ')}); expected ${expected.lines} such lines`,
  },
  remedy: {
    text: 'See what server and sentinel log, and whether the masters reach each other on ports 7000 and 7001. Restart OpenVidu on the node that differs, one node at a time.',
    commands: [
      shell,
      'cd /opt/openvidu && sudo docker compose ps redis-server redis-sentinel',
      'sudo docker compose logs --tail 100 redis-server redis-sentinel',
      'sudo systemctl restart openvidu',
    ],
    url: onPremisesAdministration,
  },
  remedies: {
    splitBrain: {
      text: 'First see that the masters reach each other on ports 7000 and 7001. Then restart OpenVidu on the node that the others do not follow: it comes back as replica, and what only it held is lost.',
      commands: [
        shell,
        'cd /opt/openvidu && sudo docker compose logs --tail 100 redis-sentinel',
        'sudo systemctl restart openvidu',
      ],
      url: sentinelPage,
    },
    refused: {...password, text: `${password.text} Then restart OpenVidu there.`},
    logged: {...password, text: `See whether such lines are still written. ${password.text}`},
  },
  judge({nodeProbes, stack}, {fail, see}) {
    const running = nodesToJudge(nodeProbes, see, 'master')
    const nodes = running.length === 0 ? [] : settledNodes(running, see)
    const answers = answersOf(nodes, 'redis', see)
    const {masters, agreed, rivals} = redisSet(answers)
    const whole = answers.length === running.length && answers.length > 0
    const weight = {severity: 'critical'} as const
    for (const {node, name} of rivals) {
      const observed = {node: name, masters: masters.map(master => master.name)}
      fail('splitBrain', node.subject, {observed, expected: {masters: 1, at: agreed ?? 'one of them'}}, weight)
    }
    // Where the role of a server was not seen, it may be the master.
    if (whole && masters.length === 0 && !answers.some(isRoleHidden)) {
      const observed = {masters: 0, nodes: answers.length}
      fail('noMaster', stack.subject, {observed, expected: {masters: 1}}, weight)
    }
    const mute = answers.filter(({part}) => part.sentinel === null).map(({name}) => name)
    const sentinels = answers.length - mute.length
    if (whole && mute.length > 0 && sentinels < majority) {
      fail('noQuorum', stack.subject, {observed: {sentinels, silent: mute}, expected: {sentinels: majority}}, weight)
    }
    for (const answer of answers) {
      const {node, name, part} = answer
      if (part.trouble !== null && isPasswordRefused(part.trouble)) {
        const observed = {node: name, trouble: part.trouble}
        fail('refused', node.subject, {observed, expected: {password: 'REDIS_PASSWORD'}})
      } else if (isRoleHidden(answer)) see(unknown('failed', 'Redis told no role'), node.subject)
      else tell('server', answer, serverDoubts(part, agreed))
      tell('sentinel', answer, sentinelDoubts(part.sentinel, agreed, majority))
    }
    for (const node of nodeProbes) {
      const observed = {node: nodeName(node), logs: loggedFailure(node, 'F41')}
      if (observed.logs.length === 0) continue
      fail('logged', node.subject, {observed, expected: {lines: 0}}, {severity: 'medium'})
    }

    function tell(phrase: 'server' | 'sentinel', {node, name}: RedisAnswer, doubts: readonly Doubt[]): void {
      if (doubts.length === 0) return
      const observed = {node: name, doubts: doubts.map(doubt => doubt.observed)}
      fail(phrase, node.subject, {observed, expected: {state: doubts.map(({expected}) => expected)}})
    }
  },
})
