import {describe, expect, it} from 'vitest'
import check from '../../../checks/stack/outputs-complete.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged} from '../../support/snapshots.ts'

const stackWith = (outputs: readonly string[], generation: string | null = '3.8.0', status = 'CREATE_COMPLETE') => {
  const snapshot = withChanged(healthyStack(), 'template', template => ({...template, generation, shape: generation}))
  return withChanged(snapshot, 'stack', stack => ({...stack, outputs, status}))
}
const withTurn = (snapshot: ReturnType<typeof stackWith>) =>
  withChanged(snapshot, 'parts', parts => ({...parts, turnBalancer: {logicalId: 'TurnTLSLoadBalancer', id: null}}))

const services = 'ServicesAndCredentials'

describe('outputs-complete', () => {
  it('passes with the outputs of the generation, and with more', () => {
    expect(judgeIn(check, stackWith([services])).status).toBe('pass')
    expect(judgeIn(check, stackWith([services, 'Own'], '3.0.0-beta1')).status).toBe('pass')
    expect(judgeIn(check, stackWith([services, 'LoadBalancerDNS'], 'next')).status).toBe('pass')
  })

  it('fails without the way to the credentials', () => {
    const verdict = judgeIn(check, stackWith(['Own']))
    expect(failures(verdict)).toEqual(['missing: video'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'medium', observed: {missing: [services], outputs: ['Own']}}],
    })
  })

  it('wants the addresses of the balancers where the generation has them, that of TURN only where there is one', () => {
    const verdict = judgeIn(check, withTurn(stackWith([services], 'next')))
    expect(verdict).toMatchObject({findings: [{observed: {missing: ['LoadBalancerDNS', 'TurnLoadBalancerDNS']}}]})
    expect(judgeIn(check, withTurn(stackWith([services], '3.5.0'))).status).toBe('pass')
  })

  it('says that of an unknown generation only one output is known', () => {
    expect(judgeIn(check, stackWith([services], null))).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'unresolved'},
    })
    expect(judgeIn(check, stackWith([], null))).toMatchObject({status: 'fail', unseen: {cause: 'unresolved'}})
  })

  it.each([
    ['CREATE_IN_PROGRESS', 'unknown'],
    ['ROLLBACK_COMPLETE', 'unknown'],
    ['UPDATE_ROLLBACK_COMPLETE', 'fail'],
    ['UPDATE_COMPLETE_CLEANUP_IN_PROGRESS', 'fail'],
  ])('judges missing outputs of a stack that is %s: %s', (status, verdict) => {
    expect(judgeIn(check, stackWith([], '3.8.0', status)).status).toBe(verdict)
  })
})
