import type {CommandInvocation, GetCommandInvocationResult} from '@aws-sdk/client-ssm'
import {type LabCommand, type LabInvocation, terminal} from '../nodes/fleet.ts'
import {AwsError} from '../protocol/aws-error.ts'
import type {Answers, LabCall} from './answers.ts'
import {publishIn} from './command-logs.ts'
import {runShellScript, sendable} from './run-command-input.ts'

export const runCommand: Answers<typeof import('@aws-sdk/client-ssm')> = {
  SendCommand: (input, call) => {
    const {ids, silent, parameters, logGroup} = sendable(input, call)
    const {Comment = '', TimeoutSeconds = 3_600, MaxConcurrency = '50', MaxErrors = '0'} = input
    const publish = logGroup === null ? null : publishIn(call.account, logGroup)
    const given = {comment: Comment, parameters, timeoutSeconds: TimeoutSeconds, region: call.region, publish}
    const command = call.fleet.send(given, ids, silent)
    return {
      Command: {
        ...described(command),
        Status: 'Pending',
        StatusDetails: 'Pending',
        CompletedCount: 0,
        ErrorCount: 0,
        MaxConcurrency,
        MaxErrors,
      },
    }
  },

  ListCommands: ({CommandId, InstanceId, Filters}, {fleet, region}) => {
    if (Filters !== undefined) throw new Error('the lab filters commands by id only')
    const known = fleet.commands.filter(
      command =>
        command.region === region &&
        command.visibleAt <= performance.now() &&
        (CommandId === undefined || command.id === CommandId) &&
        (InstanceId === undefined || command.invocations.some(({instanceId}) => instanceId === InstanceId)),
    )
    return {Commands: known.toReversed().map(described)}
  },

  ListCommandInvocations: ({CommandId, InstanceId, Filters, Details = false}, call) => {
    if (Filters !== undefined) throw new Error('the lab filters invocations by ids only')
    if (CommandId !== undefined) anyCommand(CommandId, call)
    const commands = call.fleet.commands.filter(
      ({id, region, visibleAt}) =>
        region === call.region && visibleAt <= performance.now() && (CommandId === undefined || id === CommandId),
    )
    const found = commands.toReversed().flatMap(command => command.invocations.map(one => ({command, one})))
    return {
      CommandInvocations: found
        .filter(({one}) => InstanceId === undefined || one.instanceId === InstanceId)
        .map(({command, one}) => listed(command, one, Details)),
    }
  },

  GetCommandInvocation: ({CommandId = '', InstanceId = '', PluginName}, {fleet, region}) => {
    const command = fleet.find(CommandId)
    const one = command?.invocations.find(({instanceId}) => instanceId === InstanceId)
    if (command === undefined || command.region !== region || one === undefined)
      throw new AwsError('InvocationDoesNotExist', '')
    if (PluginName !== undefined && PluginName !== pluginName) throw new AwsError('InvalidPluginName', '')
    return told(command, one)
  },

  CancelCommand: ({CommandId = '', InstanceIds}, call) => {
    const command = anyCommand(CommandId, call)
    const all = command.invocations.map(({instanceId}) => instanceId)
    const ids = InstanceIds === undefined || InstanceIds.length === 0 ? all : InstanceIds
    if (ids.some(id => !all.includes(id))) throw new AwsError('InvalidInstanceId', '')
    call.fleet.cancel(command, ids)
    return {}
  },

  GetConnectionStatus: ({Target = ''}, {account, fleet}) => {
    const kind = fleet.nodes.get(Target)?.behaviour.kind
    const deaf = kind === 'dead' || kind === 'undeliverable' || kind === 'terminated'
    const online = account.managedInstances.some(
      ({InstanceId, PingStatus}) => InstanceId === Target && PingStatus === 'Online',
    )
    return {Target, Status: online && !deaf ? 'connected' : 'notconnected'}
  },
}

const pluginName = 'aws:runShellScript'

/** Unlike the operations that read, those that find no command say so. */
function anyCommand(id: string, {fleet, region}: LabCall): LabCommand {
  const command = fleet.commands.find(one => one.id === id && one.region === region)
  if (command === undefined) throw new AwsError('InvalidCommandId', '')
  return command
}

function described(command: LabCommand) {
  const {invocations, sentAt, timeoutSeconds} = command
  const ended = invocations.filter(({status}) => terminal.has(status))
  const wrong = ended.find(({status}) => status !== 'Success')
  const status = ended.length < invocations.length ? 'InProgress' : (wrong?.status ?? 'Success')
  return {
    CommandId: command.id,
    DocumentName: runShellScript,
    DocumentVersion: '$DEFAULT',
    Comment: command.comment,
    Parameters: command.parameters,
    InstanceIds: invocations.map(({instanceId}) => instanceId),
    Targets: [],
    RequestedDateTime: sentAt,
    ExpiresAfter: new Date(sentAt.getTime() + timeoutSeconds * 1_000),
    Status: status,
    StatusDetails: status,
    TargetCount: invocations.length,
    CompletedCount: ended.length,
    ErrorCount: ended.filter(one => one.status !== 'Success').length,
    TimeoutSeconds: timeoutSeconds,
  }
}

function listed(command: LabCommand, one: LabInvocation, details: boolean): Loosened<CommandInvocation> {
  const plugin = {
    Name: pluginName,
    Status: one.status,
    StatusDetails: one.details,
    ResponseCode: one.code,
    // What the list tells of an output, both streams in one.
    Output: `${one.output}${one.errorOutput}`.slice(0, 2_500),
  }
  return {
    CommandId: command.id,
    InstanceId: one.instanceId,
    InstanceName: '',
    Comment: command.comment,
    DocumentName: runShellScript,
    DocumentVersion: '$DEFAULT',
    RequestedDateTime: command.sentAt,
    Status: one.status,
    StatusDetails: one.details,
    CommandPlugins: details ? [plugin] : [],
  }
}

/** No output before the end. */
function told(command: LabCommand, one: LabInvocation): Loosened<GetCommandInvocationResult> {
  return {
    CommandId: command.id,
    InstanceId: one.instanceId,
    Comment: command.comment,
    DocumentName: runShellScript,
    DocumentVersion: '$DEFAULT',
    PluginName: pluginName,
    ResponseCode: one.code,
    ExecutionStartDateTime: one.begunAt?.toISOString() ?? '',
    ExecutionEndDateTime: one.endedAt?.toISOString() ?? '',
    Status: one.status,
    StatusDetails: one.details,
    StandardOutputContent: one.output,
    StandardOutputUrl: '',
    StandardErrorContent: one.errorOutput,
    StandardErrorUrl: '',
  }
}

/** A status is free text here: a test may have one that the SDK does not know. */
type Loosened<T> = Omit<T, 'Status' | 'CommandPlugins'> & {
  readonly Status: string
  readonly CommandPlugins?: readonly Readonly<Record<string, string | number>>[]
}
