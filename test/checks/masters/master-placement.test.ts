import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/master-placement.ts'
import {unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {withMasters, withNodes, withStranger} from '../../support/live-nodes.ts'
import {factOf, failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

const moved = (subnetId: string | null) => withNodes(node => (node.slot === 2 ? {...node, subnetId} : node))

describe('master-placement', () => {
  it('passes with each slot in its subnet, stopped or not', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    expect(judgeIn(check, withMasters('stopped', [1, 2])).status).toBe('pass')
  })

  it('fails a master in another subnet than the plan gave it', () => {
    const verdict = judgeIn(check, moved('subnet-0aaaaaaaaaaaaaaa1'))
    expect(failures(verdict)).toEqual(['elsewhere: OpenViduMasterNode2'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'medium',
          observed: {subnet: 'subnet-0aaaaaaaaaaaaaaa1', zone: 'eu-west-1b'},
          expected: {subnets: ['subnet-0aaaaaaaaaaaaaaa2']},
        },
      ],
    })
  })

  it('fails an empty slot, and names who stands beside it', () => {
    const verdict = judgeIn(check, withStranger(withMasters('terminated', [3])))
    expect(failures(verdict)).toEqual(['empty: OpenViduMasterNode3'])
    expect(verdict).toMatchObject({findings: [{observed: {slot: 3, strangers: ['i-0fffffffffffffff1']}}]})
    expect(
      failures(
        judgeIn(
          check,
          withNodes(node => (node.slot === 4 ? null : node)),
        ),
      ),
    ).toEqual(['empty: OpenViduMasterNode4'])
  })

  it('asks of the masters of a group only that they stand in its subnets', () => {
    const grouped = withChanged(
      withNodes(node => ({...node, slot: null})),
      'intended',
      intended => ({
        ...intended,
        masters: (intended.masters ?? []).slice(0, 1).map(master => ({...master, slot: null})),
      }),
    )
    expect(judgeIn(check, grouped).status).toBe('pass')
    const first = factOf(grouped, 'nodes')[0]?.id
    const outside = withNodes(node => (node.id === first ? {...node, subnetId: 'subnet-other'} : node), grouped)
    expect(failures(judgeIn(check, outside))).toEqual(['elsewhere: OpenViduMasterNode1'])
  })

  it('does not pass a place that the template or EC2 does not tell', () => {
    expect(judgeIn(check, moved(null)).status).toBe('unknown')
    const open = withChanged(healthyStack(), 'intended', intended => ({
      ...intended,
      masters: (intended.masters ?? []).map(master => ({...master, subnetId: unknown('unresolved', 'not known')})),
    }))
    expect(judgeIn(check, open).status).toBe('unknown')
    const none = withChanged(healthyStack(), 'intended', intended => ({...intended, masters: null}))
    expect(judgeIn(check, none).status).toBe('unknown')
  })

  it('does not judge a plan', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('not-applicable')
  })
})
