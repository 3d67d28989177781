import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/modules-agree.ts'
import {unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterIds} from '../../support/healthy-stack/names.ts'
import {withoutPart, withPart} from '../../support/node-probes.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

const [first = '', ...others] = masterIds

const stored = (modules: string[] | null, snapshot = healthyStack()) =>
  withChanged(snapshot, 'secretInstallation', fact => ({...fact, modules}))
const enabled = (value: string, ids: readonly string[]) =>
  withPart('installation', ids, one => ({
    ...one,
    settings: one.settings.map(each => (each.key === 'ENABLED_MODULES' ? {...each, value} : each)),
  }))

describe('modules-agree', () => {
  it('passes the same modules in any order', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    expect(judgeIn(check, stored(['v2compatibility', 'observability', 'openviduMeet'])).status).toBe('pass')
  })

  it('fails a secret that enables others', () => {
    const verdict = judgeIn(check, stored(['observability']))
    expect(failures(verdict)).toEqual(['otherModules: OpenViduSharedInfo'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'medium',
          observed: {modules: ['observability']},
          expected: {modules: ['observability', 'openviduMeet', 'v2compatibility']},
        },
      ],
    })
  })

  it('goes by most masters', () => {
    expect(judgeIn(check, enabled('observability', [first])).status).toBe('pass')
    expect(failures(judgeIn(check, enabled('observability', others)))).toEqual(['otherModules: OpenViduSharedInfo'])
    expect(judgeIn(check, enabled('v2compatibility,openviduMeet,observability', masterIds.slice(2))).status).toBe(
      'pass',
    )
  })

  it.each([masterIds.slice(0, 2), masterIds.slice(2)])(
    'takes no side where half of the masters differ: %s, %s',
    (...half) => {
      expect(judgeIn(check, enabled('observability', half))).toMatchObject({
        status: 'unknown',
        unseen: {cause: 'unresolved', detail: expect.stringContaining('no majority')},
      })
    },
  )

  it('does not pass a secret that was not read, or that names no modules', () => {
    const unread = unknown('not-requested', 'only with --verify-secret', 'secretsmanager:GetSecretValue')
    expect(judgeIn(check, withFacts(healthyStack(), {secretInstallation: unread}))).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'not-requested'},
    })
    expect(judgeIn(check, stored(null))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })

  it('tells of a master that did not tell, and judges by a majority of all all the same', () => {
    expect(judgeIn(check, withoutPart('installation', masterIds)).status).toBe('unknown')
    expect(judgeIn(check, withoutPart('installation', [first]))).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['OpenViduMasterNode1']},
    })
    const verdict = judgeIn(check, stored(['observability'], withoutPart('installation', [first])))
    expect(failures(verdict)).toEqual(['otherModules: OpenViduSharedInfo'])
  })
})
