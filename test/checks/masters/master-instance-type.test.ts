import {describe, expect, it} from 'vitest'
import check from '../../../checks/masters/master-instance-type.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

const parameter = {type: 'Parameter', id: 'MasterNodeInstanceType', logicalId: null, location: null}

const all = (type: string) =>
  withChanged(healthyPlan(), 'masters', masters =>
    masters.map(master => ({...master, instanceType: {subject: parameter, value: known(type)}})),
  )

/** Each master with a type of its own. */
const each = (...types: string[]) =>
  withChanged(healthyPlan(), 'masters', masters =>
    masters.map((master, index) => ({
      ...master,
      instanceType: {subject: master.subject, value: known(types[index] ?? 'c6a.xlarge')},
    })),
  )

describe('master-instance-type', () => {
  it.each(['c6a.xlarge', 'c7g.xlarge', 'm6i.2xlarge', 't3.xlarge'])('passes %s', type => {
    expect(judgeIn(check, all(type)).status).toBe('pass')
  })

  it.each([
    ['t3.medium', 2, 4],
    ['c6a.large', 2, 4],
    ['t3.nano', 2, 0.5],
  ])('fails %s, once for all four', (type, vcpus, memoryGiB) => {
    const verdict = judgeIn(check, all(type))
    expect(failures(verdict)).toEqual(['tooSmall: MasterNodeInstanceType'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'medium', observed: {type, vcpus, memoryGiB}, expected: {vcpus: 4, memoryGiB: 4}}],
    })
  })

  it('fails the odd one out, and a small one as small', () => {
    expect(judgeIn(check, each()).status).toBe('pass')
    const odd = judgeIn(check, each('c6a.xlarge', 'c6a.xlarge', 'c6a.2xlarge'))
    expect(failures(odd)).toEqual(['unequal: OpenViduMasterNode3'])
    expect(odd).toMatchObject({findings: [{observed: {type: 'c6a.2xlarge'}, expected: {type: 'c6a.xlarge'}}]})
    expect(failures(judgeIn(check, each('t3.small')))).toEqual(['tooSmall: OpenViduMasterNode1'])
  })

  it('does not pass a type it knows nothing of, or cannot see', () => {
    expect(judgeIn(check, all('quantum.xlarge'))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    const open = unknown('unresolved', 'Type depends on a value known at deploy time')
    const hidden = withChanged(healthyPlan(), 'masters', masters =>
      masters.map(master => ({...master, instanceType: {...master.instanceType, value: open}})),
    )
    expect(judgeIn(check, hidden).status).toBe('unknown')
  })

  it('names the master whose type was changed by hand', () => {
    const changed = withChanged(healthyStack(), 'masters', masters =>
      masters.map(master =>
        master.slot === 2 ? {...master, instanceType: {subject: master.subject, value: known('t3.medium')}} : master,
      ),
    )
    expect(failures(judgeIn(check, changed))).toEqual(['tooSmall: OpenViduMasterNode2'])
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })
})
