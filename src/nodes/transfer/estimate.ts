import {chunkBytes} from './chunk-script.ts'
import {mostInFlight} from './in-flight.ts'
import {secondsToPrint} from './via-logs/print-script.ts'

/** SSM does not publish its rates; this was seen to hold, for each operation, account and region. */
export const usualCallsPerSecond = 10

/** From sending a command to its answer, at best: the first look comes after a second, and most are done by the second one. */
const secondsPerCommand = 2

export interface Estimate {
  /** Packed bytes that are going to be fetched. */
  readonly bytes: number
  readonly seconds: number
  /** From how many nodes. */
  readonly nodes: number
  /** Of how many of them the budget leaves a part behind. */
  readonly cut: number
}

/**
 * How long fetching takes: each node's chunk is one call, so the rate of calls bounds it; of few nodes, the commands that follow
 * each other do.
 */
export function secondsToFetch(sizes: readonly number[], callsPerSecond = usualCallsPerSecond): number {
  const chunks = sizes.map(size => Math.ceil(size / chunkBytes))
  const calls = chunks.reduce((sum, count) => sum + count, 0)
  const longest = chunks.reduce((most, count) => Math.max(most, count), 0)
  return Math.ceil(Math.max(calls / callsPerSecond, (longest / mostInFlight) * secondsPerCommand))
}

/** Through a log group: nodes print side by side, and are read a megabyte a call. */
export function secondsViaLogs(sizes: readonly number[], callsPerSecond = usualCallsPerSecond): number {
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  const longest = sizes.reduce((most, size) => Math.max(most, size), 0)
  return Math.ceil(10 + Math.max(secondsToPrint(longest), (4 / 3) * (bytes / 1e6 / callsPerSecond)))
}

/** Through a bucket: commands and the rest, and the bytes over a line of 100 Mbit/s to whoever runs it. */
export function secondsViaS3(sizes: readonly number[]): number {
  const bytes = sizes.reduce((sum, size) => sum + size, 0)
  return Math.ceil(10 + bytes / 12_500_000)
}
