import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/stack-drift.ts'
import {absent} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const checkedAt = '2026-11-20T08:00:00.000Z'
const drifted = (states: Readonly<Record<string, string>>, status = 'DRIFTED', outdated = false) => {
  const snapshot = withChanged(healthyStack(), 'drift', drift => ({...drift, status, checkedAt, outdated}))
  return withChanged(snapshot, 'resources', resources =>
    resources.map(resource => ({...resource, drift: states[resource.logicalId] ?? 'IN_SYNC'})),
  )
}

describe('stack-drift', () => {
  it('passes where the last detection found nothing, with resources that none looks at', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    expect(judgeIn(check, drifted({LoadBalancer: 'NOT_CHECKED'}, 'IN_SYNC')).status).toBe('pass')
  })

  it('names each resource that differs, and when that was seen', () => {
    const verdict = judgeIn(check, drifted({OpenViduMasterNode2: 'MODIFIED', LoadBalancer: 'DELETED'}))
    expect(failures(verdict)).toEqual(['deleted: LoadBalancer', 'modified: OpenViduMasterNode2'])
    expect(verdict).toMatchObject({
      findings: [
        {severity: 'medium', message: expect.stringContaining('was deleted outside of the stack')},
        {message: expect.stringContaining(`changed by hand (as detected at ${checkedAt})`)},
      ],
    })
  })

  it('says where the result is older than the last update', () => {
    const verdict = judgeIn(check, drifted({OpenViduMasterNode2: 'MODIFIED'}, 'DRIFTED', true))
    expect(verdict).toMatchObject({findings: [{message: expect.stringContaining('before the last update')}]})
  })

  it('fails where the stack differs but no resource says so any more', () => {
    expect(failures(judgeIn(check, drifted({})))).toEqual(['drifted: video'])
  })

  it('does not judge a result that says nothing', () => {
    expect(judgeIn(check, drifted({}, 'UNKNOWN')).status).toBe('unknown')
    expect(judgeIn(check, drifted({LoadBalancer: 'UNKNOWN'}, 'IN_SYNC')).status).toBe('unknown')
  })

  it('judges nothing where no detection ever ran, and says that nothing was compared', () => {
    const why = 'no drift detection ever ran on the stack, so nothing was compared'
    expect(judgeIn(check, withFacts(healthyStack(), {drift: absent(why)}))).toEqual({status: 'not-applicable', why})
  })
})
