import {randomBytes} from 'node:crypto'
import {readdirSync} from 'node:fs'
import {join} from 'node:path'
import {SSMClient} from '@aws-sdk/client-ssm'
import {afterEach, beforeEach, describe, expect, it} from 'vitest'
import {type AwsSession, openSession} from '../../../src/aws/session.ts'
import type {TransferRequest} from '../../../src/nodes/transfer/request.ts'
import {type LogGroup, logGroup} from '../../../src/nodes/transfer/via-logs/log-streams.ts'
import {printScript, readLine} from '../../../src/nodes/transfer/via-logs/print-script.ts'
import {makeCommander} from '../../../src/nodes/transport/run-command.ts'
import {denied, type Lab, LabFleet, LabNode, labAccount, startLab} from '../../lab/index.ts'
import {bring} from '../../support/arrivals.ts'
import {enterLab, leaveLab} from '../../support/lab-environment.ts'

const large = randomBytes(300_000)
const [first, second] = ['i-0000000000000000a', 'i-0000000000000000b']

describe('a transfer through CloudWatch Logs', () => {
  let lab: Lab
  let session: AwsSession

  beforeEach(async () => {
    const account = labAccount({generation: '3.8.0', deployed: false})
    const nodes = [first, second].map(id => new LabNode(id))
    for (const {instanceId} of nodes) account.managedInstances.push({InstanceId: instanceId, PingStatus: 'Online'})
    nodes[0]?.write('log', large)
    nodes[1]?.write('log', 'small')
    lab = await startLab({account, fleet: new LabFleet().add(...nodes)})
    enterLab(lab)
    const opened = await openSession(SSMClient, {region: null, profile: null, signal: new AbortController().signal})
    if ('kind' in opened) throw new Error(opened.detail)
    session = opened
  })
  afterEach(async () => {
    session.close()
    leaveLab()
    await lab.close()
  })

  async function bringAll(more: Partial<TransferRequest> = {}, change: (group: LogGroup) => LogGroup = group => group) {
    const group = change(await logGroup(session, '/doctor'))
    const quick = {firstPause: 20, longestPause: 100, callsPerSecond: 500}
    return bring({
      nodes: [first, second].map(id => ({id, role: 'media', collect: 'cat "$root/log"'})),
      commander: signal => makeCommander(session.until(signal), quick),
      viaLogs: {group, pauses: [1, 1, 1]},
      ...more,
    })
  }

  function staged(): readonly string[] {
    return [...lab.fleet.nodes.values()].flatMap(({root}) => readdirSync(join(root, 'var/tmp')))
  }

  it('brings what is large whole, and leaves nothing on the nodes', async () => {
    const {outcomes, arrived, left} = await bringAll()
    expect(outcomes.get(first)).toEqual({state: 'whole', bytes: 300_000})
    expect(outcomes.get(second)).toEqual({state: 'whole', bytes: 5})
    expect(arrived.get(first)?.equals(large)).toBe(true)
    expect([left, staged()]).toEqual([[], []])
    // Only what prints is written there, and only of the node that has much.
    const streams = lab.account.logGroups.flatMap(({group, events}) =>
      events.map(({logStreamName}) => [group.logGroupName, logStreamName?.split('/').slice(1).join('/')].join(' ')),
    )
    expect(new Set(streams)).toEqual(new Set([`/doctor ${first}/aws-runShellScript/stdout`]))
  })

  it('waits for what arrives late, whatever of it is there first', async () => {
    lab.fleet.logOutput = {kind: 'late', readings: 2}
    const {outcomes, arrived} = await bringAll()
    expect(outcomes.get(first)).toEqual({state: 'whole', bytes: 300_000})
    expect(arrived.get(first)?.equals(large)).toBe(true)
  })

  it('takes events in any order, doubled, and among strangers', async () => {
    const {outcomes, arrived} = await bringAll({}, group => ({
      ...group,
      read: async (...args) => {
        const {messages, next} = await group.read(...args)
        const hostile = ['99999 QUJD', '3 QUJD', 'ffff', '\u001b]0;x\u0007', `0 ${'A'.repeat(23_764)}`]
        return {messages: [...hostile, ...messages.toReversed(), ...messages], next}
      },
    }))
    expect(outcomes.get(first)).toEqual({state: 'whole', bytes: 300_000})
    expect(arrived.get(first)?.equals(large)).toBe(true)
  })

  it('keeps what came before the agent gave up, and tells how much', async () => {
    lab.fleet.sentToLogs = () => 100_000
    const {outcomes, arrived} = await bringAll()
    const kept = arrived.get(first) ?? Buffer.alloc(0)
    expect(outcomes.get(first)).toEqual({
      state: 'truncated',
      seen: {bytes: 300_000, exact: true},
      kept: kept.length,
      why: 'of 17 lines 4 arrived in the log group /doctor, though Run Command reports success: the agent gave the others up',
    })
    expect(kept.length).toBeGreaterThan(60_000)
    expect(large.subarray(0, kept.length).equals(kept)).toBe(true)
  })

  it('says what the role of the node lacks where nothing arrives', async () => {
    lab.fleet.logOutput = {kind: 'denied'}
    const {outcomes, arrived} = await bringAll()
    expect(outcomes.get(first)).toMatchObject({
      state: 'unknown',
      cause: 'failed',
      detail: expect.stringMatching(
        /nothing arrived in the log group \/doctor.* CloudWatchAgentServerPolicy .*logs:PutLogEvents/,
      ),
    })
    expect(outcomes.get(second)).toEqual({state: 'whole', bytes: 5})
    expect([arrived.has(first), staged()]).toEqual([false, []])
    expect(lab.fleet.commands.flatMap(({invocations}) => invocations.map(({status}) => status))).not.toContain('Failed')
  })

  it('tells who may not read the log group', async () => {
    lab.faults.add('logs.GetLogEvents', denied())
    const {outcomes} = await bringAll()
    expect(outcomes.get(first)).toMatchObject({state: 'unknown', cause: 'denied', action: 'logs:GetLogEvents'})
  })

  it('is unknown where the log group has other bytes than were printed', async () => {
    const {outcomes, arrived} = await bringAll({}, group => ({
      ...group,
      read: async (...args) => {
        const {messages, next} = await group.read(...args)
        return {messages: messages.map(message => message.replace(/^3 .{8}/m, '3 AAAAAAAA')), next}
      },
    }))
    const detail = 'what arrived in the log group is not what the node printed'
    expect(outcomes.get(first)).toEqual({state: 'unknown', cause: 'failed', detail})
    expect(arrived.has(first)).toBe(false)
  })

  it('reads no more of a stream that does not end than the node said', async () => {
    let pages = 0
    const {outcomes} = await bringAll({}, group => ({
      ...group,
      read: async () => {
        pages += 1
        return {messages: ['0 QUJD'.repeat(100)], next: String(pages)}
      },
    }))
    const detail = 'the log stream has more than the node said to have printed'
    expect(outcomes.get(first)).toEqual({state: 'unknown', cause: 'failed', detail})
    expect(pages).toBeLessThan(100)
  })

  it('cuts what is over the budget', async () => {
    const limits = {bytesPerNode: 1_000_000, totalBytes: 100_000, collectSeconds: 20}
    const {outcomes, arrived} = await bringAll({limits})
    const got = arrived.get(first) ?? Buffer.alloc(0)
    expect(outcomes.get(first)).toMatchObject({state: 'truncated', seen: {bytes: 300_000}, kept: got.length})
    expect(got.length).toBeGreaterThan(80_000)
    expect(large.subarray(0, got.length).equals(got)).toBe(true)
  })

  it('keeps nothing on a node when Ctrl-C ends the reading', async () => {
    const ending = new AbortController()
    const {outcomes} = await bringAll({signal: ending.signal}, group => ({
      ...group,
      read: async (...args) => {
        ending.abort()
        return group.read(...args)
      },
    }))
    expect(outcomes.get(first)).toMatchObject({state: 'unknown', cause: 'timed-out'})
    expect(staged()).toEqual([])
  })
})

it('prints lines that are chunks, and takes no other for one', () => {
  expect(readLine('12 QUJD')).toEqual({index: 12, bytes: Buffer.from('ABC')})
  for (const line of ['', '12', 'x QUJD', '1 QU JD', '123456 QUJD', '1 QUJD===', `1 ${'A'.repeat(23_768)}`])
    expect(readLine(line)).toBeNull()
  expect(() => printScript('0'.repeat(32) as Parameters<typeof printScript>[0], 1.5)).toThrow('not held')
})
