import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/redis-quorum.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterAddress, masterIds, mediaIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn} from '../../support/snapshots.ts'

type Redis = Part<'redis'>

const [first = '', second = '', third = '', fourth = ''] = masterIds

const redis = (change: Partial<Redis>, ids: readonly string[], snapshot = healthyStack()) =>
  withPart('redis', ids, value => ({...value, ...change}), snapshot)
const sentinel = (change: Partial<NonNullable<Redis['sentinel']>>, ids: readonly string[]) =>
  withPart('redis', ids, value => ({
    ...value,
    sentinel: value.sentinel === null ? null : {...value.sentinel, ...change},
  }))

describe('redis-quorum', () => {
  it('passes one master with its replicas and sentinels', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
  })

  it('names the second master, whom the others do not follow', () => {
    const split = redis({role: 'master', masterAddress: null, masterLink: null}, [third])
    const verdict = judgeIn(check, split)
    expect(failures(verdict)).toEqual(['splitBrain: OpenViduMasterNode3'])
    expect(verdict).toMatchObject({
      findings: [{severity: 'critical', expected: {masters: 1, at: masterAddress(1)}}],
      remedy: {url: expect.stringContaining('sentinel')},
    })
  })

  it('tells once that there is no master, if every server was asked', () => {
    const none = redis({role: 'slave', masterAddress: masterAddress(1), masterLink: 'down'}, [first])
    expect(failures(judgeIn(check, none))).toEqual(['noMaster: video', 'server: OpenViduMasterNode1'])
    const unseen = withoutPart('redis', [first])
    expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {facts: ['OpenViduMasterNode1']}})
  })

  it.each<Partial<Redis>>([
    {masterLink: 'down'},
    {masterLink: null},
    {masterAddress: '10.9.9.9'},
    {masterAddress: null},
  ])('fails a replica that does not follow the master: %j', change => {
    const verdict = judgeIn(check, redis(change, [second]))
    expect(failures(verdict)).toEqual(['server: OpenViduMasterNode2'])
    expect(verdict).toMatchObject({findings: [{severity: 'high', expected: {state: [`${masterAddress(1)} and up`]}}]})
  })

  it.each([
    [{masterAddress: '10.9.9.9'}, 'watches 10.9.9.9; expected it to watch 10.0.1.10'],
    [{status: 'odown'}, 'sees the master as odown; expected ok'],
    [{sentinels: 2}, 'knows 2 sentinels, itself included; expected at least 3'],
    [{sentinels: 3, quorum: 4}, 'knows 3 sentinels, itself included; expected at least 4'],
  ])('fails a sentinel with %j', (change, words) => {
    const verdict = judgeIn(check, sentinel(change, [fourth]))
    expect(failures(verdict)).toEqual(['sentinel: OpenViduMasterNode4'])
    expect(verdict).toMatchObject({findings: [{message: expect.stringContaining(words)}]})
  })

  it.each([{sentinels: 3}, {sentinels: 3, quorum: null}])('takes three of four for enough: %j', change => {
    expect(judgeIn(check, sentinel(change, [fourth])).status).toBe('pass')
  })

  it('says that nobody takes over with two sentinels, not yet with three', () => {
    expect(failures(judgeIn(check, redis({sentinel: null}, [third])))).toEqual(['sentinel: OpenViduMasterNode3'])
    const verdict = judgeIn(check, redis({sentinel: null}, [third, fourth]))
    expect(failures(verdict)[0]).toBe('noQuorum: video')
    expect(verdict).toMatchObject({findings: [{severity: 'critical', observed: {sentinels: 2}}, {}, {}]})
  })

  it('tells a password that is refused from a server that is not there', () => {
    const mute = {role: null, connectedReplicas: null, masterAddress: null, masterLink: null}
    const refused = judgeIn(check, redis({...mute, trouble: 'WRONGPASS'}, [second]))
    expect(failures(refused)).toEqual(['refused: OpenViduMasterNode2'])
    expect(refused).toMatchObject({remedy: {text: expect.stringContaining('REDIS_PASSWORD')}})
    expect(failures(judgeIn(check, redis({...mute, trouble: 'refused'}, [second])))).toEqual([
      'server: OpenViduMasterNode2',
    ])
    expect(judgeIn(check, redis(mute, [second]))).toMatchObject({status: 'unknown', unseen: {cause: 'failed'}})
    // The master may be the one that refuses.
    const hidden = failures(judgeIn(check, redis({...mute, trouble: 'NOAUTH'}, [first])))
    expect(hidden).toEqual(['refused: OpenViduMasterNode1'])
    const gone = failures(judgeIn(check, redis({...mute, trouble: 'no container'}, [first])))
    expect(gone).toEqual(['noMaster: video', 'server: OpenViduMasterNode1'])
  })

  it('tells what logs hold of refused passwords, on media nodes too', () => {
    const match = {signature: 'F41', where: 'container openvidu', lines: 1, last: null, text: 'NOAUTH'}
    const verdict = judgeIn(
      check,
      withPart('signatures', [mediaIds[0] ?? ''], () => [match]),
    )
    expect(failures(verdict)).toEqual([`logged: ${mediaIds[0]}`])
    expect(verdict).toMatchObject({findings: [{severity: 'medium'}]})
    const other = withPart('signatures', [mediaIds[0] ?? ''], () => [{...match, signature: 'F42'}])
    expect(judgeIn(check, other).status).toBe('pass')
  })

  it('gives a node that was started lately its time', () => {
    const young = withPart(
      'system',
      [second],
      system => ({...system, uptimeSeconds: 100}),
      redis({masterLink: 'down'}, [second]),
    )
    expect(judgeIn(check, young)).toMatchObject({status: 'unknown', unseen: {cause: 'unresolved'}})
  })

  it('does not pass without masters, or with one unseen, and fails the others beside it', () => {
    expect(
      judgeIn(
        check,
        withProbes(node => (node.group === 'media' ? node : null)),
      ).status,
    ).toBe('unknown')
    const verdict = judgeIn(check, withoutAnswer([first], redis({masterLink: 'down'}, [second])))
    expect(failures(verdict)).toEqual(['server: OpenViduMasterNode2'])
    expect(verdict).toMatchObject({unseen: {facts: ['OpenViduMasterNode1'], cause: 'denied'}})
  })
})
