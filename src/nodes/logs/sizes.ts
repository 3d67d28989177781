import {type Seen, type Unknown, unknown} from '../../model/fact.ts'
import type {NodeRole} from '../../openvidu/services.ts'
import type {CommandAnswer, Commander} from '../transport/command.ts'
import {sizeMark, sizeScript, sizeSeconds} from './size-script.ts'
import {logSources} from './sources.ts'

/** How large one log of a node is, as the node tells; null where it can't. */
export interface LogSize {
  readonly kind: 'container' | 'file' | 'journal'
  readonly name: string
  readonly bytes: number | null
}

/** A node tells of no more logs than it is asked for. */
const mostSizes = 200

/** How large the logs of the nodes are, by instance id. Nothing of them is read, and nothing written. */
export async function askSizes(
  commander: Commander,
  nodes: readonly {readonly id: string; readonly role: NodeRole}[],
): Promise<ReadonlyMap<string, Seen<readonly LogSize[]>>> {
  const told = new Map<string, Seen<readonly LogSize[]>>()
  await Promise.all(
    (['master', 'media'] as const).map(async role => {
      const asked = nodes.filter(node => node.role === role).map(({id}) => id)
      if (asked.length === 0) return
      const script = sizeScript(logSources.filter(({roles}) => roles.includes(role)))
      const comment = 'openvidu-doctor asks how large the logs are'
      await commander.run({script, nodes: asked, comment, seconds: sizeSeconds}, (id, answer) => {
        told.set(id, readSizes(answer))
      })
    }),
  )
  return told
}

/** What a node answered. It may be broken or hostile: what is not in its form is no answer. */
export function readSizes(
  answer: CommandAnswer,
): {readonly state: 'known'; readonly value: readonly LogSize[]} | Unknown {
  if (answer.state === 'unknown') return answer
  const sizes: LogSize[] = []
  for (const line of answer.output.split('\n')) {
    const rest = line.startsWith(`${sizeMark} `) ? line.slice(sizeMark.length + 1) : ''
    if (rest === 'done - -') return {state: 'known', value: sizes}
    const [, kind, name = '', bytes] =
      /^(container|file|journal) ([A-Za-z0-9_.-]{1,100}) (\d{1,15}|-)$/.exec(rest) ?? []
    if (kind !== 'container' && kind !== 'file' && kind !== 'journal') continue
    if (sizes.length < mostSizes) sizes.push({kind, name, bytes: bytes === '-' ? null : Number(bytes)})
  }
  return answer.whole
    ? unknown('failed', 'the node did not tell how large its logs are')
    : unknown('truncated', 'the node has more logs than one answer tells of')
}
