import {
  CancelCommandCommand,
  type CommandInvocation,
  GetCommandInvocationCommand,
  type GetCommandInvocationResult,
  ListCommandInvocationsCommand,
  SendCommandCommand,
  SSMClient,
} from '@aws-sdk/client-ssm'
import {required} from '../../aws/errors.ts'
import type {AwsSession} from '../../aws/session.ts'
import {deliverySeconds} from './options.ts'
import {Pace} from './pace.ts'

/** One page has all the nodes that one command takes. */
export const nodesPerCommand = 50

export interface Sending {
  readonly nodes: readonly string[]
  readonly line: string
  readonly comment: string
  readonly seconds: number
}

/** The calls of Run Command, each operation at its own pace. They reject as the SDK does. */
export class RunCommandCalls {
  readonly #session: AwsSession
  readonly #sending: Pace
  readonly #listing: Pace
  readonly #getting: Pace

  constructor(session: AwsSession, callsPerSecond: number) {
    this.#session = session
    this.#sending = new Pace(callsPerSecond)
    this.#listing = new Pace(callsPerSecond)
    this.#getting = new Pace(callsPerSecond)
  }

  /** The id of the command. What is under way is ended by `last` only, so that the id of a command that runs is not lost. */
  async send({nodes, line, comment, seconds}: Sending, signal: AbortSignal, last: AbortSignal): Promise<string> {
    await this.#sending.turn(signal)
    const input = {
      DocumentName: 'AWS-RunShellScript',
      InstanceIds: [...nodes],
      Parameters: {commands: [line], executionTimeout: [String(seconds)]},
      Comment: comment,
      TimeoutSeconds: deliverySeconds,
      // Else AWS starts with one node, and the first that fails ends the others as Terminated.
      MaxConcurrency: '100%',
      MaxErrors: '100%',
    }
    const {Command} = await this.#client.send(new SendCommandCommand(input), {abortSignal: last})
    return required(Command?.CommandId, 'command id')
  }

  async list(commandId: string, signal: AbortSignal): Promise<readonly CommandInvocation[]> {
    const found: CommandInvocation[] = []
    let token: string | undefined
    do {
      await this.#listing.turn(signal)
      const input = {
        CommandId: commandId,
        MaxResults: nodesPerCommand,
        ...(token === undefined ? {} : {NextToken: token}),
      }
      const page = await this.#client.send(new ListCommandInvocationsCommand(input), {abortSignal: signal})
      // Right after SendCommand nothing may be listed yet: whoever stays unlisted is told so by the caller.
      found.push(...(page.CommandInvocations ?? []))
      token = page.NextToken
    } while (token !== undefined && token !== '')
    return found
  }

  async get(commandId: string, node: string, signal: AbortSignal): Promise<GetCommandInvocationResult> {
    await this.#getting.turn(signal)
    const input = {CommandId: commandId, InstanceId: node}
    return this.#client.send(new GetCommandInvocationCommand(input), {abortSignal: signal})
  }

  async cancel(commandId: string, nodes: readonly string[], signal: AbortSignal): Promise<void> {
    const input = {CommandId: commandId, InstanceIds: [...nodes]}
    await this.#client.send(new CancelCommandCommand(input), {abortSignal: signal})
  }

  get #client(): SSMClient {
    return this.#session.client(SSMClient)
  }
}
