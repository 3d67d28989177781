import {describe, expect, it} from 'vitest'
import {checks} from '../../../checks/index.ts'
import {nodes} from '../../../src/collect/deployed/nodes/nodes.ts'
import {storageCollectors} from '../../../src/collect/deployed/storage/index.ts'
import type {GenerationId} from '../../../src/openvidu/generations.ts'
import {type DeployedOptions, deployed} from '../../support/deployed.ts'
import {judgeIn} from '../../support/snapshots.ts'

const own = [
  'volume-retention',
  'volume-encryption',
  'master-disk-size',
  'data-buckets',
  'snapshot-policy',
  'snapshot-age',
  'secret-present',
  'secret-complete',
  'secret-urls',
  'secret-characters',
  'master-slots',
  'master-addresses',
  'license-present',
] as const

const verdicts = async (options: DeployedOptions) => {
  const {snapshot, calls} = await deployed({
    options: {verifySecret: true},
    ...options,
    collectors: [nodes, ...storageCollectors],
  })
  const judged = checks.filter(({id}) => (own as readonly string[]).includes(id))
  return {
    calls,
    status: Object.fromEntries(judged.map(check => [check.id, judgeIn(check, snapshot).status])),
    of: (id: string) =>
      judgeIn(
        judged.find(check => check.id === id),
        snapshot,
      ),
  }
}
const passing = Object.fromEntries(own.map(id => [id, 'pass']))

describe('a healthy stack of the lab', () => {
  it.each<[GenerationId, Readonly<Record<string, string>>]>([
    ['3.2.0', {}],
    ['3.5.0', {}],
    ['3.8.0', {}],
    ['next', {'master-slots': 'not-applicable', 'secret-complete': 'unknown'}],
  ])('%s passes every check of storage and secrets', async (generation, others) => {
    const {status, calls} = await verdicts({generation})
    expect(status).toEqual({...passing, ...others})
    const declared = [...storageCollectors.flatMap(({iam}) => iam), ...nodes.iam] as readonly string[]
    const used = calls.actions().filter(action => !/^(sts|cloudformation):/.test(action))
    expect(used.filter(action => !declared.includes(action))).toEqual([])
  })

  it('without reading the secret leaves open what only its value tells', async () => {
    const {status} = await verdicts({options: {}})
    const open = ['secret-complete', 'secret-urls', 'secret-characters', 'master-slots', 'master-addresses']
    expect(status).toEqual({...passing, ...Object.fromEntries(open.map(id => [id, 'unknown']))})
  })

  it('of the official template, as it is, has the defects of the template and no more', async () => {
    const {status, of} = await verdicts({template: {}})
    expect(status).toEqual({...passing, 'volume-retention': 'fail', 'volume-encryption': status['volume-encryption']})
    expect(of('volume-retention')).toMatchObject({findings: [{phrase: 'deletedWithMaster'}, {}, {}, {}]})
  })
})
