import {type Problem, UnusableInput} from '../model/errors.ts'
import {nearest} from '../model/nearest.ts'
import type {LogQuery} from '../nodes/logs/query.ts'
import type {LogSource} from '../nodes/logs/sources.ts'
import type {TransferPlace} from '../nodes/transfer/place.ts'
import {bytesIn} from './byte-size.ts'
import type {LogsFlags} from './logs-flags.ts'
import {momentIn} from './moment.ts'
import {viaPlaceIn} from './via-place.ts'

const usualLines = 200
const longestPattern = 1_000

/** What is asked for, once it was held against its form. */
export interface LogsRequest {
  /** Null for everything that runs on a node. */
  readonly sources: readonly LogSource[] | null
  readonly query: Omit<LogQuery, 'sources'>
  readonly bytesPerNode: number
  readonly via: TransferPlace | null
}

/** Reads names and flags. Throws UnusableInput before anything is asked for. */
export async function logsRequest(names: readonly string[], flags: LogsFlags, now: Date): Promise<LogsRequest> {
  const {sourceNames, sourcesNamed} = await import('../nodes/logs/sources.ts')
  const unknown = names.filter(name => sourcesNamed(name).length === 0)
  if (unknown.length > 0) {
    throw refused(
      unknown.map(name => `there is no log "${name.slice(0, 60)}"${nearest(name, sourceNames)}`),
      `Logs: ${sourceNames.join(', ')}.`,
    )
  }
  const since = flags.since === undefined ? null : momentIn(flags.since, '--since', now)
  const until = flags.until === undefined ? null : momentIn(flags.until, '--until', now)
  if (since !== null && until !== null && until < since)
    throw refused(['--until is before --since'], 'Give a time that is later.')
  if (until !== null && flags.follow) throw refused(['--follow has no end'], 'Leave --until or --follow out.')
  return {
    sources: names.length === 0 ? null : [...new Set(names.flatMap(name => [...sourcesNamed(name)]))],
    query: {
      since,
      until,
      grep: patternIn(flags.grep),
      lines: flags.lines ?? (since === null && flags.output === undefined ? usualLines : null),
    },
    bytesPerNode: bytesIn(flags['max-bytes'], '--max-bytes'),
    via: flags.via === undefined ? null : viaPlaceIn(flags.via),
  }
}

/** Whether it is a regular expression, the grep of a node knows; a line break would make two of it. */
function patternIn(pattern: string | undefined): string | null {
  if (pattern === undefined) return null
  const next = 'Give a POSIX extended regular expression on one line, as for grep -E.'
  if (pattern === '' || pattern.length > longestPattern || /\p{Cc}/u.test(pattern.replaceAll('\t', '')))
    throw refused([`--grep takes 1 to ${longestPattern} characters, none of them a control character`], next)
  return pattern
}

function refused(messages: readonly string[], next: string): UnusableInput {
  return new UnusableInput(
    messages.map((message): Problem => ({message, location: null})),
    next,
  )
}
