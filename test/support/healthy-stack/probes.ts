import type {NodeAnswer, NodeProbe, Part} from '../../../src/derive/node-answers.ts'
import {known, type Seen, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {outboundHosts} from '../../../src/openvidu/node-files.ts'
import {portRulesOf} from '../../../src/openvidu/ports.ts'
import {healthEndpoints, type NodeRole, servicesOf} from '../../../src/openvidu/services.ts'
import {masterAddress} from './names.ts'

const gibibyte = 1024 ** 3
const bootedAt = '2026-11-12T10:05:00.000Z'
const startedAt = '2026-11-12T10:15:00.000Z'
const masters = [1, 2, 3, 4].map(masterAddress)

/** What the probe of each node answers where all is well. */
export function probeFacts(nodes: FactMap['nodes']): Pick<FactMap, 'nodeProbes' | 'consoleOutputs'> {
  return {
    // Every node answers.
    consoleOutputs: [],
    nodeProbes: nodes.map(({subject, id, group, slot, privateAddress}): NodeProbe => {
      return {subject, id, group, slot, privateAddress, answer: known(answerOf(group, privateAddress ?? ''))}
    }),
  }
}

function answerOf(role: NodeRole, address: string): NodeAnswer {
  const ofMasters = <T>(value: T): Seen<T> => (role === 'master' ? known(value) : notAsked('masters'))
  const ofMedia = <T>(value: T): Seen<T> => (role === 'media' ? known(value) : notAsked('media nodes'))
  return {
    system: known({name: 'ubuntu 24.04', kernel: '6.8.0-1021-aws', uptimeSeconds: 863_700, bootedAt}),
    clock: known({
      now: '2026-11-22T10:00:01.500Z',
      synchronised: true,
      offsetMilliseconds: 0.02,
      service: 'chrony',
      between: ['2026-11-22T10:00:00.000Z', '2026-11-22T10:00:04.000Z'],
    }),
    memory: known({
      totalBytes: 8 * gibibyte,
      availableBytes: 4 * gibibyte,
      swapTotalBytes: 0,
      swapFreeBytes: 0,
      oomKills: 0,
    }),
    disks: known([
      {
        paths: ['/', '/opt/openvidu', '/var/lib/docker', '/var/log'],
        mount: '/',
        totalBytes: 96 * gibibyte,
        availableBytes: 76 * gibibyte,
        usedPercent: 21,
        inodes: {total: 12_902_400, free: 12_500_000},
      },
    ]),
    cloudInit: known({status: 'done', errors: [], outputBytes: 250_000}),
    unit: known({
      load: 'loaded',
      active: 'active',
      sub: 'exited',
      enabled: 'enabled',
      result: 'success',
      restarts: 0,
      since: startedAt,
    }),
    docker: known({version: '29.5.3', compose: '2.40.3', logDriver: 'json-file'}),
    containers: known(containersOf(role)),
    health: known(
      healthEndpoints
        .filter(endpoint => endpoint.role === role)
        .map(({service, url, status}) => ({service, url, status, trouble: null})),
    ),
    installation: known({version: '3.8.0', environment: 'aws', settings: settingsOf(role, address)}),
    configuration: known(configurationOf(role)),
    addresses: known({ipv4: [address], ipv6: []}),
    reach: known(reachOf(role)),
    redis: ofMasters({
      role: address === masters[0] ? 'master' : 'slave',
      trouble: null,
      connectedReplicas: address === masters[0] ? 3 : 0,
      masterAddress: address === masters[0] ? null : masterAddress(1),
      masterLink: address === masters[0] ? null : 'up',
      sentinel: {masterAddress: masterAddress(1), status: 'ok', replicas: 3, sentinels: 4, quorum: 2},
    }),
    mongo: ofMasters({
      state: address === masters[0] ? 'primary' : 'secondary',
      trouble: null,
      set: 'rs0',
      me: `${address}:20000`,
      primary: `${masterAddress(1)}:20000`,
      hosts: masters.map(master => `${master}:20000`),
    }),
    nodesErrors: ofMasters({bytes: null, entries: []}),
    rebootJob: ofMasters({present: true, cron: 'active', startedSinceBoot: true}),
    egress: ofMedia({backup: {files: 0, bytes: 0}, unfinished: {files: 0, bytes: 0}}),
    signatures: known([]),
  }
}

function notAsked(group: string) {
  return unknown('not-requested', `only ${group} are asked for it`)
}

function containersOf(role: NodeRole): Part<'containers'> {
  return servicesOf('3.8.0', role).map(({name, images, versioned}, index) => ({
    name,
    service: name,
    image: `docker.io/${images[0]}:${versioned ? '3.8.0' : 'pinned'}`,
    imageId: `sha256:${String(index).padStart(64, '0')}`,
    state: 'running',
    health: null,
    restarts: 0,
    oomKilled: false,
    exitCode: 0,
    startedAt,
    finishedAt: null,
    agent: false,
    logBytes: 1_000_000,
  }))
}

function settingsOf(role: NodeRole, address: string): Part<'installation'>['settings'] {
  const cluster = '/opt/openvidu/config/cluster/openvidu.env'
  if (role === 'media')
    return [
      {file: '/opt/openvidu/config/node/media_node.env', key: 'MEDIA_NODE_PRIVATE_IP', value: address},
      {
        file: '/opt/openvidu/config/node/media_node.env',
        key: 'MASTER_NODE_PRIVATE_IP_LIST',
        value: masters.join(','),
      },
    ]
  return [
    ...masters.map((value, index) => ({file: cluster, key: `MASTER_NODE_${index + 1}_PRIVATE_IP`, value})),
    {file: cluster, key: 'DOMAIN_NAME', value: 'video.example.com'},
    {file: cluster, key: 'ENABLED_MODULES', value: 'observability,v2compatibility,openviduMeet'},
    {file: cluster, key: 'OPENVIDU_RTC_ENGINE', value: 'pion'},
    {file: '/opt/openvidu/config/node/master_node.env', key: 'MASTER_NODE_PRIVATE_IP', value: address},
  ]
}

function configurationOf(role: NodeRole): Part<'configuration'> {
  const own = {
    path: `/opt/openvidu/config/node/${role}_node.env`,
    key: 'REDIS_PASSWORD',
    hash: '2'.repeat(64),
  }
  if (role === 'media') return {files: [{path: own.path, hash: 'c'.repeat(64), bytes: 100}], keys: [own]}
  const path = '/opt/openvidu/config/cluster/openvidu.env'
  return {
    files: [
      {path, hash: 'a'.repeat(64), bytes: 2_000},
      {path: '/opt/openvidu/config/cluster/media_node/livekit.yaml', hash: 'b'.repeat(64), bytes: 4_000},
      {path: own.path, hash: 'd'.repeat(64), bytes: 100},
    ],
    keys: [
      ...['DOMAIN_NAME', 'LIVEKIT_API_SECRET'].map((key, index) => ({path, key, hash: String(index).repeat(64)})),
      own,
    ],
  }
}

function reachOf(role: NodeRole): Part<'reach'> {
  const ports = portRulesOf('3.8.0', {turnDomain: false, mainDomainTurn: false})
    .filter(({target, source, protocol}) => target === 'master' && source === role && protocol === 'tcp')
    .flatMap(({from, to}) => Array.from({length: to - from + 1}, (_, offset) => from + offset))
  return [
    ...masters.flatMap(host =>
      ports.map(port => {
        const state = notListening.includes(port) ? ('refused' as const) : ('open' as const)
        return {kind: 'master' as const, host, port, protocol: 'tcp' as const, state}
      }),
    ),
    ...outboundHosts.map(({host, port, protocol}) => {
      const state = protocol === 'tcp' ? ('open' as const) : ('resolved' as const)
      return {kind: 'host' as const, host, port, protocol, state}
    }),
    {kind: 'host', host: 'secretsmanager.eu-west-1.amazonaws.com', port: 443, protocol: 'tcp', state: 'open'},
  ]
}

/** On AWS there is no MinIO, and nobody runs an app of their own. */
const notListening: readonly number[] = [9100, 9101, 6080]
