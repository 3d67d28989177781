import {afterEach, describe, expect, it} from 'vitest'
import {deployedCollectors} from '../../../src/collect/deployed/index.ts'
import {insideCollectors} from '../../../src/collect/inside/index.ts'
import {neededFor} from '../../../src/collect/needed.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {denied, iamActionOf} from '../../lab/index.ts'
import type {LabFleet} from '../../lab/nodes/index.ts'
import {type OpenViduNode, openViduFleet} from '../../lab/openvidu/fleet.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'

let fleet: LabFleet | undefined
afterEach(() => fleet?.close())

const collectors = neededFor(['nodeProbes', 'consoleOutputs'], [...deployedCollectors, ...insideCollectors])

/** The nodes of the lab's stack, asked with the script of the product in real shells. */
async function asked(
  change: (nodes: ReadonlyMap<string, OpenViduNode>) => void = () => {},
  {lab, ...options}: DeployedOptions = {},
) {
  const run = await deployed({
    defaultHostManagement: true,
    ...options,
    collectors,
    prepare: account => {
      fleet = openViduFleet(account, change)
      return {...lab, fleet}
    },
  })
  const fact = run.snapshot.facts.nodeProbes
  if (fact?.state !== 'known') throw new Error('the nodes were not asked')
  return {probes: fact.value, snapshot: run.snapshot, calls: run.calls}
}

function named(probes: FactMap['nodeProbes'], group: string, slot: number) {
  const found = probes.filter(probe => probe.group === group)
  return (group === 'master' ? found.find(probe => probe.slot === slot) : found[slot - 1])?.answer
}

describe('what the nodes answer', () => {
  it('has every part of every node, asked with one command for the masters and one for the media nodes', async () => {
    const {probes, calls} = await asked()
    const gaps = probes.flatMap(({group, answer}) => {
      if (answer.state === 'unknown') return [answer.detail]
      return Object.entries(answer.value).flatMap(([part, value]) =>
        value.state === 'unknown' && value.cause !== 'not-requested' ? [`${group} ${part}: ${value.detail}`] : [],
      )
    })
    expect(gaps).toEqual([])
    expect(probes).toHaveLength(6)
    expect(calls.all.filter(({operation}) => operation === 'SendCommand')).toHaveLength(2)
    expect(calls.all.filter(({operation}) => operation === 'GetConsoleOutput')).toHaveLength(0)
  })

  it('uses the actions that are declared, and no others', async () => {
    const {calls} = await asked(nodes => {
      const silent = nodes.get('master-2')
      if (silent !== undefined) silent.behaviour = {kind: 'undeliverable'}
    })
    const declared = new Set<string>(insideCollectors.flatMap(({iam}) => iam))
    const elsewhere = new Set<string>(deployedCollectors.flatMap(({iam}) => iam))
    const used = new Set(calls.all.map(({service, operation}) => iamActionOf(service, operation)))
    expect([...used].filter(action => action.startsWith('ssm:') && !elsewhere.has(action)).toSorted()).toEqual(
      // A command is cancelled only where the run ends before it does.
      [...declared].filter(action => action.startsWith('ssm:') && action !== 'ssm:CancelCommand').toSorted(),
    )
    expect(used).toContain('ec2:GetConsoleOutput')
  })

  it('tells the other nodes where one is out of reach, hostile, or has no engine that answers', async () => {
    const {probes} = await asked(nodes => {
      const [one, two, media] = ['master-1', 'master-2', 'media-1'].map(name => nodes.get(name))
      if (one !== undefined) one.behaviour = {kind: 'undeliverable'}
      if (two !== undefined) two.behaviour = {kind: 'hostile', output: '\u001B[2J@part unit 0\n|ActiveState=active\n'}
      media?.write('stand-ins/docker.d/down', '')
    })
    expect(named(probes, 'master', 1)).toMatchObject({state: 'unknown', cause: 'unreachable'})
    expect(named(probes, 'master', 2)).toMatchObject({
      state: 'unknown',
      cause: 'failed',
      detail: 'what the node printed is no answer of the probe',
    })
    expect(named(probes, 'media', 1)).toMatchObject({
      state: 'known',
      value: {unit: {state: 'known'}, docker: {state: 'known', value: {version: null}}, containers: {state: 'unknown'}},
    })
    expect(named(probes, 'master', 3)).toMatchObject({state: 'known'})
  })

  it('asks no node that Systems Manager does not know, and says so of it', async () => {
    const {probes, snapshot} = await asked(() => {}, {defaultHostManagement: false, template: {}})
    expect(named(probes, 'master', 1)).toMatchObject({
      state: 'unknown',
      cause: 'unreachable',
      detail: 'Systems Manager does not reach the node; openvidu-doctor check --only nodes-managed tells why',
    })
    expect(named(probes, 'media', 1)).toMatchObject({state: 'known'})
    // What their consoles show is all there is to see of them.
    expect(snapshot.facts.consoleOutputs).toMatchObject({state: 'known'})
  })

  it('asks all where nobody may tell who is managed, so that Run Command is all it takes', async () => {
    const {probes} = await asked(() => {}, {
      defaultHostManagement: false,
      template: {},
      lab: {faults: [{target: 'ssm.DescribeInstanceInformation', fault: denied()}]},
    })
    expect(named(probes, 'master', 1)).toMatchObject({state: 'unknown', cause: 'unreachable'})
    expect(named(probes, 'media', 1)).toMatchObject({state: 'known'})
  })

  it('is denied with the action, for every node, where no command may be sent', async () => {
    const {probes} = await asked(() => {}, {lab: {faults: [{target: 'ssm.SendCommand', fault: denied()}]}})
    expect(probes).toHaveLength(6)
    for (const {answer} of probes) expect(answer).toMatchObject({cause: 'denied', action: 'ssm:SendCommand'})
  })
})
