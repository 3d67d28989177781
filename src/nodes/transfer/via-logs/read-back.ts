import {causes, classify, hasName} from '../../../aws/errors.ts'
import {type Unknown, unknown} from '../../../model/fact.ts'
import {waited} from '../../transport/wait.ts'
import type {PackedFile} from '../packed-file.ts'
import {type LogGroup, nodeLogsActions, nodeLogsPolicy, viaLogsActions} from './log-streams.ts'
import {lineCharacters, readLine} from './print-script.ts'

/** Between two readings of a stream that is not complete, milliseconds: what was written can be read a little later only. */
const pauses = [1_000, 2_000, 4_000, 8_000, 15_000]

export interface Reading {
  readonly group: LogGroup
  readonly stream: string
  readonly signal: AbortSignal
  /** In place of those above. */
  readonly pauses?: readonly number[]
}

/**
 * Reads what a node printed back into its file. That Run Command reports success says nothing: its agent drops this output without a
 * word where it can't write it. Null where all has arrived, else why not; what did arrive is in the file.
 */
export async function readBack(reading: Reading, file: PackedFile): Promise<Unknown | null> {
  const waits = [...(reading.pauses ?? pauses)]
  for (;;) {
    const trouble = await readOnce(reading, file)
    if (file.complete) return null
    if (trouble !== null) return trouble
    const pause = waits.shift()
    if (pause === undefined) return missing(reading.group, file)
    // From the beginning again: events that arrive late are not always the last ones.
    if (!(await waited(pause, reading.signal))) return unknown('timed-out', 'the run was ended before all had arrived')
  }
}

/** One reading to the end of what there is. Null where that was read, however much it is. */
async function readOnce({group, stream, signal}: Reading, file: PackedFile): Promise<Unknown | null> {
  // A node may print for ever: twice what it should have is enough. An empty page counts, too.
  let left = 2 * (file.chunks + 1) * (lineCharacters + 7)
  let from: string | null = null
  do {
    let page: Awaited<ReturnType<LogGroup['read']>>
    try {
      page = await group.read(stream, from, signal)
    } catch (error) {
      // Neither group nor stream is there before the first event.
      if (hasName(error, 'ResourceNotFoundException')) return null
      const {kind, detail, action} = classify(error, viaLogsActions[0])
      return unknown(causes[kind], detail, action)
    }
    for (const message of page.messages) {
      left -= message.length
      for (const line of message.split('\n')) await take(line, file)
    }
    left -= lineCharacters
    from = page.next
  } while (from !== null && left > 0 && !file.complete)
  return left > 0 ? null : unknown('failed', 'the log stream has more than the node said to have printed')
}

async function take(line: string, file: PackedFile): Promise<void> {
  const read = readLine(line)
  if (read === null || read.index >= file.chunks || read.bytes.length !== file.lengthOf(read.index)) return
  await file.write(read.index, read.bytes)
}

function missing({name}: LogGroup, file: PackedFile): Unknown {
  const {arrived, chunks} = file
  if (arrived > 0) {
    return unknown(
      'truncated',
      `of ${chunks} lines ${arrived} arrived in the log group ${name}, though Run Command reports success: the agent gave the others up`,
    )
  }
  return unknown(
    'failed',
    `nothing arrived in the log group ${name}, though Run Command reports success: mostly the role of the node may not write there, as those of OpenVidu may not. Attach ${nodeLogsPolicy} to it, which has ${nodeLogsActions.join(', ')}`,
  )
}
