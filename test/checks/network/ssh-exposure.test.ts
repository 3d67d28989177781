import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/ssh-exposure.ts'
import {known} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'
import {open} from './network-plan.ts'

type Group = FactMap['securityGroups'][number]
type Rule = Group['ingress'][number]

const withRule = (group: Group['group'], part: Partial<Rule>) =>
  withChanged(healthyPlan(), 'securityGroups', groups =>
    groups.map(one => {
      const rule: Rule = {
        subject: one.subject,
        protocol: known('tcp'),
        fromPort: known(22),
        toPort: known(22),
        source: known({kind: 'cidr', cidr: '0.0.0.0/0'}),
        ...part,
      }
      return one.group === group ? {...one, ingress: [rule]} : one
    }),
  )

describe('ssh-exposure', () => {
  it('passes where only a known range, or another port, is open', () => {
    expect(judgeIn(check, withRule('master', {source: known({kind: 'cidr', cidr: '203.0.113.0/24'})})).status).toBe(
      'pass',
    )
    expect(judgeIn(check, withRule('media', {fromPort: known(23), toPort: known(80)})).status).toBe('pass')
    expect(judgeIn(check, withRule('media', {protocol: known('udp')})).status).toBe('pass')
    expect(judgeIn(check, withRule('load-balancer', {})).status).toBe('pass')
  })

  it.each([
    ['port 22', {}],
    ['IPv6', {source: known({kind: 'cidr' as const, cidr: '::/0'})}],
    ['a range around it', {fromPort: known(0), toPort: known(1024)}],
    ['a range that ends with it', {fromPort: known(1)}],
    ['all protocols', {protocol: known('-1'), fromPort: known(-1), toPort: known(-1)}],
    ['the number of TCP', {protocol: known('6')}],
  ])('fails with %s open', (_, part) => {
    const verdict = judgeIn(check, withRule('media', part))
    expect(failures(verdict)).toHaveLength(1)
    expect(verdict).toMatchObject({
      findings: [{phrase: 'open', severity: 'medium', observed: {nodes: 'the media nodes', port: 22}}],
    })
  })

  it('marks what the official template brings with it', () => {
    const snapshot = withChanged(withRule('master', {}), 'template', template => ({
      ...template,
      official: known('unmodified'),
    }))
    expect(judgeIn(check, snapshot)).toMatchObject({findings: [{defect: 'D21', severity: 'medium'}]})
    expect(judgeIn(check, withRule('master', {}))).toMatchObject({findings: [{defect: null}]})
  })

  it('does not pass a rule whose deciding part was not seen', () => {
    for (const part of [{source: open}, {protocol: open}, {fromPort: open}, {toPort: open}]) {
      expect(judgeIn(check, withRule('master', part))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    }
    expect(judgeIn(check, withRule('master', {source: open, toPort: known(21), fromPort: open})).status).toBe('pass')
    const noGroup = withChanged(healthyPlan(), 'securityGroups', groups =>
      groups.filter(({group}) => group !== 'media'),
    )
    expect(judgeIn(check, noGroup)).toMatchObject({status: 'unknown'})
  })
})
