import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/rtc-engine.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

const engine = (name: string, version: string | null = '3.8.0', generation: string | null = version) => {
  const snapshot = withChanged(healthyPlan(), 'template', fact => ({...fact, version: known(version), generation}))
  return withChanged(snapshot, 'rtcEngine', fact => ({...fact, value: known(name)}))
}

describe('rtc-engine', () => {
  it('passes pion, of whatever generation', () => {
    expect(judgeIn(check, engine('pion')).status).toBe('pass')
    expect(judgeIn(check, engine('pion', null)).status).toBe('pass')
  })

  it('tells the limits of mediasoup as information', () => {
    const verdict = judgeIn(check, engine('mediasoup'))
    expect(failures(verdict)).toEqual(['limited: RTCEngine'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'info', observed: {engine: 'mediasoup'}, expected: {engine: 'pion'}}],
      unseen: null,
    })
  })

  it.each([
    ['3.0.0', '3.0.0-beta3', 'experimental'],
    ['3.0.0-beta2', '3.0.0-beta1', 'experimental'],
    [null, '3.0.0-beta1', 'experimental'],
    ['3.1.0', '3.0.0-beta3', 'limited'],
  ])('calls mediasoup of version %s, generation %s, %s', (version, generation, phrase) => {
    expect(failures(judgeIn(check, engine('mediasoup', version, generation)))).toEqual([`${phrase}: RTCEngine`])
  })

  it('says that the age of mediasoup in an unknown template cannot be told', () => {
    const verdict = judgeIn(check, engine('mediasoup', null))
    expect(verdict).toMatchObject({status: 'fail', unseen: {cause: 'unresolved'}})
  })

  it('reports an engine that OpenVidu does not have', () => {
    const verdict = judgeIn(check, engine('janus'))
    expect(verdict).toMatchObject({
      findings: [{phrase: 'unsupported', severity: 'medium', expected: {engines: ['pion', 'mediasoup']}}],
    })
  })

  it('does not pass an engine that cannot be seen', () => {
    const snapshot = withChanged(healthyPlan(), 'rtcEngine', fact => ({
      ...fact,
      value: unknown('unresolved', 'no value'),
    }))
    expect(judgeIn(check, snapshot).status).toBe('unknown')
  })
})
