import {signatures} from '../../../src/openvidu/signatures.ts'
import {signatureLines} from '../../nodes/signature-lines.ts'
import type {OpenViduNode} from './fleet.ts'

/** Nodes on which something is wrong, on top of the healthy fleet. */
export interface NodeTrouble {
  readonly name: string
  /** Ids of the checks that fail for it, and no other check of nodes does. */
  readonly fails: readonly string[]
  readonly change: (node: (name: string) => OpenViduNode, all: readonly OpenViduNode[]) => void
  /** False for a stack whose masters Systems Manager does not reach. */
  readonly mastersManaged?: boolean
}

const clusterEnvironment = '/opt/openvidu/config/cluster/openvidu.env'

export const nodeTroubles: readonly NodeTrouble[] = [
  {name: 'healthy nodes', fails: [], change: () => {}},
  {name: 'masters that nobody can ask', fails: ['nodes-managed'], change: () => {}, mastersManaged: false},
  {
    name: 'a service that crashes',
    fails: ['service-restarts', 'services-running'],
    change: node =>
      node('master-2').containers(all =>
        all.map(one =>
          one.name === 'operator'
            ? {...one, state: 'restarting', exitCode: 1, restarts: 214, startedAt: '2026-11-22T09:59:40Z'}
            : one,
        ),
      ),
  },
  {
    name: 'a service that was killed for want of memory',
    fails: ['memory', 'service-restarts'],
    change: node => {
      node('media-1')
        .containers(all =>
          all.map(one =>
            one.name === 'egress' ? {...one, oomKilled: true, restarts: 2, startedAt: '2026-11-22T08:00:00Z'} : one,
          ),
        )
        .edit('/proc/vmstat', text => text.replace('oom_kill 0', 'oom_kill 2'))
    },
  },
  {
    name: 'a disk that is full',
    fails: ['disk-space'],
    change: node => node('master-4').write('stand-ins/df.d/used', '97'),
  },
  {
    name: 'a master of another version',
    fails: ['service-images-agree', 'versions-agree'],
    change: node =>
      node('master-3')
        .edit('/opt/openvidu/deployment-info.yaml', text => text.replace('3.8.0', '3.7.0'))
        .containers(all =>
          all.map(one =>
            one.name === 'alloy'
              ? {...one, name: 'promtail', image: 'docker.io/grafana/promtail:1.2.3'}
              : {...one, image: one.image.replace(':3.8.0', ':3.7.0')},
          ),
        ),
  },
  {
    name: 'a clock that is off',
    fails: ['clock-synchronised'],
    change: node =>
      node('media-2').edit('stand-ins/chronyc.d/tracking', text =>
        text.replace('0.000020134 seconds fast', '2.104113000 seconds slow'),
      ),
  },
  {
    name: 'two masters of Redis',
    fails: ['redis-quorum'],
    change: node => node('master-3').write('stand-ins/docker.d/redis-info', 'role:master\r\nconnected_slaves:0\r\n'),
  },
  {
    name: 'a replica set without a primary',
    fails: ['mongo-replica-set'],
    change: (_, all) => {
      for (const master of all.filter(({role}) => role === 'master'))
        master.edit('stand-ins/docker.d/mongo-hello', text => {
          const [hello, set, me, , hosts] = JSON.parse(text) as unknown[]
          return `${JSON.stringify([hello, set, me, null, hosts, false, true, null])}\n`
        })
    },
  },
  {
    name: 'an installation that never ended',
    fails: ['cloud-init'],
    change: node =>
      node('media-1').edit('stand-ins/cloud-init.d/status.json', text =>
        text.replace('"status": "done"', '"status": "running"'),
      ),
  },
  {
    name: 'a master that a reboot left stopped',
    fails: ['health-endpoints', 'mongo-replica-set', 'openvidu-unit', 'reboot-job', 'redis-quorum', 'services-running'],
    change: node => {
      node('master-2')
        .edit('stand-ins/systemctl.d/openvidu.service', text =>
          text.replace('ActiveState=active', 'ActiveState=inactive').replace('SubState=exited', 'SubState=dead'),
        )
        .containers(() => [])
        .write('stand-ins/curl.d/http/7880', '502')
    },
  },
  {
    name: 'a master whose configuration differs',
    fails: ['configuration-agrees'],
    change: node =>
      node('master-2').edit(clusterEnvironment, text =>
        text.replace(/^LIVEKIT_API_SECRET=.*$/m, 'LIVEKIT_API_SECRET=other'),
      ),
  },
  {
    name: 'a port between masters that is closed',
    fails: ['master-ports'],
    change: (node, all) => {
      const target = node('master-4').address
      for (const one of all)
        if (one.address !== target) one.write('stand-ins/curl.d/closed', `${target}:20000 timed-out\n`)
    },
  },
  {
    name: 'no way to the licence server',
    fails: ['outbound-reach'],
    change: (_, all) => {
      for (const one of all) one.write('stand-ins/curl.d/closed', 'accounts.openvidu.io:443 unresolved\n')
    },
  },
  {
    name: 'recordings that storage did not take',
    fails: ['egress-backlog'],
    change: node =>
      node('media-1').write('/opt/openvidu/egress_data/home/egress/backup_storage/room-1.mp4', Buffer.alloc(5_000)),
  },
  {
    name: 'a master without its reboot job',
    fails: ['reboot-job'],
    change: node => node('master-4').write('stand-ins/crontab.d/root', ''),
  },
  {
    name: 'an old Docker',
    fails: ['docker-version'],
    change: node => node('media-2').write('stand-ins/docker.d/version', '27.5.1\n'),
  },
  {
    // Each failure signature that a node can show, once.
    name: 'every known failure in the logs',
    fails: ['cloud-init', 'configuration-errors', 'disk-space', 'redis-quorum'],
    change: node => {
      const linesOf = (source: (typeof signatures)[number]['where'][number]) =>
        signatures
          .filter(({where}) => where.includes(source))
          .map(({id}) => signatureLines[id])
          .join('\n')
      node('master-1')
        .edit('/var/log/cloud-init-output.log', text => `${text}${linesOf('cloud-init')}\n`)
        .edit('stand-ins/journalctl.d/openvidu.service', text => `${text}${linesOf('journal')}\n`)
        .write('/var/log/openvidu/nodes_errors.log', `${linesOf('nodes-errors')}\n`)
        .write('stand-ins/docker.d/logs/mongo', `${linesOf('container-log')}\n`)
      node('media-1').write('/var/log/stop_media_node.log', `${linesOf('drain-log')}\n`)
    },
  },
]
