import {modulesOfMasters} from '../derive/enabled-modules.ts'
import type {NodeAnswer, Part} from '../derive/node-answers.ts'
import type {Seen} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import type {Snapshot} from '../model/snapshot.ts'
import type {NodeStatus, ServiceState, StatusNode, StatusService} from '../model/status.ts'
import {generations} from '../openvidu/generations.ts'
import {healthEndpoints, type Service, servicesOf, transientServices} from '../openvidu/services.ts'

type LiveNode = FactMap['nodes'][number]
type Container = Part<'containers'>[number]

/** Which services every node of a snapshot runs. Null where the nodes themselves were not seen. */
export function nodeStatus(snapshot: Snapshot): NodeStatus | null {
  const {nodes, nodeProbes, template} = snapshot.facts
  if (nodes?.state !== 'known') return null
  const recognised = template?.state === 'known' ? template.value.generation : null
  const generation = generations.find(({id}) => id === recognised)?.id ?? null
  const probes = new Map(nodeProbes?.state === 'known' ? nodeProbes.value.map(probe => [probe.id, probe]) : [])
  // Where no master tells, those of a fresh installation are expected.
  const seenModules = modulesOfMasters([...probes.values()])
  const modules = seenModules.state === 'known' ? seenModules.value : undefined
  const counters = {master: 0, media: 0}
  const all = nodes.value
    .filter(({state}) => state !== 'terminated')
    .toSorted(inOrder)
    .map((node): StatusNode => {
      counters[node.group] += 1
      const name = `${node.group}-${node.slot ?? counters[node.group]}`
      const answer = probes.get(node.id)?.answer ?? notAsked(node, nodeProbes)
      return statusOf(node, name, answer, generation === null ? [] : servicesOf(generation, node.group, modules))
    })
  const expected = all.flatMap(({unseen, services}) => (unseen === null ? services.filter(one => one.expected) : []))
  return {
    schemaVersion: '1',
    tool: snapshot.tool,
    takenAt: snapshot.takenAt,
    target: {...snapshot.target, generation},
    summary: {
      nodes: all.length,
      answered: all.filter(({unseen}) => unseen === null).length,
      services: expected.length,
      up: expected.filter(({state}) => state === 'up').length,
    },
    nodes: all,
  }
}

function notAsked({state, id}: LiveNode, probes: Snapshot['facts']['nodeProbes']): Seen<NodeAnswer> {
  if (state !== 'running') return {state: 'unknown', cause: 'unreachable', detail: `${id} is ${state}`}
  if (probes?.state === 'unknown') return probes
  return {state: 'unknown', cause: 'not-requested', detail: 'the nodes were not asked'}
}

/** Masters first and by slot, then media nodes, the oldest first. */
function inOrder(a: LiveNode, b: LiveNode): number {
  if (a.group !== b.group) return a.group === 'master' ? -1 : 1
  return (a.slot ?? 9) - (b.slot ?? 9) || a.launchedAt.localeCompare(b.launchedAt) || a.id.localeCompare(b.id)
}

function statusOf(node: LiveNode, name: string, answer: Seen<NodeAnswer>, expected: readonly Service[]): StatusNode {
  const seen = answer.state === 'known' ? answer.value : null
  const containers = seen?.containers.state === 'known' ? seen.containers.value : null
  return {
    id: node.id,
    name,
    role: node.group,
    zone: node.zone,
    privateAddress: node.privateAddress,
    state: node.state,
    unseen:
      answer.state === 'known' ? null : {cause: answer.cause, detail: answer.detail, action: answer.action ?? null},
    version: seen?.installation.state === 'known' ? seen.installation.value.version : null,
    unit: seen?.unit.state === 'known' ? seen.unit.value.active : null,
    bootedAt: seen?.system.state === 'known' ? seen.system.value.bootedAt : null,
    endpoints: seen?.health.state === 'known' ? seen.health.value.map(endpointOf) : [],
    services: servicesIn(containers, expected),
    agents: containers === null ? null : containers.filter(({agent}) => agent).length,
  }
}

/** An answer that is not that of a healthy service is a trouble of its own. */
function endpointOf({service, url, status, trouble}: Part<'health'>[number]): StatusNode['endpoints'][number] {
  const healthy = healthEndpoints.find(endpoint => endpoint.url === url)?.status ?? status
  return {service, url, status, trouble: trouble ?? (status === healthy ? null : `HTTP ${status}`)}
}

/** What is expected, in its order, and then what else runs; agents of rooms and services that only start others are no services. */
function servicesIn(containers: readonly Container[] | null, expected: readonly Service[]): StatusService[] {
  if (containers === null) return expected.map(({name}) => ({...blank(name), expected: true, state: 'not seen'}))
  const taken = new Set<Container>()
  const wanted = expected.map(({name, aliases}): StatusService => {
    const names = [name, ...aliases]
    const found = containers.find(one => !one.agent && (names.includes(one.service ?? '') || names.includes(one.name)))
    if (found === undefined) return {...blank(name), expected: true, state: 'missing'}
    taken.add(found)
    return {...serviceOf(found), name, expected: true}
  })
  const passing: readonly string[] = transientServices
  const others = containers.filter(
    one => !taken.has(one) && !one.agent && !(passing.includes(one.service ?? one.name) && one.state === 'exited'),
  )
  return [...wanted, ...others.map(one => ({...serviceOf(one), name: one.service ?? one.name, expected: false}))]
}

function blank(name: string): Omit<StatusService, 'expected' | 'state'> {
  return {name, detail: '', image: null, startedAt: null, restarts: null}
}

function serviceOf(container: Container): Omit<StatusService, 'name' | 'expected'> {
  const {image, startedAt, restarts} = container
  return {state: stateOf(container), detail: detailOf(container), image, startedAt, restarts}
}

function stateOf({state, health}: Container): ServiceState {
  if (state === 'restarting') return 'restarting'
  if (state !== 'running') return 'down'
  if (health === 'unhealthy') return 'unhealthy'
  return health === 'starting' ? 'starting' : 'up'
}

function detailOf({state, exitCode, oomKilled}: Container): string {
  const memory = oomKilled ? ['killed for want of memory'] : []
  if (state === 'running') return memory.join('')
  const ended = state === 'exited' || state === 'dead' ? `${state} with code ${exitCode}` : `last code ${exitCode}`
  return [state === 'created' || state === 'paused' ? state : ended, ...memory].join(', ')
}
