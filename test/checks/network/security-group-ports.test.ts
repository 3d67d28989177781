import {describe, expect, it} from 'vitest'
import check from '../../../checks/network/security-group-ports.ts'
import {known} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {failures, healthyPlan, judgeIn, withChanged} from '../../support/snapshots.ts'
import {ofGeneration, open} from './network-plan.ts'

type Group = FactMap['securityGroups'][number]
type Rule = Group['ingress'][number]

const rules = (group: Group['group'], change: (rules: readonly Rule[]) => readonly Rule[]) =>
  withChanged(healthyPlan(), 'securityGroups', groups =>
    groups.map(one => (one.group === group ? {...one, ingress: change(one.ingress)} : one)),
  )
const opens = (port: number) => (rule: Rule) =>
  rule.fromPort.state === 'known' &&
  rule.fromPort.value <= port &&
  rule.toPort.state === 'known' &&
  rule.toPort.value >= port

describe('security-group-ports', () => {
  it('passes with every rule of the generation, and with wider ones in their place', () => {
    expect(judgeIn(check, healthyPlan()).status).toBe('pass')
    const [template] = judgedRules()
    const everything = rules('media', () => [
      {...template, protocol: known('-1'), source: known({kind: 'cidr', cidr: '0.0.0.0/0'})},
    ])
    expect(judgeIn(check, everything).status).toBe('pass')
  })

  it('gathers what is missing in one finding for a group', () => {
    const verdict = judgeIn(
      check,
      rules('master', all => all.filter(rule => !opens(20_000)(rule) && !opens(7000)(rule))),
    )
    expect(failures(verdict)).toHaveLength(1)
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'closed',
          severity: 'critical',
          observed: {
            closed: [
              'TCP 7000-7001 from the masters (Redis and its sentinel)',
              'TCP 20000 from the masters (MongoDB)',
              'TCP 7000-7001 from the media nodes (Redis and its sentinel)',
              'TCP 20000 from the media nodes (MongoDB)',
            ],
          },
        },
      ],
    })
  })

  it('weighs the unused ports of MinIO less', () => {
    const snapshot = rules('master', all => all.filter(rule => !opens(9101)(rule)))
    expect(judgeIn(check, snapshot)).toMatchObject({findings: [{phrase: 'closed', severity: 'high'}]})
  })

  it('joins ranges, and sees the port between them that none opens', () => {
    const split = (gap: number) =>
      rules('media', all =>
        all.flatMap(rule =>
          opens(50_000)(rule)
            ? [
                {...rule, toPort: known(55_000)},
                {...rule, fromPort: known(55_001 + gap)},
              ]
            : [rule],
        ),
      )
    expect(judgeIn(check, split(0)).status).toBe('pass')
    expect(judgeIn(check, split(1))).toMatchObject({
      findings: [{observed: {closed: expect.arrayContaining(['UDP 50000-60000 from anywhere (WebRTC media)'])}}],
    })
  })

  it('asks neither for SSH nor for IPv6', () => {
    expect(
      judgeIn(
        check,
        rules('media', all => all.filter(rule => !opens(22)(rule))),
      ).status,
    ).toBe('pass')
    const noIpv6 = (rule: Rule) =>
      !(rule.source.state === 'known' && rule.source.value.kind === 'cidr' && rule.source.value.cidr.includes(':'))
    expect(
      judgeIn(
        check,
        rules('media', all => all.filter(noIpv6)),
      ).status,
    ).toBe('pass')
  })

  it('tells ports that are open to some clients only', () => {
    const snapshot = rules('load-balancer', all =>
      all.map(rule =>
        opens(1935)(rule) ? {...rule, source: known({kind: 'cidr' as const, cidr: '203.0.113.0/24'})} : rule,
      ),
    )
    expect(judgeIn(check, snapshot)).toMatchObject({
      findings: [{phrase: 'narrowed', severity: 'high', observed: {sources: ['203.0.113.0/24']}}],
    })
  })

  it('does not call a rule missing that an unseen one may be', () => {
    const hidden = (part: Partial<Rule>) =>
      rules('master', all => all.map(rule => (opens(20_000)(rule) ? {...rule, ...part} : rule)))
    for (const part of [{source: open}, {protocol: open}, {fromPort: open}, {toPort: open}]) {
      expect(judgeIn(check, hidden(part))).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
    }
    const inVpc = hidden({source: known({kind: 'cidr', cidr: '10.0.0.0/8'})})
    expect(judgeIn(check, inVpc)).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, hidden({source: open, protocol: known('udp')}))).toMatchObject({status: 'fail', unseen: null})
  })

  it('does not judge a group or a generation that it does not know', () => {
    const noMedia = withChanged(healthyPlan(), 'securityGroups', groups =>
      groups.filter(({group}) => group !== 'media'),
    )
    expect(judgeIn(check, noMedia)).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, ofGeneration(healthyPlan(), '3.0.0-beta1'))).toMatchObject({status: 'unknown'})
    expect(judgeIn(check, ofGeneration(healthyPlan(), 'next'))).toMatchObject({status: 'unknown'})
  })
})

function judgedRules(): [Rule] {
  const fact = healthyPlan().facts.securityGroups
  const rule = fact?.state === 'known' ? fact.value.flatMap(({ingress}) => ingress)[0] : undefined
  if (rule === undefined) throw new Error('the example has rules')
  return [rule]
}
