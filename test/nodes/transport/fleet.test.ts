import {describe, expect, it} from 'vitest'
import {runCommandActions} from '../../../src/nodes/transport/actions.ts'
import {burst} from '../../../src/nodes/transport/pace.ts'
import {denied, emptyPage, errorOf, type Lab, LabNode, malformed, throttled} from '../../lab/index.ts'
import {awsFaults} from '../../support/aws-faults.ts'
import {commanding, only} from '../../support/commander.ts'
import {endAtCall} from '../../support/lab-environment.ts'
import {sentScript} from '../../support/sent-script.ts'

const counts = (answers: ReadonlyMap<string, {readonly state: string; readonly cause?: string}>) =>
  Object.fromEntries(
    [...Map.groupBy(answers.values(), ({state, cause}) => cause ?? state)].map(([name, all]) => [name, all.length]),
  )

function refusedOf({calls}: Lab): number {
  return calls.of('ssm.GetCommandInvocation').filter(({code}) => code === 'ThrottlingException').length
}

describe('many nodes', () => {
  it('are sent to by fifty, looked at by command, and asked once each', async () => {
    await using it = await commanding({count: 120})
    it.lab.fleet.canned = ({instanceId}) => ({output: instanceId})
    const answers = await it.run('echo')
    for (const node of it.nodes) expect(answers.get(node)).toMatchObject({state: 'answered', output: node, whole: true})
    const sizes = it.lab.calls.of('ssm.SendCommand').map(({input}) => (input.InstanceIds as string[]).length)
    expect(sizes.toSorted()).toEqual([20, 50, 50])
    expect(it.lab.calls.count('ssm.GetCommandInvocation')).toBe(120)
    expect(it.lab.calls.actions()).toEqual(
      runCommandActions.filter(action => action !== 'ssm:CancelCommand').toSorted(),
    )
  })

  it('tell AWS how they are to be run, and the account why', async () => {
    await using it = await commanding()
    await it.run('echo "what for"', {comment: 'c'.repeat(100), seconds: 77})
    const [command] = it.lab.fleet.commands
    expect(it.lab.calls.of('ssm.SendCommand')[0]?.input).toMatchObject({
      DocumentName: 'AWS-RunShellScript',
      Comment: 'c'.repeat(100),
      TimeoutSeconds: 30,
      MaxConcurrency: '100%',
      MaxErrors: '100%',
      Parameters: {executionTimeout: ['77']},
    })
    expect(sentScript({lines: command?.parameters.commands ?? []})).toBe('echo "what for"')
  })

  it('of 500 take ten commands, and calls that grow with nodes and time only', async () => {
    await using it = await commanding({count: 500, options: {firstPause: 50, longestPause: 200}})
    it.lab.fleet.canned = ({instanceId}) => ({output: instanceId, afterMs: 300})
    expect(counts(await it.run('echo'))).toEqual({answered: 500})
    expect(it.lab.calls.count('ssm.SendCommand')).toBe(10)
    expect(it.lab.calls.count('ssm.GetCommandInvocation')).toBe(500)
    expect(it.lab.calls.count('ssm.ListCommandInvocations')).toBeLessThanOrEqual(10 * 20)
  })

  it('are asked no faster than the rate, whatever the batches', async () => {
    await using it = await commanding({count: 60, options: {callsPerSecond: 100}})
    await Promise.all([it.run('echo 1'), it.run('echo 2')])
    for (const operation of ['SendCommand', 'ListCommandInvocations', 'GetCommandInvocation']) {
      const times = it.lab.calls.of(`ssm.${operation}`).map(({startedAt}) => startedAt)
      // Sockets jitter: that no turn comes early is told of the pace alone.
      const span = Math.max(...times) - Math.min(...times)
      expect((times.length - 1 - burst) / (span + 30), operation).toBeLessThanOrEqual(0.15)
    }
  })

  it('are all heard where AWS grants as much as is assumed, and hardly a call is refused', async () => {
    const granted = {perSecond: 100, burst: 20}
    const limits = {
      'ssm.SendCommand': granted,
      'ssm.ListCommandInvocations': granted,
      'ssm.GetCommandInvocation': granted,
    }
    await using it = await commanding({count: 120, limits, attempts: 10, options: {callsPerSecond: 100}})
    expect(counts(await it.run('echo'))).toEqual({answered: 120})
    // Without the pace some 90 are. With it none is, were a busy machine not late with some, and early with those behind them.
    expect(refusedOf(it.lab)).toBeLessThan(45)
  })

  it('are all heard where AWS grants less', async () => {
    const limits = {'ssm.GetCommandInvocation': {perSecond: 20, burst: 5}}
    await using it = await commanding({count: 40, limits, attempts: 10, options: {callsPerSecond: 40}})
    expect(counts(await it.run('echo'))).toEqual({answered: 40})
    expect(refusedOf(it.lab)).toBeGreaterThan(0)
  })

  it('named twice answer once, and none is no question', async () => {
    await using it = await commanding({count: 1})
    const [node = ''] = it.nodes
    expect((await it.run('echo', {nodes: [node, node]})).size).toBe(1)
    const before = it.lab.calls.count()
    expect((await it.run('echo', {nodes: []})).size).toBe(0)
    expect(it.lab.calls.count()).toBe(before)
  })

  it('have five commands at a time each, of however many runs', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'slow', milliseconds: 20}), count: 2})
    const runs = await Promise.all(Array.from({length: 12}, (_, index) => it.run(`echo ${index}`)))
    expect(runs.map(answers => counts(answers))).toEqual(runs.map(() => ({answered: 2})))
    for (const node of it.lab.fleet.nodes.values()) {
      expect(node.orders).toHaveLength(12)
      expect(node.mostAtOnce).toBeLessThanOrEqual(5)
    }
  })

  it('that are not known of at once are waited for', async () => {
    await using it = await commanding({count: 3})
    it.lab.fleet.appearsAfterMs = 120
    expect(counts(await it.run('echo'))).toEqual({answered: 3})
  })

  it('that AWS never tells of are unknown', async () => {
    await using it = await commanding({count: 3, options: {appearsWithin: 50}})
    it.lab.fleet.appearsAfterMs = 60_000
    const answers = await it.run('echo')
    expect(counts(answers)).toEqual({failed: 3})
    expect(answers.get(it.nodes[0] ?? '')).toMatchObject({detail: expect.stringContaining('never told of it')})
  })

  it('come in pages, and in empty ones', async () => {
    await using it = await commanding({count: 7, pageSize: 3})
    it.lab.faults.add('ssm.ListCommandInvocations', emptyPage(), {times: 1})
    expect(counts(await it.run('echo'))).toEqual({answered: 7})
  })
})

