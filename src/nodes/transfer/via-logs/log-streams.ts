import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {Pace} from '../../transport/pace.ts'

/** Needed by whoever runs the transfer. */
export const viaLogsActions = ['logs:GetLogEvents'] as const

/**
 * Needed by the role of a node: the agent writes the streams. Source: user guide of Systems Manager, Configuring Amazon CloudWatch
 * Logs for Run Command.
 */
export const nodeLogsActions = [
  'logs:CreateLogGroup',
  'logs:CreateLogStream',
  'logs:DescribeLogGroups',
  'logs:DescribeLogStreams',
  'logs:PutLogEvents',
] as const

/** AWS's own policy that has them all. */
export const nodeLogsPolicy = 'CloudWatchAgentServerPolicy'

/** Where Run Command writes unless it is told otherwise. */
export const usualLogGroup = '/aws/ssm/AWS-RunShellScript'

/** GetLogEvents takes more in most regions, and less of them in none. */
const readsPerSecond = 10

export interface LogPage {
  readonly messages: readonly string[]
  /** Where to read on; null at the end of what there is by now. */
  readonly next: string | null
}

/** A log group, as a place that nodes write to. What a call throws is for `classify`. */
export interface LogGroup {
  readonly name: string
  /** A page of a stream from its first line on, a megabyte at most. Of a stream that is not there: ResourceNotFoundException. */
  readonly read: (stream: string, from: string | null, signal: AbortSignal) => Promise<LogPage>
}

export async function logGroup(session: AwsSession, name: string): Promise<LogGroup> {
  const {CloudWatchLogsClient, GetLogEventsCommand} = await import('@aws-sdk/client-cloudwatch-logs')
  const client = session.client(CloudWatchLogsClient)
  const pace = new Pace(readsPerSecond)
  return {
    name,
    read: async (stream, from, signal) => {
      await pace.turn(signal)
      const input = {logGroupName: name, logStreamName: stream, startFromHead: true}
      const command = new GetLogEventsCommand({...input, ...(from === null ? {} : {nextToken: from})})
      const {events, nextForwardToken} = await client.send(command, {abortSignal: signal})
      const token = required(nextForwardToken, 'token of the next page')
      return {
        messages: required(events, 'list of log events').flatMap(({message}) => message ?? []),
        // A page may be empty and others follow: only the same token again is the end.
        next: token === from ? null : token,
      }
    },
  }
}

/** The stream of a node's standard output. The agent replaces the colon of `aws:runShellScript`. */
export function streamOf(commandId: string, node: string): string {
  return `${commandId}/${node}/aws-runShellScript/stdout`
}
