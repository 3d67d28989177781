import {describe, expect, it} from 'vitest'
import check from '../../../checks/nodes/mongo-replica-set.ts'
import type {Part} from '../../../src/derive/node-answers.ts'
import {healthyStack} from '../../support/healthy-stack/index.ts'
import {masterAddress, masterIds} from '../../support/healthy-stack/names.ts'
import {withoutAnswer, withoutPart, withPart, withProbes} from '../../support/node-probes.ts'
import {failures, judgeIn} from '../../support/snapshots.ts'

type Mongo = Part<'mongo'>

const [first = '', second = '', third = ''] = masterIds
const address = (slot: number) => `${masterAddress(slot)}:20000`
const mute = {state: null, set: null, me: null, primary: null, hosts: []}

const mongo = (change: Partial<Mongo>, ids: readonly string[], snapshot = healthyStack()) =>
  withPart('mongo', ids, value => ({...value, ...change}), snapshot)

describe('mongo-replica-set', () => {
  it('passes one primary and its secondaries, in whatever order they name the members', () => {
    expect(judgeIn(check, healthyStack()).status).toBe('pass')
    const hosts = [4, 3, 2, 1].map(address)
    expect(judgeIn(check, mongo({hosts}, [second])).status).toBe('pass')
  })

  it('tells once that there is no primary, if every server was asked', () => {
    const none = mongo({primary: null}, masterIds, mongo({state: 'secondary'}, [first]))
    expect(failures(judgeIn(check, none))).toEqual(['noPrimary: video'])
    expect(judgeIn(check, none)).toMatchObject({findings: [{severity: 'critical', observed: {primaries: 0, nodes: 4}}]})
    const unseen = withoutPart('mongo', [first])
    expect(judgeIn(check, unseen)).toMatchObject({status: 'unknown', unseen: {facts: ['OpenViduMasterNode1']}})
  })

  it('names the primary that most do not hold for it', () => {
    const verdict = judgeIn(check, mongo({state: 'primary', primary: address(3)}, [third]))
    expect(failures(verdict)).toEqual(['rival: OpenViduMasterNode3'])
    expect(verdict).toMatchObject({findings: [{severity: 'critical', expected: {primaries: 1, at: address(1)}}]})
  })

  it.each<[Partial<Mongo>, string]>([
    [{state: 'other'}, 'is other; expected primary or secondary'],
    [{state: 'arbiter'}, 'is arbiter; expected primary or secondary'],
    [{set: 'rs1'}, 'is of the set rs1; expected the set rs0'],
    [{primary: address(4)}, `takes ${address(4)} for primary; expected ${address(1)}`],
    [{primary: null}, `takes none for primary; expected ${address(1)}`],
    [{hosts: [address(1), address(2)]}, `has the members ${address(1)}, ${address(2)}; expected ${address(1)}`],
    [{me: '10.9.9.9:20000'}, 'is 10.9.9.9:20000, which is not among its members'],
  ])('fails the member that differs: %j', (change, words) => {
    const verdict = judgeIn(check, mongo(change, [second]))
    expect(failures(verdict)).toEqual(['member: OpenViduMasterNode2'])
    expect(verdict).toMatchObject({findings: [{severity: 'high', message: expect.stringContaining(words)}]})
  })

  it('fails a server that does not answer', () => {
    const verdict = judgeIn(check, mongo({...mute, trouble: 'refused'}, [second]))
    expect(failures(verdict)).toEqual(['silent: OpenViduMasterNode2'])
    expect(judgeIn(check, mongo(mute, [second]))).toMatchObject({status: 'unknown', unseen: {cause: 'failed'}})
  })

  it('does not judge a MongoDB that is kept elsewhere, if the configuration says so', () => {
    const without = mongo({...mute, trouble: 'no container'}, masterIds)
    expect(failures(judgeIn(check, without))[0]).toBe('noPrimary: video')
    const elsewhere = withPart(
      'configuration',
      masterIds,
      value => ({...value, keys: [...value.keys, {path: 'openvidu.env', key: 'EXTERNAL_MONGO_URI', hash: 'c'}]}),
      without,
    )
    expect(judgeIn(check, elsewhere)).toMatchObject({
      status: 'unknown',
      unseen: {facts: ['video'], cause: 'unresolved'},
    })
  })

  it('tells what logs hold of writes to a secondary', () => {
    const match = {signature: 'F42', where: 'container mongo', lines: 2, last: 9, text: 'not primary'}
    const verdict = judgeIn(
      check,
      withPart('signatures', [second], () => [match]),
    )
    expect(failures(verdict)).toEqual(['logged: OpenViduMasterNode2'])
    expect(verdict).toMatchObject({findings: [{severity: 'medium', observed: {logs: ['2 lines in container mongo']}}]})
  })

  it('gives a node that was started lately its time', () => {
    const young = withPart(
      'system',
      [second],
      system => ({...system, uptimeSeconds: 100}),
      mongo({state: 'other'}, [second]),
    )
    expect(judgeIn(check, young).status).toBe('unknown')
  })

  it('does not pass without masters, or with one unseen, and fails the others beside it', () => {
    expect(
      judgeIn(
        check,
        withProbes(node => (node.group === 'media' ? node : null)),
      ).status,
    ).toBe('unknown')
    const verdict = judgeIn(check, withoutAnswer([first], mongo({state: 'other'}, [second])))
    expect(failures(verdict)).toEqual(['member: OpenViduMasterNode2'])
    expect(verdict).toMatchObject({unseen: {facts: ['OpenViduMasterNode1'], cause: 'denied'}})
  })
})
