import type {LogSource} from './sources.ts'

/** What is asked of the logs of a node. */
export interface LogQuery {
  /** Null for all containers that the node has, and the journal of OpenVidu. */
  readonly sources: readonly AskedSource[] | null
  /** ISO 8601, null for no bound. */
  readonly since: string | null
  readonly until: string | null
  /** A POSIX extended regular expression that lines must match, as they are shown: after secrets are taken out. */
  readonly grep: string | null
  /** Of each source, only so many last lines; null for all. */
  readonly lines: number | null
  /** Of each source, no more bytes than these: the first and the last lines; all where it is not given. */
  readonly bytesPerSource?: number
}

/** In a list, every container that the node has. */
export const everyContainer = {kind: 'every-container'} as const

export type AskedSource = LogSource | typeof everyContainer

/** From where a source is read on, by what it showed before. */
export type ReadFrom =
  /** Lines of this time or later: seconds since 1970, with nine digits of their fraction. */
  | {readonly kind: 'time'; readonly seconds: string}
  /** The bytes after so many of a file, where it is the same one still. */
  | {readonly kind: 'offset'; readonly file: string; readonly bytes: number}

/** Seconds since 1970 of an ISO 8601 moment, as docker and journalctl take them: digits and a point, nothing else. */
export function epochSeconds(moment: string): string {
  const milliseconds = Date.parse(moment)
  if (Number.isNaN(milliseconds)) throw new Error('a moment is not held against its form')
  return `${Math.floor(milliseconds / 1_000)}.${String(((milliseconds % 1_000) + 1_000) % 1_000).padStart(3, '0')}`
}
