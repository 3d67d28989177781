import {afterAll, beforeAll, describe, expect, it} from 'vitest'
import {ec2Id} from './account/ids.ts'
import {sendAny} from './any-client.ts'
import {type Lab, LabNode, labAccount, startLab} from './index.ts'
import type {Plain} from './protocol/wire.ts'

const [first, second, stopped] = ['first', 'second', 'stopped'].map(name => ec2Id('i', name)) as [
  string,
  string,
  string,
]
let lab: Lab
beforeAll(async () => {
  const account = labAccount({deployed: false})
  for (const id of [first, second, stopped]) account.managedInstances.push({InstanceId: id, PingStatus: 'Online'})
  account.instances.push({InstanceId: stopped, State: {Name: 'stopped'}})
  lab = await startLab({account})
  lab.fleet.appearsAfterMs = 0
  lab.fleet.add(new LabNode(first))
})
afterAll(() => lab.close())

const send = (more: Plain = {}) =>
  sendAny(lab, 'ssm.SendCommand', {
    DocumentName: 'AWS-RunShellScript',
    InstanceIds: [first],
    Parameters: {commands: ['echo out', 'echo err >&2']},
    MaxErrors: '100%',
    ...more,
  })
const commandIn = ({Command}: Plain): string => (Command as {CommandId: string}).CommandId
const answerOf = (CommandId: string, InstanceId = first, more: Plain = {}) =>
  sendAny(lab, 'ssm.GetCommandInvocation', {CommandId, InstanceId, ...more})

describe('SendCommand of the lab refuses as AWS does', () => {
  it.each<[string, Plain, string]>([
    [
      '51 nodes',
      {InstanceIds: Array.from({length: 51}, (_, index) => ec2Id('i', `many ${index}`))},
      'ValidationException',
    ],
    ['no node', {InstanceIds: []}, 'ValidationException'],
    ['what is no id', {InstanceIds: ['i-1; reboot']}, 'ValidationException'],
    ['a node twice', {InstanceIds: [first, first]}, 'DuplicateInstanceId'],
    ['a stranger', {InstanceIds: [first, ec2Id('i', 'stranger')]}, 'InvalidInstanceId'],
    ['a short delivery', {TimeoutSeconds: 29}, 'ValidationException'],
    ['a long comment', {Comment: 'x'.repeat(101)}, 'ValidationException'],
    ['another document', {DocumentName: 'AWS-RunPowerShellScript'}, 'InvalidDocument'],
    ['no commands', {Parameters: {}}, 'InvalidParameters'],
    ['an unknown parameter', {Parameters: {commands: ['true'], command: ['true']}}, 'InvalidParameters'],
    ['a time that is none', {Parameters: {commands: ['true'], executionTimeout: ['0']}}, 'InvalidParameters'],
    ['too much', {Parameters: {commands: ['x'.repeat(64_000)]}}, 'MaxDocumentSizeExceeded'],
    ['a share that is none', {MaxConcurrency: '101%'}, 'ValidationException'],
  ])('%s', async (_, more, name) => {
    const before = lab.fleet.commands.length
    await expect(send(more)).rejects.toMatchObject({name})
    expect(lab.fleet.commands).toHaveLength(before)
  })

  it('and names the nodes that it does not take', async () => {
    const stranger = ec2Id('i', 'stranger')
    await expect(send({InstanceIds: [first, stranger]})).rejects.toThrow(
      `Instances [[${stranger}]] not in a valid state`,
    )
  })
})

describe('a command of the lab', () => {
  it('gives both outputs once it has ended, and leaves its copies on the node', async () => {
    const id = commandIn(await send())
    await expect.poll(async () => (await answerOf(id)).Status).toBe('Success')
    expect(await answerOf(id)).toMatchObject({
      StandardOutputContent: 'out\n',
      StandardErrorContent: 'err\n',
      ResponseCode: 0,
    })
    const copies = `/var/lib/amazon/ssm/${first}/document/orchestration/${id}/awsrunShellScript/0.awsrunShellScript`
    const node = lab.fleet.nodes.get(first)
    expect(node?.read(`${copies}/_script.sh`)).toBe('echo out\necho err >&2\n')
    expect(node?.read(`${copies}/stdout`)).toBe('out\n')
    await expect(answerOf(id, first, {PluginName: 'other'})).rejects.toMatchObject({name: 'InvalidPluginName'})
    await expect(answerOf(id, second)).rejects.toMatchObject({name: 'InvocationDoesNotExist'})
    const list = await sendAny(lab, 'ssm.ListCommandInvocations', {CommandId: id, Details: true})
    expect(list).toMatchObject({CommandInvocations: [{Status: 'Success', CommandPlugins: [{Output: 'out\nerr\n'}]}]})
    expect(await sendAny(lab, 'ssm.ListCommands', {CommandId: id})).toMatchObject({Commands: [{Status: 'Success'}]})
  })

  it('reboots the node for 194, reads 137 as a time-out and 168 as success', async () => {
    const ids = await Promise.all(
      [194, 137, 168].map(async code => commandIn(await send({Parameters: {commands: [`exit ${code}`]}}))),
    )
    const statuses = () => Promise.all(ids.map(async id => (await answerOf(id)).Status))
    await expect.poll(statuses).toEqual(['InProgress', 'TimedOut', 'Success'])
    expect(lab.fleet.nodes.get(first)?.reboots).toBe(1)
  })

  it('cuts errors at 8,000 bytes', async () => {
    const id = commandIn(await send({Parameters: {commands: ['head -c 8000 /dev/zero | tr "\\0" x >&2']}}))
    await expect.poll(async () => (await answerOf(id)).Status).toBe('Success')
    expect(String((await answerOf(id)).StandardErrorContent)).toMatch(/^x{7980}--output truncated--$/)
  })

  it('is never heard of on a stopped node', async () => {
    const id = commandIn(await send({InstanceIds: [stopped]}))
    expect(await answerOf(id, stopped)).toMatchObject({Status: 'Pending', StandardOutputContent: ''})
    await sendAny(lab, 'ssm.CancelCommand', {CommandId: id})
    expect(await answerOf(id, stopped)).toMatchObject({Status: 'Cancelling'})
  })

  it('is not known to strangers', async () => {
    const CommandId = '00000000-0000-4000-8000-000000000000'
    const wrong = {name: 'InvalidCommandId'}
    await expect(sendAny(lab, 'ssm.ListCommandInvocations', {CommandId})).rejects.toMatchObject(wrong)
    await expect(sendAny(lab, 'ssm.CancelCommand', {CommandId})).rejects.toMatchObject(wrong)
    await expect(answerOf(CommandId)).rejects.toMatchObject({name: 'InvocationDoesNotExist'})
  })
})
