import {type Unknown, unknown} from '../../../model/fact.ts'
import type {CommandAnswer} from '../../transport/command.ts'
import {chunkBytes} from '../chunk-script.ts'
import {prelude, type RunId} from '../staging-place.ts'

/** Characters of a chunk in base64: one line of the stream. */
export const lineCharacters = (chunkBytes / 3) * 4

/**
 * After so many lines the script waits a second. The agent sends 0.8 MB a second, and what it has not sent a minute after the script
 * has ended is lost: so it never gets far behind. Source: agentlogstocloudwatch of the amazon-ssm-agent.
 */
const linesPerSecond = 24

/** How long printing takes, seconds. */
export function secondsToPrint(bytes: number): number {
  return Math.ceil(bytes / (chunkBytes * linesPerSecond))
}

/** How long it may take: with a slow agent, which writes byte by byte, and the minute that it sends the rest in. */
export function printSeconds(bytes: number): number {
  return 120 + 4 * secondsToPrint(bytes)
}

/**
 * Prints the first bytes of what a run staged, for the agent to write to CloudWatch Logs: in base64, since a stream has only text, a
 * chunk a line, and each line numbered, since events of the same millisecond come in any order. The first line says how much it is,
 * and its hash: that one arrives with the usual answer too, which is cut behind it.
 */
export function printScript(run: RunId, bytes: number): string {
  if (!Number.isSafeInteger(bytes) || bytes <= 0) throw new Error('what is printed is not held against its form')
  return `${prelude(run, 'prints what it staged, for CloudWatch Logs')}
file="$dir/data"
if [ -L "$dir" ] || [ -L "$file" ] || [ ! -f "$file" ]; then
  echo '${printMark(run)} gone 0 -'
  exit 0
fi
touch -c "$dir" 2>/dev/null
wanted() {
  head -c ${bytes} "$file"
}
printf '${printMark(run)} printed %s %s\\n' "$(wanted | wc -c | tr -d ' ')" "$(wanted | sha256sum | cut -c 1-64)"
wanted | base64 -w ${lineCharacters} | awk '{ print NR - 1, $0; if (NR % ${linesPerSecond} == 0) { fflush(); system("sleep 1") } }'
exit 0
`
}

/** How much a node says to have printed, with its hash, or why it did not. */
export function readPrint(
  answer: CommandAnswer,
  run: RunId,
): {readonly bytes: number; readonly sha256: string} | Unknown {
  if (answer.state === 'unknown') return answer
  const [header = ''] = answer.output.split('\n', 1)
  const mark = printMark(run)
  const told = header.startsWith(`${mark} `) ? header.slice(mark.length) : ''
  const [, state, size, sha256] = /^ (gone|printed) (\d{1,9}) ([0-9a-f]{64}|-)$/.exec(told) ?? []
  if (state === undefined || sha256 === undefined) return unknown('failed', 'the node did not say what it printed')
  if (state === 'gone') return unknown('failed', 'what was staged on the node is no longer there')
  if (sha256 === '-') return unknown('failed', 'the node did not say what it printed')
  return {bytes: Number(size), sha256}
}

/** A line of the stream: number and bytes; null for any other text. */
export function readLine(line: string): {readonly index: number; readonly bytes: Buffer} | null {
  if (line.length > lineCharacters + 6) return null
  const [, index, body] = /^(\d{1,5}) ([A-Za-z0-9+/]+={0,2})$/.exec(line) ?? []
  return index === undefined || body === undefined ? null : {index: Number(index), bytes: Buffer.from(body, 'base64')}
}

function printMark(run: RunId): string {
  return `openvidu-doctor-print 1 ${run}`
}
