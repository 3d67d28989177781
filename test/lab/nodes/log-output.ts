import type {FilteredLogEvent} from '@aws-sdk/client-cloudwatch-logs'

/** What becomes of the output that an agent writes to CloudWatch Logs. Whatever it is, the command counts as a success. */
export type LogOutput =
  | {readonly kind: 'written'}
  /** The role of the node may not: the agent says so in its own log only. */
  | {readonly kind: 'denied'}
  /** Only so many readings of the stream later; its last event is there first. */
  | {readonly kind: 'late'; readonly readings: number}

/** The agent writes so many bytes a second, in events of so many; what is left a minute after the script ended is lost. */
const eventBytes = 200_000
const bytesPerSecond = 4 * eventBytes
const lastSeconds = 60

/** How much of an output gets through, for a script that ran so long. */
export function bytesSent(seconds: number): number {
  return (seconds + lastSeconds) * bytesPerSecond
}

/** An output as events of whole lines. The agent leaves out the last line break of each. */
export function eventsOf(stream: string, output: Buffer, at: number): readonly FilteredLogEvent[] {
  const lines = output
    .toString('utf8')
    .split(/(?<=\n)/)
    .filter(line => line !== '')
  const messages: string[] = []
  for (const line of lines) {
    const last = messages.at(-1)
    if (last === undefined || last.length + line.length > eventBytes) messages.push(line)
    else messages[messages.length - 1] = last + line
  }
  return messages.map((message, index) => ({
    logStreamName: stream,
    timestamp: at,
    ingestionTime: at,
    message: message.replace(/\n$/, ''),
    eventId: String(index).padStart(20, '0'),
  }))
}
