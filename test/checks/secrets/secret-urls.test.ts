import {describe, expect, it} from 'vitest'
import check from '../../../checks/secrets/secret-urls.ts'
import {known, type Seen, unknown} from '../../../src/model/fact.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {failures, judgeIn, withChanged} from '../../support/snapshots.ts'

const hosted = (is: Seen<'domain' | 'another' | 'unreadable'>, ...names: readonly string[]) =>
  withChanged(healthyStack(), 'secretReview', review => ({
    ...review,
    hosts: review.hosts.map(host => (names.includes(host.key) ? {...host, is} : host)),
  }))

describe('secret-urls', () => {
  it('passes where all lead to the domain', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('names those that lead elsewhere or nowhere', () => {
    const verdict = judgeIn(check, hosted(known('another'), 'LIVEKIT_URL', 'DOMAIN_NAME'))
    expect(failures(verdict)).toEqual(['elsewhere: OpenViduSharedInfo'])
    expect(verdict).toMatchObject({
      findings: [
        {severity: 'medium', observed: {keys: ['LIVEKIT_URL has another host', 'DOMAIN_NAME has another host']}},
      ],
    })
    expect(judgeIn(check, hosted(known('unreadable'), 'GRAFANA_URL'))).toMatchObject({
      findings: [{observed: {keys: ['GRAFANA_URL has no host that can be read']}}],
    })
  })

  it('does not pass what could not be compared', () => {
    const open = unknown('unresolved', 'DomainName is empty')
    expect(judgeIn(check, hosted(open, 'LIVEKIT_URL'))).toMatchObject({status: 'unknown'})
    const none = withChanged(healthyStack(), 'secretReview', review => ({...review, hosts: []}))
    expect(judgeIn(check, none)).toMatchObject({status: 'unknown'})
  })
})
