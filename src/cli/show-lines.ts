import type {LogLine} from '../model/log-line.ts'
import type {MergedLine} from '../nodes/logs/merge.ts'

/** What of a line is shown; --output has all of it. */
const shownBytes = 16_384

const blockCharacters = 65_536

/** Writes to stdout; false once nobody reads any more. */
export type Write = (text: string) => Promise<boolean>

/** Shows lines as they are handed out, in blocks. False where the reader went away or the signal ended it. */
export async function showLines(
  lines: Iterable<MergedLine>,
  idOf: (node: string) => string,
  render: (line: LogLine) => string,
  write: Write,
  signal: AbortSignal,
): Promise<boolean> {
  let block = ''
  for (const line of lines) {
    block += render(shown(line, idOf))
    if (block.length < blockCharacters) continue
    if (signal.aborted || !(await write(block))) return false
    block = ''
  }
  return block === '' || write(block)
}

function shown({file, own, text}: MergedLine, idOf: (node: string) => string): LogLine {
  const {kind, name} = file.source
  return {
    time: own === null ? null : `${own.slice(0, 23)}Z`,
    node: file.node,
    id: idOf(file.node),
    source: kind === 'container' && ownNames.has(name) ? `container:${name}` : name,
    text: text.subarray(0, shownBytes).toString('utf8'),
    left: Math.max(0, text.length - shownBytes),
  }
}

/** Logs of other kinds that a container may be called after. */
const ownNames = new Set(['journal', 'docker', 'cloud-init', 'cloud-init-output', 'cfn-init', 'ssm-agent'])
