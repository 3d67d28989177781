import {fewOf, nodeName} from '../../src/derive/live-nodes.ts'
import {loggedFailure} from '../../src/derive/logged-failures.ts'
import {answersOf, nodesToJudge} from '../../src/derive/node-answers.ts'
import {redisSet, sentinelDoubts} from '../../src/derive/redis-set.ts'
import {settledNodes} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {configuration, onPremisesAdministration, sentinelPage} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS} from '../../src/openvidu/placement.ts'

const majority = Math.floor(MASTER_SLOTS / 2) + 1
const shell = 'aws ssm start-session --target INSTANCE_ID'

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
    silent: ({observed, expected}: {observed: {node: string; trouble: string}; expected: {answer: string}}) =>
      `Redis of ${observed.node} does not answer (${observed.trouble}); expected ${expected.answer}`,
    refused: ({observed, expected}: {observed: {node: string; trouble: string}; expected: {password: string}}) =>
      `Redis of ${observed.node} refuses the password of its node with ${observed.trouble} (F41); expected it to take ${expected.password}`,
    replica: ({
      observed,
      expected,
    }: {
      observed: {node: string; follows: string; link: string}
      expected: {follows: string; link: string}
    }) =>
      `Redis of ${observed.node} follows ${observed.follows} with its link ${observed.link}; expected ${expected.follows} and ${expected.link}`,
    sentinel: ({
      observed,
      expected,
    }: {
      observed: {node: string; doubts: readonly string[]}
      expected: {state: readonly string[]}
    }) => `the sentinel of ${observed.node} ${observed.doubts.join(' and ')}; expected ${expected.state.join(' and ')}`,
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
    refused: {
      text: 'Make REDIS_PASSWORD the same in the secret and in the configuration of all nodes, then restart OpenVidu there. Media nodes take it at their first start only: replace them.',
      commands: [
        shell,
        'cd /opt/openvidu && sudo docker compose logs --tail 100 redis-server',
        'sudo systemctl restart openvidu',
      ],
      url: configuration,
    },
    logged: {
      text: 'If such lines are still written, make REDIS_PASSWORD the same in the secret and on all nodes. Media nodes take it at their first start only: replace them.',
      commands: [shell, 'cd /opt/openvidu && sudo docker compose logs --since 1h | grep -E "NOAUTH|WRONGPASS"'],
      url: configuration,
    },
  },
  judge({nodeProbes, stack}, {fail, see}) {
    const running = nodesToJudge(nodeProbes, see, 'master')
    const nodes = running.length === 0 ? [] : settledNodes(running, see)
    const answers = answersOf(nodes, 'redis', see)
    const {masters, agreed, rivals} = redisSet(answers)
    const whole = answers.length === nodeProbes.filter(({group}) => group === 'master').length
    for (const {node, name} of rivals) {
      const observed = {node: name, masters: masters.map(master => master.name)}
      fail(
        'splitBrain',
        node.subject,
        {observed, expected: {masters: 1, at: agreed ?? 'one of them'}},
        {severity: 'critical'},
      )
    }
    // Where a node was not seen, the master may be there.
    if (whole && answers.length > 0 && masters.length === 0) {
      fail(
        'noMaster',
        stack.subject,
        {observed: {masters: 0, nodes: answers.length}, expected: {masters: 1}},
        {severity: 'critical'},
      )
    }
    const mute = answers.filter(({part}) => part.sentinel === null)
    const answering = answers.length - mute.length
    if (whole && mute.length > 0 && answering < majority) {
      const observed = {sentinels: answering, silent: mute.map(({name}) => name)}
      fail('noQuorum', stack.subject, {observed, expected: {sentinels: majority}}, {severity: 'critical'})
    }
    for (const {node, name, part} of answers) {
      const {role, trouble, masterAddress, masterLink, sentinel} = part
      if (trouble !== null) {
        if (/^(NOAUTH|WRONGPASS)/.test(trouble))
          fail('refused', node.subject, {observed: {node: name, trouble}, expected: {password: 'REDIS_PASSWORD'}})
        else
          fail('silent', node.subject, {observed: {node: name, trouble}, expected: {answer: 'an answer on port 7000'}})
      } else if (role === null) see(unknown('failed', 'Redis told no role'), node.subject)
      else if (
        role !== 'master' &&
        (masterLink !== 'up' || masterAddress === null || (agreed !== null && masterAddress !== agreed))
      ) {
        const observed = {node: name, follows: masterAddress ?? 'none', link: masterLink ?? 'unknown'}
        fail('replica', node.subject, {observed, expected: {follows: agreed ?? 'the master', link: 'up'}})
      }
      const doubts =
        sentinel === null
          ? [{observed: 'does not answer', expected: 'an answer on port 7001'}]
          : sentinelDoubts(sentinel, agreed, majority)
      if (doubts.length === 0) continue
      const observed = {node: name, doubts: doubts.map(doubt => doubt.observed)}
      fail('sentinel', node.subject, {observed, expected: {state: doubts.map(({expected}) => expected)}})
    }
    for (const node of nodeProbes) {
      const observed = {node: nodeName(node), logs: loggedFailure(node, 'F41')}
      if (observed.logs.length === 0) continue
      fail('logged', node.subject, {observed, expected: {lines: 0}}, {severity: 'medium'})
    }
  },
})
