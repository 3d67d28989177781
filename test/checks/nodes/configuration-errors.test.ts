import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/configuration-errors.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {factOf, failures, judgeIn} from '../../support/snapshots.ts'

const [first = '', second = ''] = masterIds
const [media = ''] = mediaIds

const mediaAddress = factOf(healthyStack(), 'nodeProbes').find(({id}) => id === media)?.privateAddress ?? ''
const withInit = (state: string, restarts: number) =>
  withPart('containers', [media], all =>
    all.flatMap(one =>
      one.name === 'ingress' ? [one, {...one, name: 'openvidu-init', service: 'openvidu-init', state, restarts}] : one,
    ),
  )
const match = (signature: string, where: string) => ({signature, where, lines: 1, last: 7, text: 'Errors found:'})

describe('configuration-errors', () => {
  it('fails a log of errors that is not empty, and names whom it tells of', () => {
    const entries = [
      {address: mediaAddress, container: 'ingress'},
      {address: mediaAddress, container: 'ingress'},
      {address: '10.9.9.9', container: 'egress'},
    ]
    const verdict = judgeIn(
      check,
      withPart('nodesErrors', [first], () => ({bytes: 420, entries})),
    )
    expect(verdict).toMatchObject({
      findings: [
        {
          phrase: 'reported',
          severity: 'high',
          message: `/var/log/openvidu/nodes_errors.log of OpenViduMasterNode1 (${first}) has 420 bytes, last of ingress on ${media}, egress on 10.9.9.9; expected 0`,
        },
      ],
    })
  })

  it('lists a few of many only', () => {
    const entries = Array.from({length: 400}, (_, index) => ({address: `10.8.0.${index}`, container: 'egress'}))
    const many = withPart('nodesErrors', [first], () => ({bytes: 42_000, entries}))
    expect(judgeIn(check, many)).toMatchObject({findings: [{message: expect.stringContaining('and 395 more')}]})
  })

  it('passes a log that is missing or empty, and fails one byte', () => {
    const withBytes = (bytes: number) => withPart('nodesErrors', masterIds, () => ({bytes, entries: []}))
    expect(judgeIn(check, withBytes(0)).status).toBe('pass')
    expect(failures(judgeIn(check, withBytes(1)))).toHaveLength(4)
  })

  it.each([
    ['restarting', 0, 'fail'],
    ['exited', 2, 'pass'],
    ['exited', 3, 'fail'],
    ['running', 0, 'pass'],
  ])('openvidu-init %s after %i restarts: %s', (state, restarts, status) => {
    const verdict = judgeIn(check, withInit(state, restarts))
    expect(verdict.status).toBe(status)
    if (status === 'fail') expect(failures(verdict)).toEqual([`looping: ${media}`])
  })

  it('names what openvidu-init logged, and nothing that other containers did', () => {
    const logged = (where: string, signature = 'F25') =>
      withPart('signatures', [second], () => [match(signature, where)])
    expect(judgeIn(check, logged('container openvidu-init'))).toMatchObject({
      findings: [{phrase: 'logged', message: expect.stringContaining('F25 in container openvidu-init')}],
    })
    expect(judgeIn(check, logged('container openvidu', 'F43')).status).toBe('pass')
    expect(judgeIn(check, logged('/var/log/cloud-init-output.log', 'F21')).status).toBe('pass')
  })

  it('goes by the signature where the log of errors itself was not seen', () => {
    const found = withPart('signatures', [second], () => [match('F26', '/var/log/openvidu/nodes_errors.log')])
    expect(judgeIn(check, found).status).toBe('pass')
    expect(judgeIn(check, withoutPart('nodesErrors', [second], found))).toMatchObject({
      status: 'fail',
      findings: [{phrase: 'logged'}],
      unseen: {facts: ['OpenViduMasterNode2']},
    })
  })

  it.each(['nodesErrors', 'containers', 'signatures'] as const)('does not pass a node whose %s was not seen', part => {
    expect(judgeIn(check, withoutPart(part, [second]))).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['OpenViduMasterNode2']},
    })
  })

  it('fails the node beside one that gave no answer', () => {
    const verdict = judgeIn(check, withoutAnswer([second], withInit('restarting', 5)))
    expect(verdict).toMatchObject({status: 'fail', unseen: {facts: ['OpenViduMasterNode2']}})
  })

  it('passes nothing where no node runs', () => {
    const none = withProbes(() => null)
    expect(judgeIn(check, none)).toMatchObject({status: 'unknown', unseen: {facts: ['Stack']}})
  })
})
