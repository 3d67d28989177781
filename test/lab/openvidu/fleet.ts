import {readdirSync, readFileSync} from 'node:fs'
import {join} from 'node:path'
import type {NodeRole} from '../../../src/openvidu/services.ts'
import {healthyNodeFiles} from '../../nodes/healthy-node-files.ts'
import type {LabAccount} from '../account/account.ts'
import {LabFleet, LabNode} from '../nodes/index.ts'
import {containerLines, healthyContainers, type LabContainer} from './containers.ts'

/** A node of the lab that runs OpenVidu, as far as scripts can tell. */
export class OpenViduNode extends LabNode {
  readonly role: NodeRole
  readonly address: string
  #containers: readonly LabContainer[]

  constructor(instanceId: string, role: NodeRole, address: string, masters: readonly string[]) {
    super(instanceId)
    this.role = role
    this.address = address
    this.#containers = healthyContainers(role)
    for (const [path, content] of Object.entries(healthyNodeFiles(role, {own: address, masters})))
      this.write(path, content)
    for (const [name, script] of standIns) this.standIn(name, script)
    for (const [path, content] of Object.entries(engine(role, address, masters))) this.write(path, content)
    this.containers(all => all)
    this.remembers = true
  }

  /** Changes what Docker tells of its containers. */
  containers(change: (containers: readonly LabContainer[]) => readonly LabContainer[]): this {
    this.#containers = change(this.#containers)
    this.write('stand-ins/docker.d/names', `|${this.#containers.map(({name}) => name).join('|')}|\n`)
    return this.write('stand-ins/docker.d/containers', containerLines(this.#containers))
  }

  /** Changes a file of the node. */
  edit(path: string, change: (content: string) => string): this {
    return this.write(path, change(this.read(path)))
  }
}

/** Every instance of the account's stack as a healthy node; `change` gets them by `master-1`, `media-1` and so on. */
export function openViduFleet(
  account: LabAccount,
  change: (nodes: ReadonlyMap<string, OpenViduNode>) => void = () => {},
): LabFleet {
  const running = account.instances.filter(({State}) => State?.Name === 'running')
  const roleOf = (instance: (typeof running)[number]): NodeRole | null => {
    const name = instance.Tags?.find(({Key}) => Key === 'Name')?.Value ?? ''
    return name.includes('Master Node') ? 'master' : name.includes('Media Node') ? 'media' : null
  }
  const masters = running.filter(instance => roleOf(instance) === 'master').map(one => one.PrivateIpAddress ?? '')
  const {Parameters: parameters = []} = account.stacks[0]?.stack ?? {}
  const domain = parameters.find(({ParameterKey}) => ParameterKey === 'DomainName')?.ParameterValue
  const counters = {master: 0, media: 0}
  const nodes = new Map<string, OpenViduNode>()
  for (const instance of running) {
    const role = roleOf(instance)
    if (role === null) continue
    counters[role] += 1
    const node = new OpenViduNode(instance.InstanceId ?? '', role, instance.PrivateIpAddress ?? '', masters)
    if (role === 'master' && domain !== undefined)
      node.edit('/opt/openvidu/config/cluster/openvidu.env', text =>
        text.replace(/^DOMAIN_NAME=.*$/m, `DOMAIN_NAME=${domain}`),
      )
    nodes.set(`${role}-${counters[role]}`, node)
  }
  change(nodes)
  return new LabFleet().add(...nodes.values())
}

/** Commands that answer as the real ones do, from files of the node. Later folders win. */
const standIns: ReadonlyMap<string, string> = new Map(
  [join(import.meta.dirname, '../../nodes/stand-ins'), join(import.meta.dirname, 'stand-ins')].flatMap(folder =>
    readdirSync(folder).map(name => [name, readFileSync(join(folder, name), 'utf8')] as const),
  ),
)

/** What Docker, Redis, MongoDB and the local endpoints answer. */
function engine(role: NodeRole, address: string, masters: readonly string[]): Readonly<Record<string, string>> {
  const first = masters[0] ?? ''
  const common = {
    'stand-ins/docker.d/version': '29.5.3\n',
    'stand-ins/docker.d/compose': '2.40.3\n',
    'stand-ins/docker.d/driver': 'json-file\n',
    'stand-ins/curl.d/closed': '',
    'stand-ins/curl.d/http/7880': '200',
  }
  if (role === 'media') return {...common, 'stand-ins/curl.d/http/9092': '200'}
  const replica = `role:slave\r\nmaster_host:${first}\r\nmaster_port:7000\r\nmaster_link_status:up\r\nconnected_slaves:0\r\n`
  const leader = `role:master\r\nconnected_slaves:${masters.length - 1}\r\n`
  const hello = [
    'hello',
    'rs0',
    `${address}:20000`,
    `${first}:20000`,
    masters.map(master => `${master}:20000`),
    address === first,
    address !== first,
    null,
  ]
  const sentinel = {
    name: 'openvidu',
    ip: first,
    port: 7000,
    flags: 'master',
    'num-slaves': masters.length - 1,
    'num-other-sentinels': masters.length - 1,
    quorum: 2,
  }
  return {
    ...common,
    'stand-ins/docker.d/redis-info': `# Replication\r\n${address === first ? leader : replica}`,
    'stand-ins/docker.d/sentinel-masters': `${Object.entries(sentinel).flat().join('\n')}\n`,
    'stand-ins/docker.d/sentinel-quorum': `OK ${masters.length} usable Sentinels. Quorum and failover authorization can be reached\n`,
    'stand-ins/docker.d/mongo-hello': `${JSON.stringify(hello)}\n`,
  }
}
