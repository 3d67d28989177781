import {UnusableInput} from '../model/errors.ts'
import {nearest} from '../model/nearest.ts'
import type {NodeStatus} from '../model/status.ts'

type Named = Pick<NodeStatus['nodes'][number], 'id' | 'name' | 'role'>

/**
 * The nodes that are named: as `status` names them, by instance id, or all `masters` or `media`; all where none is. Throws
 * UnusableInput where a name is that of none.
 */
export function chooseNodes<N extends Named>(nodes: readonly N[], names: readonly string[]): readonly N[] {
  if (names.length === 0) return nodes
  const chosen = new Set<N>()
  const wrong: string[] = []
  for (const name of names) {
    const found = nodes.filter(node => isNamed(node, name))
    for (const node of found) chosen.add(node)
    if (found.length === 0) wrong.push(name)
  }
  if (wrong.length === 0) return nodes.filter(node => chosen.has(node))
  const known = ['masters', 'media', ...nodes.flatMap(({name, id}) => [name, id])]
  throw new UnusableInput(
    wrong.map(name => ({
      message: `the stack has no node "${name.slice(0, 60)}"${nearest(name, known)}`,
      location: null,
    })),
    `Name one of: masters, media, ${nodes
      .map(({name}) => name)
      .slice(0, 12)
      .join(', ')}; or give an instance id.`,
  )
}

function isNamed({name, id, role}: Named, given: string): boolean {
  return given === name || given === id || given === (role === 'master' ? 'masters' : 'media')
}
