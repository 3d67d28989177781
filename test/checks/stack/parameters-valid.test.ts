import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/parameters-valid.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

type Parameter = FactMap['parameters'][number]

const change = (name: string, part: Partial<Parameter>) =>
  withChanged(healthyPlan(), 'parameters', parameters =>
    parameters.map(parameter => (parameter.name === name ? {...parameter, ...part} : parameter)),
  )

const violation = (rule: Parameter['violations'][number]['rule'], observed: string, expected: string) => ({
  rule,
  observed,
  expected,
})

describe('parameters-valid', () => {
  it('passes where every value keeps its declaration', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
  })

  it('tells all broken rules of a parameter in one finding', () => {
    const snapshot = change('RTCEngine', {
      violations: [
        violation('allowed-values', '"janus"', 'one of pion, mediasoup'),
        violation('max-length', '"janus"', 'at most 4 characters'),
      ],
    })
    const verdict = judgeIn(check, snapshot)
    expect(failures(verdict)).toEqual(['refused: RTCEngine'])
    expect(verdict).toMatchObject({
      findings: [{message: 'RTCEngine has "janus", but must be one of pion, mediasoup and at most 4 characters'}],
    })
  })

  it('tells missing and undeclared parameters apart, each with its own cure', () => {
    const missing = judgeIn(check, change('KeyName', {violations: [violation('required', 'no value', 'a value')]}))
    expect(failures(missing)).toEqual(['missing: KeyName'])
    const stranger = judgeIn(
      check,
      change('KeyName', {violations: [violation('undeclared', 'KeyName', 'a parameter')]}),
    )
    expect(failures(stranger)).toEqual(['undeclared: KeyName'])
    expect(stranger).toMatchObject({remedy: {text: expect.stringContaining('other template generations')}})
  })

  it('does not pass a parameter whose pattern could not be tried', () => {
    const verdict = judgeIn(check, change('DomainName', {unchecked: 'AllowedPattern uses "\\p"'}))
    expect(verdict).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved', facts: ['DomainName']}})
  })
})
