import {afterEach, describe, expect, it} from 'vitest'
import {checks} from '../../checks/index.ts'
import {formats} from '../../reports/index.ts'
import {statusTable} from '../../reports/status/table.ts'
import {deployedCollectors} from '../../src/collect/deployed/index.ts'
import {insideCollectors} from '../../src/collect/inside/index.ts'
import {examine} from '../../src/engine/examine.ts'
import {nodeStatus} from '../../src/engine/node-status.ts'
import {plantedSecrets} from '../nodes/healthy-node-files.ts'
import {deployed} from '../support/deployed.ts'
import {expectGolden} from '../support/golden.ts'
import {testTime} from '../support/snapshots.ts'
import type {LabFleet} from './nodes/index.ts'
import {openViduFleet} from './openvidu/fleet.ts'
import {type NodeTrouble, nodeTroubles} from './openvidu/troubles.ts'

let fleet: LabFleet | undefined
afterEach(() => fleet?.close())

const ofNodes = checks.filter(({area}) => area === 'nodes')
const seconds = String(Date.parse(testTime) / 1_000)

async function seen({change, mastersManaged = true}: NodeTrouble) {
  const {snapshot} = await deployed({
    defaultHostManagement: mastersManaged,
    ...(mastersManaged ? {} : {template: {}}),
    collectors: [...deployedCollectors, ...insideCollectors],
    prepare: account => {
      fleet = openViduFleet(account, nodes => {
        for (const node of nodes.values()) node.write('stand-ins/date.d/now', seconds)
        const named = (name: string) => {
          const node = nodes.get(name)
          if (node === undefined) throw new Error(`no node ${name}`)
          return node
        }
        change(named, [...nodes.values()])
      })
      return {fleet}
    },
  })
  return snapshot
}

describe('nodes of a deployed stack', () => {
  it.each(nodeTroubles.map(trouble => [trouble.name, trouble] as const))('%s', async (name, trouble) => {
    const snapshot = await seen(trouble)
    const report = examine({snapshot, checks: ofNodes, generatedAt: testTime, replayed: false})
    const status = nodeStatus({...snapshot, takenAt: testTime})
    if (status === null) throw new Error('the nodes were not seen')
    const options = {colour: false, width: 80, verbose: false}
    const told = [(await formats.table()).render(report, options), statusTable(status, options)].join('\n')
    expect(report.results.filter(({error}) => error !== null)).toEqual([])
    for (const secret of Object.values(plantedSecrets)) expect(JSON.stringify(snapshot) + told).not.toContain(secret)
    expectGolden(`nodes/${name.replaceAll(' ', '-')}.txt`, told)
    const failed = report.results.filter(({status: verdict}) => verdict === 'fail').map(({check}) => check)
    expect(failed.toSorted()).toEqual([...trouble.fails].toSorted())
  })
})
