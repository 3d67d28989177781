import {nodeName} from '../../src/derive/live-nodes.ts'
import {loggedFailure} from '../../src/derive/logged-failures.ts'
import {isKeptElsewhere, memberDoubts, mongoSet} from '../../src/derive/mongo-set.ts'
import {answersOf, nodesToJudge} from '../../src/derive/node-answers.ts'
import {settledNodes} from '../../src/derive/settled-nodes.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {backup, onPremisesAdministration, replicaSetTroubles} from '../../src/openvidu/pages.ts'

const shell = 'aws ssm start-session --target INSTANCE_ID'
const logs = 'cd /opt/openvidu && sudo docker compose ps mongo && sudo docker compose logs --tail 100 mongo'

export default defineCheck({
  id: 'mongo-replica-set',
  area: 'nodes',
  title: 'MongoDB has one primary, and all other masters are its secondaries',
  severity: 'high',
  sources: ['nodes'],
  requirements: ['R42'],
  why: 'MongoDB keeps what the dashboard, Meet and the v2 API know. Without a primary nothing can be written; a member that is out of the set is one less to lose.',
  how: {
    nodes:
      'The server of each master is asked what it is. Exactly one must be primary and all others secondary; all must name the same set, the same members and the same primary, and be members themselves. A node that was started lately is not judged, and neither is a set that is kept elsewhere (EXTERNAL_MONGO_URI). Writes that logs tell of as sent to a secondary (F42) weigh medium; where logs could not be read, nothing is said of them.',
  },
  needs: ['nodeProbes', 'stack'],
  phrases: {
    noPrimary: ({observed, expected}: {observed: {primaries: number; nodes: number}; expected: {primaries: number}}) =>
      `${observed.primaries} of the ${observed.nodes} MongoDB servers that were asked are primary; expected ${expected.primaries}`,
    rival: ({
      observed,
      expected,
    }: {
      observed: {node: string; primaries: readonly string[]}
      expected: {primaries: number; at: string}
    }) =>
      `MongoDB of ${observed.node} holds itself for primary beside others (${observed.primaries.join(', ')}); expected ${expected.primaries}, at ${expected.at}`,
    silent: ({observed, expected}: {observed: {node: string; trouble: string}; expected: {answer: string}}) =>
      `MongoDB of ${observed.node} does not answer (${observed.trouble}); expected ${expected.answer}`,
    member: ({
      observed,
      expected,
    }: {
      observed: {node: string; doubts: readonly string[]}
      expected: {state: readonly string[]}
    }) => `MongoDB of ${observed.node} ${observed.doubts.join(' and ')}; expected ${expected.state.join(' and ')}`,
    logged: ({observed, expected}: {observed: {node: string; logs: readonly string[]}; expected: {lines: number}}) =>
      `logs of ${observed.node} tell of writes to a secondary of MongoDB (F42: ${observed.logs.join(', ')}); expected ${expected.lines} such lines`,
  },
  remedy: {
    text: 'See what the server logs, and whether the masters reach each other on port 20000. A member that was away too long takes its data anew by itself; restart OpenVidu on the node that differs, one node at a time.',
    commands: [shell, logs, 'sudo systemctl restart openvidu'],
    url: replicaSetTroubles,
  },
  remedies: {
    silent: {
      text: 'See why the container of MongoDB does not run or answer: disk, memory, configuration. Then restart OpenVidu on that node.',
      commands: [shell, logs, 'df -h /opt/openvidu', 'sudo systemctl restart openvidu'],
      url: onPremisesAdministration,
    },
    logged: {
      text: 'A restore that was sent to a secondary wrote nothing: repeat it on the master that is primary.',
      commands: [
        shell,
        'cd /opt/openvidu && sudo docker compose logs --since 24h | grep -E "NotWritablePrimary|not primary"',
      ],
      url: backup,
    },
  },
  judge({nodeProbes, stack}, {fail, see}) {
    const running = nodesToJudge(nodeProbes, see, 'master')
    const answers = answersOf(running.length === 0 ? [] : settledNodes(running, see), 'mongo', see)
    if (isKeptElsewhere(answers)) {
      see(
        unknown('unresolved', 'EXTERNAL_MONGO_URI is set and no master runs MongoDB: nodes do not show its set'),
        stack.subject,
      )
      return
    }
    const {primaries, agreed, rivals} = mongoSet(answers)
    for (const {node, name} of rivals) {
      const observed = {node: name, primaries: primaries.map(primary => primary.name)}
      const expected = {primaries: 1, at: agreed.primary ?? 'one of them'}
      fail('rival', node.subject, {observed, expected}, {severity: 'critical'})
    }
    // Where the state of a server was not seen, it may be the primary.
    const whole = answers.length > 0 && answers.length === running.length
    const hidden = answers.some(({part}) => part.state === null && part.trouble === null)
    if (whole && !hidden && primaries.length === 0) {
      const observed = {primaries: 0, nodes: answers.length}
      fail('noPrimary', stack.subject, {observed, expected: {primaries: 1}}, {severity: 'critical'})
    }
    for (const {node, name, part} of answers) {
      if (part.trouble !== null) {
        const observed = {node: name, trouble: part.trouble}
        fail('silent', node.subject, {observed, expected: {answer: 'an answer on port 20000'}})
      } else if (part.state === null) see(unknown('failed', 'MongoDB told no state'), node.subject)
      else {
        const doubts = memberDoubts(part, agreed)
        if (doubts.length === 0) continue
        const observed = {node: name, doubts: doubts.map(doubt => doubt.observed)}
        fail('member', node.subject, {observed, expected: {state: doubts.map(({expected}) => expected)}})
      }
    }
    for (const node of nodeProbes) {
      const observed = {node: nodeName(node), logs: loggedFailure(node, 'F42')}
      if (observed.logs.length === 0) continue
      fail('logged', node.subject, {observed, expected: {lines: 0}}, {severity: 'medium'})
    }
  },
})
