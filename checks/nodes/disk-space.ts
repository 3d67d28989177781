import {fullDisks} from '../../src/derive/full-disks.ts'
import {loggedFailure} from '../../src/derive/logged-failures.ts'
import {answersOf, nodesToJudge} from '../../src/derive/node-answers.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {growFileSystem, onPremisesAdministration} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'disk-space',
  area: 'nodes',
  title: 'The disks of the nodes have room left',
  severity: 'high',
  sources: ['nodes'],
  requirements: ['R18'],
  why: 'A full disk stops MongoDB, Redis and the log and metrics stores, and on a media node the recordings. On masters it grows with every recording and metric, on all four alike, so that they fill up together.',
  how: {
    nodes:
      'On every file system that OpenVidu lives on, bytes and inodes used are held against the threshold, as df counts them. One with nothing left is critical. Log lines of a full disk (F23) are named where logs could be read; on a node that has room again they weigh medium, since what failed then may not have recovered.',
  },
  needs: ['nodeProbes'],
  phrases: {
    full: ({
      observed,
      expected,
    }: {
      observed: {node: string; disks: readonly string[]; logs: readonly string[]}
      expected: {usedPercent: number}
    }) =>
      `${observed.node}: ${observed.disks.join('; ')}${observed.logs.length === 0 ? '' : `; its logs tell of a full disk (F23: ${observed.logs.join(', ')})`}; expected at most ${expected.usedPercent}% used`,
    wasFull: ({observed, expected}: {observed: {node: string; logs: readonly string[]}; expected: {lines: number}}) =>
      `${observed.node} has room now, but its logs tell of a full disk (F23: ${observed.logs.join(', ')}); expected ${expected.lines} such lines`,
  },
  remedy: {
    text: 'Find what fills the disk, remove images that no container uses, shorten the journal; if that is not enough enlarge the volume (of all four masters alike), then partition and file system. Never delete files under /opt/openvidu/data by hand.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'sudo du -xh --max-depth=3 / | sort -h | tail -n 25',
      'sudo docker image prune --all',
      'sudo journalctl --vacuum-size=500M',
      'aws ec2 modify-volume --volume-id VOLUME_ID --size GIB',
    ],
    url: growFileSystem,
  },
  remedies: {
    wasFull: {
      text: 'See whether a service of the node fails since; restart OpenVidu there if one does.',
      commands: [
        'aws ssm start-session --target INSTANCE_ID',
        'cd /opt/openvidu && sudo docker compose ps --all',
        'sudo systemctl restart openvidu',
      ],
      url: onPremisesAdministration,
    },
  },
  judge({nodeProbes}, {thresholds: {diskUsedPercent}, fail, see}) {
    for (const {node, name, part} of answersOf(nodesToJudge(nodeProbes, see), 'disks', see)) {
      if (part.length === 0) see(unknown('failed', 'the node told of no file system'), node.subject)
      const logs = loggedFailure(node, 'F23')
      const full = fullDisks(part, diskUsedPercent)
      if (full.length > 0) {
        const disks = full.map(({mount, use}) => `${mount} has ${use}`)
        const severity = full.some(({exhausted}) => exhausted) ? 'critical' : 'high'
        const evidence = {observed: {node: name, disks, logs}, expected: {usedPercent: diskUsedPercent}}
        fail('full', node.subject, evidence, {severity})
      } else if (logs.length > 0) {
        fail('wasFull', node.subject, {observed: {node: name, logs}, expected: {lines: 0}}, {severity: 'medium'})
      }
    }
  },
})
