import {describe, expect, it} from 'vitest'
import check from '../../../checks/balancer/health-checks.ts'
import {known, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Group = FactMap['targetGroups'][number]

const open = unknown('unresolved', 'known at deploy time only')
const media = (part: Partial<Group['healthCheck']>) =>
  withChanged(healthyPlan(), 'targetGroups', groups =>
    groups.map(group =>
      group.members.state === 'known' && group.members.value === 'media'
        ? {...group, healthCheck: {...group.healthCheck, ...part}}
        : group,
    ),
  )

describe('health-checks', () => {
  it('passes with the checks of the generation', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
  })

  it.each([
    ['port', {port: known('9093')}, 'HTTP 9093 / for 200'],
    ['port of the traffic', {port: known('traffic-port')}, 'HTTP 1945 / for 200'],
    ['path', {path: known('/health')}, 'HTTP 9092 /health for 200'],
    ['protocol', {protocol: known('TCP')}, 'TCP 9092'],
  ])('fails with another %s', (_, part, told) => {
    const verdict = judgeIn(check, media(part))
    expect(failures(verdict)).toHaveLength(1)
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'differs',
          severity: 'high',
          message: expect.stringContaining(`checks ${told}; its nodes answer to HTTP 9092 / for 200`),
          expected: {protocol: 'HTTP', port: '9092', path: '/', matcher: '200'},
        },
      ],
    })
  })

  it('weighs another status alone less', () => {
    expect(judgeIn(check, media({matcher: known('200-399')}))).toMatchObject({findings: [{severity: 'medium'}]})
    expect(judgeIn(check, media({matcher: known('200-399'), path: known('/x')}))).toMatchObject({
      findings: [{severity: 'high'}],
    })
  })

  it('leaves target groups alone that the generation does not have', () => {
    const own = withChanged(healthyPlan(), 'targetGroups', groups => [
      ...groups,
      ...groups.slice(0, 1).map(group => ({...group, name: 'Own', port: known(8443)})),
    ])
    expect(judgeIn(check, own).status).toBe('pass')
  })

  it('does not pass what was not seen, but tells what is wrong beside it', () => {
    for (const part of [{port: open}, {path: open}, {protocol: open}, {matcher: open}]) {
      expect(judgeIn(check, media(part))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    }
    expect(judgeIn(check, media({port: known('1'), path: open}))).toMatchObject({
      status: 'fail',
      findings: [{observed: {path: 'unknown'}}],
    })
    const noPort = withChanged(healthyPlan(), 'targetGroups', groups => groups.map(group => ({...group, port: open})))
    expect(judgeIn(check, noPort)).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, withFacts(healthyPlan(), {targetGroups: []}))).toMatchObject({status: 'unknown'})
    const older = withChanged(healthyPlan(), 'template', template => ({...template, generation: '3.0.0-beta1'}))
    expect(judgeIn(check, older)).toMatchObject({status: 'unknown'})
  })
})