describe('nodes that Systems Manager does not take', () => {
  it.each([
    ['named by the message', null, 7],
    ['with an empty message', () => '', 27],
    ['with a message that names all', (ids: readonly string[]) => ids.join(), 27],
  ])('are found without costing the others their answer: %s', async (_, message, most) => {
    await using it = await commanding({count: 120})
    const gone = [it.nodes[3] ?? '', it.nodes[77] ?? '']
    const {managedInstances} = it.lab.account
    for (const id of gone)
      managedInstances.splice(
        managedInstances.findIndex(({InstanceId}) => InstanceId === id),
        1,
      )
    if (message !== null) {
      const when = ({InstanceIds}: Readonly<Record<string, unknown>>) =>
        Array.isArray(InstanceIds) && gone.some(id => InstanceIds.includes(id))
      it.lab.faults.add('ssm.SendCommand', errorOf('InvalidInstanceId', message(it.nodes)), {when})
    }
    const answers = await it.run('echo')
    expect(counts(answers)).toEqual({answered: 118, unreachable: 2})
    for (const id of gone) expect(answers.get(id)).toMatchObject({cause: 'unreachable'})
    // Two of a hundred and twenty: far fewer calls than nodes.
    expect(it.lab.calls.count('ssm.SendCommand')).toBeLessThanOrEqual(most)
  })

  it('may be all', async () => {
    await using it = await commanding({count: 5})
    it.lab.account.managedInstances.splice(0)
    expect(counts(await it.run('echo'))).toEqual({unreachable: 5})
  })

  it('may go while a script runs, and stay away', async () => {
    await using it = await commanding({count: 3})
    it.lab.fleet.secondMs = 20
    const gone = new LabNode(it.nodes[0] ?? '')
    it.lab.fleet.add(gone)
    // The others are sent to after it: by then it has the script.
    it.lab.fleet.canned = () => {
      gone.behaviour = {kind: 'terminated'}
      return {}
    }
    const during = await it.run('echo', {seconds: 5})
    expect(counts(during)).toEqual({answered: 2, unreachable: 1})
    expect(during.get(gone.instanceId)).toMatchObject({detail: expect.stringContaining('in time')})
    const after = await it.run('echo', {seconds: 5})
    expect(counts(after)).toEqual({answered: 2, unreachable: 1})
    expect(after.get(gone.instanceId)).toMatchObject({detail: expect.stringContaining('takes no command')})
    expect(gone.orders).toHaveLength(1)
  })
})

