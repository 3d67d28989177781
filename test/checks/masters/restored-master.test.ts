import {describe, expect, it} from 'vitest'
import targetsRegistered from '../../../checks/balancer/targets-registered.ts'
import masterAddresses from '../../../checks/masters/master-addresses.ts'
import masterSubnetSpread from '../../../checks/network/master-subnet-az-spread.ts'
import configurationAgrees from '../../../checks/nodes/configuration-agrees.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterAddress, masterIds} from '../../support/healthy-stack/names.ts'
import {withMasters, withStranger} from '../../support/live-nodes.ts'
import {judgeIn, withChanged} from '../../support/snapshots.ts'

const [, second = ''] = masterIds
const successor = 'i-0fffffffffffffff1'

/** Master 2 has ended, and an instance that was restored from its snapshot has its address and its place in the target groups. */
function restored(snapshot = healthyStack()) {
  const place = {privateAddress: masterAddress(2), zone: 'eu-west-1b'}
  return withChanged(withStranger(snapshot, place), 'targetHealth', groups =>
    groups.map(group => ({
      ...group,
      targets: group.targets.map(target => (target.id === second ? {...target, id: successor} : target)),
    })),
  )
}

describe('a master that was restored in the place of one that has ended', () => {
  const ended = restored(withMasters('terminated', [2]))

  it.each([masterAddresses, configurationAgrees, targetsRegistered, masterSubnetSpread])(
    'counts as one of the four: $id',
    check => {
      expect(judgeIn(check, ended).status).toBe('pass')
    },
  )

  it('is a stranger beside all four', () => {
    const verdict = judgeIn(targetsRegistered, restored())
    const observed = verdict.status === 'fail' ? verdict.findings.map(one => one.observed) : []
    expect(observed.length).toBeGreaterThan(0)
    for (const one of observed) expect(one).toMatchObject({masters: 3, strangers: [successor]})
  })
})
