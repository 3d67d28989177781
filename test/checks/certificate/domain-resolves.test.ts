import {describe, expect, it} from 'vitest'
import check from '../../../checks/certificate/domain-resolves.ts'
import {known, type Seen, unknown} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged, withFacts} from '../../support/snapshots.ts'

type Looked = FactMap['domainAddresses'][number]
type Answer = Looked['answer'] extends Seen<infer T> ? T : never

const changed = (part: Partial<Looked>) =>
  withChanged(healthyStack(), 'domainAddresses', all => all.map(one => ({...one, ...part})))
const answering = (part: Partial<Answer>) =>
  changed({answer: known({exists: true, aliases: [], addresses: ['203.0.113.1'], ...part})})

describe('domain-resolves', () => {
  it('passes by the name of the balancer, and by its addresses', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    expect(judgeIn(check, answering({})).status).toBe('pass')
    const dnsName = 'VIDEO-0123456789abcdef.elb.eu-west-1.amazonaws.com.'
    expect(judgeIn(check, answering({aliases: [dnsName], addresses: ['198.51.100.1']})).status).toBe('pass')
  })

  it('fails where the domain leads nowhere', () => {
    const missing = judgeIn(check, answering({exists: false, addresses: []}))
    expect(failures(missing)).toEqual(['nowhere: DomainName'])
    expect(missing).toMatchObject({
      findings: [{severity: 'high', message: expect.stringMatching(/does not exist in DNS; it should lead to video-/)}],
    })
    expect(judgeIn(check, answering({addresses: []}))).toMatchObject({
      findings: [{message: expect.stringContaining('has no address in DNS')}],
    })
  })

  it('fails where it leads elsewhere, and says where', () => {
    const verdict = judgeIn(check, answering({aliases: ['d1.cloudfront.net'], addresses: ['198.51.100.1']}))
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'elsewhere',
          severity: 'high',
          message: expect.stringContaining('leads to 198.51.100.1 through d1.cloudfront.net; it should lead to video-'),
        },
      ],
    })
  })

  it('weighs less what leads there in part', () => {
    expect(judgeIn(check, answering({addresses: ['203.0.113.1', '198.51.100.1']}))).toMatchObject({
      findings: [{phrase: 'partly', severity: 'medium', observed: {others: ['198.51.100.1']}}],
    })
  })

  it('does not pass what was not seen', () => {
    const gap = unknown('unreachable', 'no DNS server')
    const dnsName = 'lb.example.net'
    for (const unseen of [
      changed({answer: gap}),
      changed({
        answer: known({exists: true, aliases: [], addresses: ['203.0.113.1']}),
        balancer: {dnsName, addresses: gap},
      }),
      changed({
        answer: known({exists: true, aliases: [], addresses: ['203.0.113.1']}),
        balancer: {dnsName, addresses: known([])},
      }),
      changed({balancer: null}),
      withFacts(healthyStack(), {domainAddresses: []}),
    ])
      expect(judgeIn(check, unseen).status).toBe('unknown')
  })
})
