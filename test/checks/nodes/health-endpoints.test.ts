import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/health-endpoints.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn} from '../../support/snapshots.ts'

const [first = ''] = masterIds
const [media = ''] = mediaIds

const answering = (id: string, service: string, status: number | null, trouble: string | null = null) =>
  withPart('health', [id], all => all.map(one => (one.service === service ? {...one, status, trouble} : one)))

describe('health-endpoints', () => {
  it.each(['refused', 'timed-out', 'failed'])('fails a service that does not answer: %s', trouble => {
    const verdict = judgeIn(check, answering(media, 'ingress', null, trouble))
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'silent',
          severity: 'critical',
          message: `ingress of ${media} does not answer at http://127.0.0.1:9092/ (${trouble}); expected status 200`,
        },
      ],
    })
  })

  it.each([204, 404, 503])('fails a service that answers %i', status => {
    const verdict = judgeIn(check, answering(first, 'caddy', status))
    expect(failures(verdict)).toEqual(['wrongStatus: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({findings: [{observed: {status}, expected: {status: 200}}]})
  })

  it('tells two silent services of a node in one finding', () => {
    const none = withPart('health', [media], all => all.map(one => ({...one, status: null, trouble: 'refused'})))
    expect(judgeIn(check, none)).toMatchObject({
      findings: [{message: expect.stringMatching(/openvidu of .*; ingress of |ingress of .*; openvidu of /)}],
    })
  })

  it('does not pass a node that was not asked for all', () => {
    const partial = withPart('health', [media], all => all.slice(1))
    expect(judgeIn(check, partial)).toMatchObject({status: 'unknown', unseen: {facts: [media]}})
    expect(judgeIn(check, withoutPart('health', [media])).status).toBe('unknown')
    const verdict = judgeIn(check, withoutAnswer([media], answering(first, 'caddy', 502)))
    expect(verdict).toMatchObject({status: 'fail', unseen: {facts: [media]}})
  })

  it('does not judge a node that started just now', () => {
    const young = withPart('system', [media], part => ({...part, uptimeSeconds: 60}), answering(media, 'ingress', null))
    expect(judgeIn(check, young)).toMatchObject({status: 'unknown', unseen: {facts: [media]}})
  })

  it('passes nothing where no node runs', () => {
    const none = withProbes(() => null)
    expect(judgeIn(check, none)).toMatchObject({status: 'unknown', unseen: {facts: ['Stack']}})
  })
})
