import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/outbound-reach.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn, withChanged} from '../../support/snapshots.ts'

type Attempt = Part<'reach'>[number]

const [first = ''] = masterIds
const all = [...masterIds, ...mediaIds]
const licence = 'accounts.openvidu.io'
const stun = 'stun.l.google.com'

const reaching = (host: string, state: Attempt['state'], ids: readonly string[] = [first], snapshot = healthyStack()) =>
  withPart('reach', ids, reach => reach.map(one => (one.host === host ? {...one, state} : one)), snapshot)

describe('outbound-reach', () => {
  it('passes nodes that reach every host', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it.each(['unresolved', 'timed-out', 'refused'] as const)('fails the node for which a host is %s', state => {
    const verdict = judgeIn(check, reaching(licence, state))
    expect(failures(verdict)).toEqual(['run: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'high',
          message: `OpenViduMasterNode1 (${first}) cannot reach ${licence}:443 (${state}), needed all the time; expected every name resolved and every TCP port open`,
        },
      ],
    })
  })

  it('judges of UDP nothing but the name', () => {
    expect(judgeIn(check, reaching(stun, 'unresolved'))).toMatchObject({
      findings: [{observed: {hosts: [`${stun}:19302/udp (unresolved)`]}}],
    })
    expect(judgeIn(check, reaching(stun, 'resolved')).status).toBe('pass')
  })

  it('takes a host of no list for an endpoint of AWS', () => {
    const verdict = judgeIn(check, reaching('secretsmanager.eu-west-1.amazonaws.com', 'timed-out'))
    expect(verdict).toMatchObject({findings: [{phrase: 'run', severity: 'high'}]})
  })

  it('weighs less what only an installation needs', () => {
    const verdict = judgeIn(check, reaching('get.openvidu.io', 'timed-out'))
    expect(failures(verdict)).toEqual(['install: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'medium'}],
      remedy: {text: expect.stringContaining('scale out')},
    })
  })

  it('tells once what all nodes share, and what one group does', () => {
    const everyone = judgeIn(check, reaching(licence, 'timed-out', all))
    expect(failures(everyone)).toEqual(['run: video'])
    expect(everyone).toMatchObject({findings: [{observed: {who: 'all 6 nodes that were seen'}}]})
    const masters = judgeIn(check, reaching(licence, 'timed-out', masterIds))
    expect(masters).toMatchObject({findings: [{observed: {who: 'all 4 masters that were seen'}}]})
    const besides = judgeIn(check, reaching(stun, 'unresolved', [first], reaching(licence, 'timed-out', all)))
    expect(failures(besides)).toEqual(['run: OpenViduMasterNode1', 'run: video'])
    expect(besides).toMatchObject({findings: [{observed: {hosts: [`${stun}:19302/udp (unresolved)`]}}, {}]})
  })

  it('does not name 400 media nodes', () => {
    const many = withChanged(reaching(licence, 'timed-out', mediaIds), 'nodeProbes', nodes => {
      const [media] = nodes.filter(({group}) => group === 'media')
      if (media === undefined) throw new Error('the healthy stack has media nodes')
      const copies = Array.from({length: 400}, (_, index) => ({
        ...media,
        id: `i-${index}`,
        subject: {...media.subject, id: `i-${index}`},
      }))
      return [...nodes.filter(({group}) => group === 'master'), ...copies]
    })
    expect(judgeIn(check, many)).toMatchObject({findings: [{observed: {who: 'all 400 media nodes that were seen'}}]})
  })

  it('does not take for reached what was not tried, or could not be', () => {
    const untried = withPart('reach', [first], reach => reach.filter(({host}) => host !== licence))
    expect(judgeIn(check, untried)).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['OpenViduMasterNode1'], detail: `${licence}:443 was not tried`},
    })
    expect(judgeIn(check, reaching(licence, 'failed'))).toMatchObject({status: 'unknown', unseen: {cause: 'failed'}})
    const installOnly = withPart('reach', [first], reach => reach.filter(({host}) => host !== 'pypi.org'))
    expect(judgeIn(check, installOnly).status).toBe('pass')
  })

  it('does not pass what it could not see, and fails the others beside it', () => {
    expect(
      judgeIn(
        check,
        withProbes(() => null),
      ).status,
    ).toBe('unknown')
    const verdict = judgeIn(check, withoutAnswer(mediaIds, reaching(licence, 'timed-out')))
    expect(failures(verdict)).toEqual(['run: OpenViduMasterNode1'])
    expect(verdict).toMatchObject({unseen: {facts: mediaIds, action: 'ssm:SendCommand'}})
  })
})
