import {describe, expect, it} from 'vitest'
import {statusTable} from '../../reports/status/table.ts'
import {nodeStatus} from '../../src/engine/node-status.ts'
import {known, type Seen, unknown} from '../../src/model/fact.ts'
import type {FactMap} from '../../src/model/facts.ts'
import {type NodeStatus, statusSchema} from '../../src/model/status.ts'
import {expectGolden} from '../support/golden.ts'
import {healthyStack} from '../support/healthy-stack/index.ts'
import {withChanged, withFacts} from '../support/snapshots.ts'

type Probe = FactMap['nodeProbes'][number]
type Answer = Extract<Probe['answer'], {state: 'known'}>['value']

/** The healthy stack with other answers of some nodes, by their place: masters 0 to 3, media nodes after. */
function answering(changes: Readonly<Record<number, (answer: Answer) => Seen<Answer>>>) {
  return withChanged(healthyStack(), 'nodeProbes', probes =>
    probes.map((probe, index) => {
      const change = changes[index]
      return change === undefined || probe.answer.state === 'unknown'
        ? probe
        : {...probe, answer: change(probe.answer.value)}
    }),
  )
}

/** The answer with one container changed, or gone. */
function withContainer(name: string, change: (one: Containers[number]) => Containers[number] | null) {
  return (answer: Answer): Seen<Answer> => {
    if (answer.containers.state === 'unknown') return known(answer)
    const containers = answer.containers.value.flatMap(one => (one.name === name ? (change(one) ?? []) : [one]))
    return known({...answer, containers: known(containers)})
  }
}

type Containers = Extract<Answer['containers'], {state: 'known'}>['value']

function statusOf(snapshot: Parameters<typeof nodeStatus>[0]): NodeStatus {
  const status = nodeStatus(snapshot)
  if (status === null) throw new Error('the nodes were not seen')
  return statusSchema.parse(status)
}

const options = {width: 80, colour: false, verbose: false}

describe('the status of nodes', () => {
  it('has every service that generation and modules ask for, on every node, and all of them up', () => {
    const status = statusOf(healthyStack())
    expect(status.summary).toEqual({nodes: 6, answered: 6, services: 60, up: 60})
    expect(status.nodes.map(({name}) => name)).toEqual([
      'master-1',
      'master-2',
      'master-3',
      'master-4',
      'media-1',
      'media-2',
    ])
  })

  it('tells restarting, stopped, unhealthy and missing services apart, and a node that did not answer', () => {
    const snapshot = answering({
      0: withContainer('operator', one => ({...one, state: 'restarting', exitCode: 1, restarts: 12})),
      1: withContainer('mongo', one => ({...one, state: 'exited', exitCode: 137, oomKilled: true})),
      2: withContainer('caddy', () => null),
      3: () => unknown('unreachable', 'Systems Manager does not reach i-0aaaaaaaaaaaaaaa4'),
      4: withContainer('egress', one => ({...one, health: 'unhealthy'})),
      5: answer =>
        known({
          ...answer,
          unit: unknown('timed-out', 'unit was not told within 5 seconds'),
          health: known([
            {service: 'ingress', url: 'http://127.0.0.1:9092/', status: 502, trouble: null},
            {service: 'openvidu', url: 'http://127.0.0.1:7880/', status: null, trouble: 'refused'},
          ]),
        }),
    })
    const status = statusOf(snapshot)
    expect(status.summary).toEqual({nodes: 6, answered: 5, services: 48, up: 44})
    const stateOf = (node: string, service: string) =>
      status.nodes.find(({name}) => name === node)?.services.find(({name}) => name === service)?.state
    expect(stateOf('master-1', 'operator')).toBe('restarting')
    expect(stateOf('master-2', 'mongo')).toBe('down')
    expect(stateOf('master-3', 'caddy')).toBe('missing')
    expect(stateOf('master-4', 'caddy')).toBe('not seen')
    expect(stateOf('media-1', 'egress')).toBe('unhealthy')
    expectGolden('status/troubles.txt', statusTable(status, options))
  })

  it('expects only the services of the modules that are enabled, and shows what runs beside them', () => {
    const reduced = withChanged(healthyStack(), 'nodeProbes', probes =>
      probes.map(probe => {
        if (probe.answer.state === 'unknown' || probe.answer.value.installation.state === 'unknown') return probe
        const {installation} = probe.answer.value
        const settings = installation.value.settings.map(one =>
          one.key === 'ENABLED_MODULES' ? {...one, value: 'v2compatibility'} : one,
        )
        return {
          ...probe,
          answer: known({...probe.answer.value, installation: known({...installation.value, settings})}),
        }
      }),
    )
    const [master] = statusOf(reduced).nodes
    expect(master?.services.find(({name}) => name === 'grafana')).toMatchObject({expected: false, state: 'up'})
    expect(master?.services.find(({name}) => name === 'openvidu-v2compatibility')).toMatchObject({expected: true})
  })

  it('counts agents of rooms beside the services', () => {
    const snapshot = answering({
      4: answer =>
        answer.containers.state === 'unknown'
          ? known(answer)
          : known({
              ...answer,
              containers: known([
                ...answer.containers.value,
                ...answer.containers.value
                  .slice(0, 1)
                  .map(one => ({...one, name: 'agent-x', service: null, agent: true})),
              ]),
            }),
    })
    const node = statusOf(snapshot).nodes[4]
    expect(node?.agents).toBe(1)
    expect(node?.services.map(({name}) => name)).not.toContain('agent-x')
  })

  it('shows of many media nodes only those with trouble, unless all are asked for', () => {
    const snapshot = healthyStack()
    const {nodes, nodeProbes} = snapshot.facts
    if (nodes?.state !== 'known' || nodeProbes?.state !== 'known') throw new Error('not seen')
    const copies = <T extends {readonly id: string; readonly group: string}>(all: readonly T[]): T[] => {
      const [first] = all.filter(({group}) => group === 'media')
      return first === undefined
        ? []
        : Array.from({length: 30}, (_, index) => ({...first, id: `i-0ccccccccccccc${index + 100}`}))
    }
    const many = withFacts(snapshot, {
      nodes: [...nodes.value.filter(({group}) => group === 'master'), ...copies(nodes.value)],
      nodeProbes: [...nodeProbes.value.filter(({group}) => group === 'master'), ...copies(nodeProbes.value)],
    })
    const short = statusTable(statusOf(many), options)
    expect(short).toContain('30 more media nodes with every service up.')
    expect(short).not.toContain('media-30')
    expect(statusTable(statusOf(many), {...options, verbose: true})).toContain('media-30')
  })

  it('keeps every line within 80 columns', () => {
    const lines = statusTable(statusOf(healthyStack()), options).split('\n')
    expect(lines.filter(line => line.length > 80)).toEqual([])
  })

  it('is nothing where the nodes were not seen, and tells nothing of nodes that nobody asked', () => {
    const denied = unknown('denied', 'not allowed', 'ec2:DescribeInstances')
    expect(nodeStatus({...healthyStack(), facts: {...healthyStack().facts, nodes: denied}})).toBeNull()
    const silent = {...healthyStack(), facts: {...healthyStack().facts, nodeProbes: denied}}
    const status = statusOf(silent)
    expect(status.summary).toEqual({nodes: 6, answered: 0, services: 0, up: 0})
    expect(status.nodes[0]?.unseen).toEqual({cause: 'denied', detail: 'not allowed', action: 'ec2:DescribeInstances'})
  })
})
