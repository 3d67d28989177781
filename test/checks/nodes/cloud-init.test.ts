import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/cloud-init.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {known} from '../../../src/model/fact.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn, official, withChanged, withFacts} from '../../support/snapshots.ts'

const [first = '', , third = ''] = masterIds
const [media = ''] = mediaIds

const match = (signature: string, where = '/var/log/cloud-init-output.log'): Part<'signatures'>[number] => ({
  signature,
  where,
  lines: 3,
  last: 1234,
  text: 'toomanyrequests: You have reached your pull rate limit',
})
const withStatus = (id: string, status: string, outputBytes: number | null = 250_000) =>
  withPart('cloudInit', [id], () => ({status, errors: ['scripts-user failed'], outputBytes}))
const upFor = (minutes: number, id: string, snapshot: ReturnType<typeof withStatus>) =>
  withPart('system', [id], system => ({...system, uptimeSeconds: minutes * 60}), snapshot)

describe('cloud-init', () => {
  it('names signature, cause and remedy of what failed', () => {
    const broken = withPart('unit', [third], unit => ({...unit, active: 'failed'}))
    const verdict = judgeIn(
      check,
      withPart('signatures', [third], () => [match('F21')], broken),
    )
    expect(failures(verdict)).toEqual(['signature: OpenViduMasterNode3'])
    expect(verdict).toMatchObject({
      findings: [
        {
          severity: 'high',
          message: `OpenViduMasterNode3 (${third}) failed in its installation with F21 in /var/log/cloud-init-output.log ("toomanyrequests: You have reached your pull rate limit"): The anonymous pull quota of Docker Hub for this address is used up, as happens behind one NAT gateway (3 lines); expected 0 known failures (Wait for the quota to refill, or give the nodes more public addresses)`,
        },
      ],
    })
  })

  it('weighs less what the node got over', () => {
    const verdict = judgeIn(
      check,
      withPart('signatures', [media], () => [match('F15')]),
    )
    expect(verdict).toMatchObject({findings: [{severity: 'medium', subject: {id: media}}]})
  })

  it('counts what the log shows though it belongs to another generation', () => {
    const verdict = judgeIn(
      check,
      withPart('signatures', [media], () => [match('F2', '/var/log/cloud-init.log')]),
    )
    expect(failures(verdict)).toEqual([`signature: ${media}`])
  })

  it.each([
    ['what is harmless', match('F28', '/var/log/stop_media_node.log')],
    ['what the journal shows', match('F21', 'journal')],
    ['what a container shows', match('F23', 'container openvidu')],
    ['what no signature is', match('F99')],
  ])('leaves out %s', (_, found) => {
    expect(
      judgeIn(
        check,
        withPart('signatures', mediaIds, () => [found]),
      ).status,
    ).toBe('pass')
  })

  it.each(['error', 'degraded running', 'running', 'not started'])('fails what ended as %s, or never ends', status => {
    const verdict = judgeIn(check, withStatus(third, status))
    expect(failures(verdict)).toEqual(['ended: OpenViduMasterNode3'])
    expect(verdict).toMatchObject({findings: [{severity: 'high', observed: {status}}]})
  })

  it('does not judge a node that still installs, up to the time that this may take', () => {
    const young = upFor(44.9, third, withStatus(third, 'running'))
    expect(judgeIn(check, young)).toMatchObject({status: 'unknown', unseen: {facts: ['OpenViduMasterNode3']}})
    expect(judgeIn(check, upFor(45, third, withStatus(third, 'running'))).status).toBe('fail')
    expect(judgeIn(check, withoutPart('system', [third], withStatus(third, 'running'))).status).toBe('unknown')
  })

  it('cannot tell how an installation ended whose cloud-init was turned off since', () => {
    expect(judgeIn(check, withStatus(third, 'disabled')).status).toBe('unknown')
    expect(failures(judgeIn(check, withStatus(third, 'disabled', null)))).toEqual(['ended: OpenViduMasterNode3'])
    expect(judgeIn(check, withStatus(third, 'degraded done')).status).toBe('pass')
  })

  it('marks the end of masters 3 and 4 that the official templates up to 3.4.1 bring about', () => {
    const old = withChanged(withStatus(third, 'error'), 'template', template => ({...template, generation: '3.4.1'}))
    expect(judgeIn(check, official(old))).toMatchObject({findings: [{defect: 'D14', severity: 'medium'}]})
    expect(judgeIn(check, old)).toMatchObject({findings: [{defect: null, severity: 'high'}]})
    expect(judgeIn(check, official(withStatus(third, 'error')))).toMatchObject({findings: [{defect: null}]})
  })

  it.each(['cloudInit', 'signatures'] as const)('does not pass a node whose %s was not seen', part => {
    expect(judgeIn(check, withoutPart(part, [media]))).toMatchObject({
      status: 'unknown',
      unseen: {cause: 'timed-out', facts: [media]},
    })
  })

  it('tells a failing node beside one that gave no answer', () => {
    const verdict = judgeIn(check, withoutAnswer([media], withStatus(third, 'error')))
    expect(verdict).toMatchObject({status: 'fail', unseen: {action: 'ssm:SendCommand', facts: [media]}})
  })

  it('passes nothing where no node runs', () => {
    expect(
      judgeIn(
        check,
        withProbes(() => null),
      ),
    ).toMatchObject({status: 'unknown', unseen: {facts: ['Stack']}})
  })

  it('names what the console of a node shows that did not answer, without saying that it is still so', () => {
    const silent = withoutAnswer([first])
    const match = {signature: 'F13', where: 'console', lines: 1, last: 9, text: "can't read openvidu.env"}
    const subject = {type: 'AWS::EC2::Instance', id: first, logicalId: 'OpenViduMasterNode1', location: null}
    const shown = (matches: (typeof match)[] | null) =>
      withFacts(silent, {
        consoleOutputs: [{subject, id: first, group: 'master', takenAt: null, matches: known(matches)}],
      })
    expect(judgeIn(check, shown([match]))).toMatchObject({
      findings: [{phrase: 'shown', severity: 'medium', message: expect.stringContaining('F13 in console')}],
    })
    expect(judgeIn(check, shown([])).status).toBe('unknown')
    expect(judgeIn(check, shown(null)).status).toBe('unknown')
  })
})
