import {describe, expect, it} from 'vitest'
import check from '../../../checks/balancer/balancer-attributes.ts'
import {known, type Seen, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'

type Balancer = FactMap['balancers'][number]

const balancer = (part: Partial<Balancer>, policy?: Seen<string | null>) =>
  withChanged(healthyPlan(), 'balancers', balancers =>
    balancers.map(one => ({
      ...one,
      ...part,
      listeners: one.listeners.map(listener => (policy ? {...listener, securityPolicy: policy} : listener)),
    })),
  )
const off = known(false)

describe('balancer-attributes', () => {
  it('passes with deletion protection on, whatever else is set', () => {
    expect(judgeIn(check, balancer({deletionProtection: known(true), crossZone: known(true)})).status).toBe('pass')
    expect(judgeIn(check, balancer({deletionProtection: known(true), crossZone: off}, known(null))).status).toBe('pass')
  })

  it('tells cross-zone balancing and old TLS along with missing protection', () => {
    const verdict = judgeIn(check, balancer({deletionProtection: off, crossZone: off}, known(null)))
    expect(failures(verdict)).toEqual(['unprotected: LoadBalancer'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'low',
          observed: {deletionProtection: 'off', crossZone: 'off', weakTls: [expect.any(String), expect.any(String)]},
          expected: {deletionProtection: 'on'},
          message: expect.stringMatching(/cross-zone balancing off.*TLS 1\.0 still accepted/),
        },
      ],
    })
  })

  it.each([
    ['ELBSecurityPolicy-2016-08', true],
    ['ELBSecurityPolicy-TLS-1-0-2015-04', true],
    ['ELBSecurityPolicy-TLS13-1-0-2021-06', true],
    ['ELBSecurityPolicy-TLS13-1-2-2021-06', false],
    ['ELBSecurityPolicy-TLS-1-2-2017-01', false],
  ])('with %s says TLS 1.0: %s', (policy, told) => {
    const verdict = judgeIn(check, balancer({deletionProtection: off, crossZone: known(true)}, known(policy)))
    expect(verdict).toMatchObject({
      findings: [{message: told ? expect.stringContaining('TLS 1.0') : expect.not.stringContaining('TLS 1.0')}],
    })
  })

  it("is the official template's own defect", () => {
    const official = withChanged(balancer({deletionProtection: off}), 'template', template => ({
      ...template,
      official: known('unmodified'),
    }))
    expect(judgeIn(check, official)).toMatchObject({findings: [{defect: 'D23', severity: 'low'}]})
  })

  it('does not pass protection that was not seen, nor invent what it tells along', () => {
    const open = unknown('unresolved', 'known at deploy time only')
    expect(judgeIn(check, balancer({deletionProtection: open}))).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['LoadBalancer']},
    })
    expect(judgeIn(check, balancer({deletionProtection: off, crossZone: open}, open))).toMatchObject({
      findings: [{observed: {crossZone: 'unknown', weakTls: []}}],
    })
  })
})
