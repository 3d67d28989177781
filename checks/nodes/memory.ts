import {bytesInWords} from '../../src/derive/byte-size.ts'
import {answersOf, nodesToJudge, partOf} from '../../src/derive/node-answers.ts'
import {defineCheck} from '../../src/model/check.ts'
import {unknown} from '../../src/model/fact.ts'
import {performance, resizeInstance} from '../../src/openvidu/pages.ts'

export default defineCheck({
  id: 'memory',
  area: 'nodes',
  title: 'The nodes have memory left, and none had to kill for it',
  severity: 'medium',
  sources: ['nodes'],
  requirements: ['R8'],
  why: 'Where memory runs out the kernel kills a process: a database on a master, or the server with all its rooms on a media node. Docker starts it again, and it happens again.',
  how: {
    nodes:
      'The memory that can be had without swapping is held against the threshold, and the kernel must not have killed a process for want of memory since boot, limits of containers included. Containers that were killed so are named where Docker tells of them.',
  },
  needs: ['nodeProbes'],
  phrases: {
    low: ({
      observed,
      expected,
    }: {
      observed: {node: string; available: string; total: string; percent: number}
      expected: {percent: number}
    }) =>
      `${observed.node} has ${observed.available} of ${observed.total} of memory available (${observed.percent}%); expected at least ${expected.percent}%`,
    killed: ({
      observed,
      expected,
    }: {
      observed: {node: string; kills: number; since: string; containers: readonly string[]}
      expected: {kills: number}
    }) =>
      `the kernel of ${observed.node} killed ${observed.kills} ${observed.kills === 1 ? 'process' : 'processes'} for want of memory since ${observed.since}${observed.containers.length === 0 ? '' : `, of ${observed.containers.join(', ')} at last`}; expected ${expected.kills}`,
  },
  remedy: {
    text: 'See what takes the memory. If it is the load, give the node a larger type: masters by stopping, changing and starting them one by one in EC2, media nodes by a new version of their launch template, or have more media nodes.',
    commands: [
      'aws ssm start-session --target INSTANCE_ID',
      'sudo docker stats --no-stream',
      'sudo journalctl --dmesg --grep "out of memory"',
    ],
    url: performance,
  },
  remedies: {
    killed: {
      text: 'See which process was killed and when, and whether its service came back; then give the node a larger type, masters one by one.',
      commands: [
        'aws ssm start-session --target INSTANCE_ID',
        'sudo journalctl --dmesg --grep "out of memory"',
        'cd /opt/openvidu && sudo docker compose ps --all',
      ],
      url: resizeInstance,
    },
  },
  judge({nodeProbes}, {thresholds: {memoryAvailablePercent}, fail, see}) {
    for (const {node, name, part} of answersOf(nodesToJudge(nodeProbes, see), 'memory', see)) {
      const {totalBytes, availableBytes, oomKills} = part
      if (totalBytes === 0) see(unknown('failed', 'the node told of no memory'), node.subject)
      else if (availableBytes * 100 < totalBytes * memoryAvailablePercent) {
        const [available, total] = [bytesInWords(availableBytes), bytesInWords(totalBytes)]
        // Rounded down, so that what is below the threshold never reads as if it were at it.
        const percent = Math.floor((1000 * availableBytes) / totalBytes) / 10
        const observed = {node: name, available, total, percent}
        fail('low', node.subject, {observed, expected: {percent: memoryAvailablePercent}})
      }
      if (oomKills === null) {
        see(unknown('unresolved', 'the kernel does not count what it kills for want of memory'), node.subject)
      } else if (oomKills > 0) {
        const system = partOf(node, 'system')
        const containers = partOf(node, 'containers')
        const observed = {
          node: name,
          kills: oomKills,
          since: system.state === 'known' ? system.value.bootedAt : 'it booted',
          containers:
            containers.state === 'known'
              ? containers.value.filter(one => one.oomKilled).map(container => container.name)
              : [],
        }
        fail('killed', node.subject, {observed, expected: {kills: 0}})
      }
    }
  },
})