describe('calls that fail', () => {
  it.each(Object.entries(awsFaults).filter(([name]) => name !== 'no answer'))(
    'to send: %s',
    async (_, [fault, cause]) => {
      await using it = await commanding({count: 60})
      it.lab.faults.add('ssm.SendCommand', fault)
      const answers = await it.run('echo')
      expect(counts(answers)).toEqual({[cause]: 60})
      if (cause === 'denied') expect(answers.get(it.nodes[0] ?? '')).toMatchObject({action: 'ssm:SendCommand'})
    },
  )

  it.each(Object.entries(awsFaults).filter(([name]) => name !== 'no answer'))(
    'to get: %s',
    async (_, [fault, cause]) => {
      await using it = await commanding({count: 3})
      it.lab.faults.add('ssm.GetCommandInvocation', fault)
      const answers = await it.run('echo')
      expect(counts(answers)).toEqual({[cause]: 3})
      if (cause === 'denied') expect(answers.get(it.nodes[0] ?? '')).toMatchObject({action: 'ssm:GetCommandInvocation'})
    },
  )

  it('of one batch leave the other batches alone', async () => {
    await using it = await commanding({count: 60})
    it.lab.faults.add('ssm.SendCommand', throttled(), {
      when: ({InstanceIds}) => Array.isArray(InstanceIds) && InstanceIds.length === 50,
    })
    expect(counts(await it.run('echo'))).toEqual({throttled: 50, answered: 10})
  })

  it('to list, denied, are made good by asking each node', async () => {
    await using it = await commanding({count: 8})
    it.lab.fleet.canned = ({instanceId}) => ({output: instanceId, afterMs: 40})
    it.lab.faults.add('ssm.ListCommandInvocations', denied())
    const answers = await it.run('echo')
    expect(counts(answers)).toEqual({answered: 8})
    expect(it.lab.calls.count('ssm.ListCommandInvocations')).toBe(1)
  })

  it('to list and to get, denied, are told with the action', async () => {
    await using it = await commanding({count: 2})
    it.lab.faults.add('ssm.ListCommandInvocations', denied()).add('ssm.GetCommandInvocation', denied())
    const answers = await it.run('echo')
    expect([...answers.values()]).toMatchObject(
      it.nodes.map(() => ({cause: 'denied', action: 'ssm:GetCommandInvocation'})),
    )
  })

  it.each([throttled(), malformed('html'), malformed('truncated')])(
    'to list, now and then, cost nothing (%o)',
    async fault => {
      await using it = await commanding({count: 2})
      it.lab.faults.add('ssm.ListCommandInvocations', fault, {times: 2})
      expect(counts(await it.run('echo'))).toEqual({answered: 2})
    },
  )

  it('to list, for ever, end the wait and cancel', async () => {
    await using it = await commanding({count: 2})
    it.lab.faults.add('ssm.ListCommandInvocations', throttled())
    expect(counts(await it.run('echo'))).toEqual({throttled: 2})
    expect(it.lab.calls.count('ssm.ListCommandInvocations')).toBe(3)
    expect(it.lab.calls.count('ssm.CancelCommand')).toBe(1)
  })

  it.each(['absent', 'present'] as const)('to answer with anything are no answer (%s)', async lists => {
    await using it = await commanding({options: {appearsWithin: 40}})
    for (const operation of ['SendCommand', 'ListCommandInvocations', 'GetCommandInvocation'] as const) {
      it.lab.faults.clear().add(`ssm.${operation}`, {kind: 'empty', lists})
      expect(only(await it.run('echo')), operation).toMatchObject({state: 'unknown', cause: 'failed'})
    }
  })
})

