import {describe, expect, it} from 'vitest'
import check from '../../../checks/balancer/listeners.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Balancer = FactMap['balancers'][number]
type Listener = Balancer['listeners'][number]

const open = unknown('unresolved', 'known at deploy time only')
const listenersOn = (change: (listeners: readonly Listener[]) => readonly Listener[]) =>
  withChanged(healthyPlan(), 'balancers', balancers =>
    balancers.map(one => (one.balancer === 'main' ? {...one, listeners: change(one.listeners)} : one)),
  )
const on = (port: number) => (listener: Listener) => listener.port.state === 'known' && listener.port.value === port
const changed = (port: number, part: Partial<Listener>) =>
  listenersOn(all => all.map(listener => (on(port)(listener) ? {...listener, ...part} : listener)))
/** Name of the target group that another port leads to. */
const groupOf = (port: number): Listener['targetGroup'] => {
  const fact = healthyPlan().facts.balancers
  const all = fact?.state === 'known' ? fact.value.flatMap(({listeners}) => listeners) : []
  return all.find(on(port))?.targetGroup ?? known(null)
}
const official = (snapshot: Snapshot) =>
  withChanged(snapshot, 'template', template => ({...template, official: known('unmodified')}))

describe('listeners', () => {
  it('passes with the listeners of the generation, whatever the target groups are called', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
    const renamed = withChanged(healthyPlan(), 'targetGroups', groups =>
      groups.map(group => ({...group, name: `Own${group.name}`})),
    )
    const followed = withChanged(renamed, 'balancers', balancers =>
      balancers.map(one => ({
        ...one,
        listeners: one.listeners.map(listener => ({
          ...listener,
          targetGroup:
            listener.targetGroup.state === 'known' ? known(`Own${listener.targetGroup.value}`) : listener.targetGroup,
        })),
      })),
    )
    expect(judgeIn(check, followed).status).toBe('pass')
  })

  it('gathers missing listeners in one finding about the load balancer', () => {
    const verdict = judgeIn(
      check,
      listenersOn(all => all.filter(on(443))),
    )
    expect(failures(verdict)).toEqual(['missing: LoadBalancer'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'critical', observed: {ports: [443]}, expected: {missing: ['TCP 80', 'TLS 1935']}}],
    })
  })

  it('fails where HTTPS leads to media nodes, to nowhere, or without TLS', () => {
    expect(judgeIn(check, changed(443, {targetGroup: groupOf(1935)}))).toMatchObject({
      findings: [
        {
          phrase: 'astray',
          severity: 'critical',
          observed: {port: 443, target: 'the media nodes on port 1945'},
          expected: {protocol: 'TLS', target: 'the masters on port 443'},
        },
      ],
    })
    expect(judgeIn(check, changed(443, {targetGroup: known(null)}))).toMatchObject({
      findings: [{observed: {target: 'nowhere'}}],
    })
    expect(judgeIn(check, changed(1935, {protocol: known('TCP')}))).toMatchObject({
      findings: [{observed: {protocol: 'TCP'}, severity: 'critical'}],
    })
  })

  it('knows port 80 on the HTTPS port as a defect of official templates', () => {
    const astray = changed(80, {targetGroup: groupOf(443)})
    expect(judgeIn(check, astray)).toMatchObject({findings: [{severity: 'high', defect: null}]})
    const of360 = withChanged(official(astray), 'template', template => ({...template, generation: '3.6.0'}))
    expect(judgeIn(check, of360)).toMatchObject({findings: [{severity: 'medium', defect: 'D17'}]})
    // Later ones lead it where it should: somebody changed it since.
    expect(judgeIn(check, official(astray))).toMatchObject({findings: [{severity: 'high', defect: null}]})
    const elsewhere = changed(80, {targetGroup: groupOf(1935)})
    expect(judgeIn(check, official(elsewhere))).toMatchObject({findings: [{severity: 'high', defect: null}]})
  })

  it('misses load balancers, that for TURN only where there should be one', () => {
    const none = withFacts(healthyPlan(), {balancers: []})
    expect(failures(judgeIn(check, none))).toEqual(['noBalancer: Template'])
    const turn = withChanged(
      withFacts(healthyPlan(), {features: {turnDomain: true, mainDomainTurn: true}}),
      'template',
      template => ({...template, generation: '3.5.0'}),
    )
    const verdict = judgeIn(check, turn)
    expect(verdict).toMatchObject({
      findings: [{phrase: 'noBalancer', expected: {missing: ['TURN load balancer']}}],
    })
  })

  it('does not pass what was not seen', () => {
    for (const part of [{port: open}, {protocol: open}, {targetGroup: open}]) {
      expect(judgeIn(check, changed(443, part))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    }
    expect(judgeIn(check, changed(443, {targetGroup: known('Elsewhere')}))).toMatchObject({status: 'unknown'})
    const noPort = withChanged(healthyPlan(), 'targetGroups', groups => groups.map(group => ({...group, port: open})))
    expect(judgeIn(check, noPort)).toMatchObject({status: 'unknown'})
    for (const generation of ['3.0.0-beta3', 'next', null]) {
      const other = withChanged(healthyPlan(), 'template', template => ({...template, generation, shape: generation}))
      expect(judgeIn(check, other)).toMatchObject({status: 'unknown', unseen: {facts: ['Template']}})
    }
    const variant = withChanged(healthyPlan(), 'template', template => ({...template, kind: 'internal-tls'}))
    expect(judgeIn(check, variant)).toMatchObject({status: 'unknown'})
  })
})
