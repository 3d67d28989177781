import {
  CancelCommandCommand,
  type CommandInvocation,
  GetCommandInvocationCommand,
  type GetCommandInvocationResult,
  ListCommandInvocationsCommand,
  type ListCommandInvocationsCommandOutput,
  SendCommandCommand,
  SSMClient,
} from '@aws-sdk/client-ssm'
import {required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {deliverySeconds} from './options.ts'
import {type Paces, paced, pacesOf} from './paces.ts'

/** One page has all the nodes that one command takes. */
export const nodesPerCommand = 50

export interface Sending {
  readonly nodes: readonly string[]
  readonly line: string
  readonly comment: string
  readonly seconds: number
  /** Where the agent is to write the output, too. */
  readonly logGroup?: string | undefined
}

/** The calls of Run Command, each operation at its own pace. They reject as the SDK does. */
export class RunCommandCalls {
  readonly #session: AwsSession
  readonly #paces: Paces

  constructor(session: AwsSession, callsPerSecond: number) {
    this.#session = session
    this.#paces = pacesOf(this.#client, callsPerSecond)
  }

  /** The id of the command. What is under way is ended by `last` only, so that the id of a command that runs is not lost. */
  async send(
    {nodes, line, comment, seconds, logGroup}: Sending,
    signal: AbortSignal,
    last: AbortSignal,
  ): Promise<string> {
    const input = {
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: [...nodes],
      Parameters: {commands: [line], executionTimeout: [String(seconds)]},
      Comment: comment,
      TimeoutSeconds: deliverySeconds,
      // Else AWS starts with one node, and the first that fails ends the others as Terminated.
      MaxConcurrency: '100%',
      MaxErrors: '100%',
      ...(logGroup === undefined
        ? {}
        : {CloudWatchOutputConfig: {CloudWatchOutputEnabled: true, CloudWatchLogGroupName: logGroup}}),
    }
    const {Command} = await paced(this.#paces.sending, signal, () =>
      this.#client.send(new SendCommandCommand(input), {abortSignal: last}),
    )
    return required(Command?.CommandId, 'command id')
  }

  async list(commandId: string, signal: AbortSignal): Promise<readonly CommandInvocation[]> {
    const found: CommandInvocation[] = []
    let token: string | undefined
    do {
      const input = {
        CommandId: commandId,
        MaxResults: nodesPerCommand,
        ...(token === undefined ? {} : {NextToken: token}),
      }
      const page: ListCommandInvocationsCommandOutput = await paced(this.#paces.listing, signal, () =>
        this.#client.send(new ListCommandInvocationsCommand(input), {abortSignal: signal}),
      )
      // Right after SendCommand nothing may be listed yet: whoever stays unlisted is told so by the caller.
      found.push(...(page.CommandInvocations ?? []))
      token = page.NextToken
    } while (token !== undefined && token !== '')
    return found
  }

  async get(commandId: string, node: string, signal: AbortSignal): Promise<GetCommandInvocationResult> {
    const input = {CommandId: commandId, InstanceId: node}
    return paced(this.#paces.getting, signal, () =>
      this.#client.send(new GetCommandInvocationCommand(input), {abortSignal: signal}),
    )
  }

  async cancel(commandId: string, nodes: readonly string[], signal: AbortSignal): Promise<void> {
    const input = {CommandId: commandId, InstanceIds: [...nodes]}
    await this.#client.send(new CancelCommandCommand(input), {abortSignal: signal})
  }

  get #client(): SSMClient {
    return this.#session.client(SSMClient)
  }
}