describe('the end of a run', () => {
  it('cancels what runs, ends every wait, and every node has an answer', async () => {
    await using it = await commanding({count: 60, options: {firstPause: 30_000, longestPause: 30_000}})
    it.lab.fleet.canned = () => ({afterMs: 60_000})
    void endAtCall(it.lab, 'ssm.SendCommand', it.ending)
    const answers = await it.run('echo')
    expect(counts(answers)).toEqual({'timed-out': 60})
    const cancelled = it.lab.calls.of('ssm.CancelCommand')
    expect(cancelled.map(({status}) => status)).toEqual([200, 200].slice(0, cancelled.length))
    expect(it.lab.fleet.commands.length).toBe(cancelled.length)
    expect(cancelled.length).toBeGreaterThan(0)
  })

  it('while looking ends what a shell runs', async () => {
    await using it = await commanding({behaviour: () => ({kind: 'normal'})})
    void endAtCall(it.lab, 'ssm.ListCommandInvocations', it.ending)
    expect(only(await it.run('sleep 60'))).toMatchObject({
      cause: 'timed-out',
      detail: expect.stringContaining('was ended'),
    })
    await expect.poll(() => it.lab.fleet.commands[0]?.invocations[0]?.status).toBe('Cancelled')
  })

  it('is not held up where nothing can be cancelled', async () => {
    await using it = await commanding({count: 2, options: {cancelWithin: 50}})
    it.lab.fleet.canned = () => ({afterMs: 60_000})
    it.lab.faults.add('ssm.CancelCommand', {kind: 'timeOut'})
    void endAtCall(it.lab, 'ssm.ListCommandInvocations', it.ending)
    expect(counts(await it.run('echo'))).toEqual({'timed-out': 2})
  })

  it('before it began sends nothing', async () => {
    await using it = await commanding({count: 60})
    it.ending.abort()
    expect(counts(await it.run('echo'))).toEqual({'timed-out': 60})
    expect(it.lab.calls.count()).toBe(0)
  })

  it('frees those that wait for a free slot', async () => {
    await using it = await commanding({options: {commandsPerNode: 1}})
    it.lab.fleet.canned = () => ({afterMs: 60_000})
    void endAtCall(it.lab, 'ssm.ListCommandInvocations', it.ending)
    const both = await Promise.all([it.run('echo 1'), it.run('echo 2')])
    expect(both.map(answers => only(answers))).toMatchObject([{cause: 'timed-out'}, {cause: 'timed-out'}])
    expect(it.lab.calls.count('ssm.SendCommand')).toBe(1)
  })
})

describe('whoever takes the answers', () => {
  it('is waited for', async () => {
    await using it = await commanding({count: 3})
    let taken = 0
    await it.commander.run({script: 'echo', nodes: it.nodes, comment: '', seconds: 5}, async () => {
      await new Promise(setImmediate)
      taken += 1
    })
    expect(taken).toBe(3)
  })

  it('and breaks over one answer gets the others, and hears of its fault', async () => {
    await using it = await commanding({count: 3})
    let taken = 0
    const run = it.commander.run({script: 'echo', nodes: it.nodes, comment: '', seconds: 5}, () => {
      taken += 1
      if (taken === 1) throw new Error('a fault of the taker')
    })
    await expect(run).rejects.toThrow('a fault of the taker')
    expect(taken).toBe(3)
  })
})
