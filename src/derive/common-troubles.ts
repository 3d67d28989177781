import type {NodeProbe} from './node-answers.ts'

export interface TroubledNode {
  readonly node: NodeProbe
  readonly troubles: readonly string[]
}

export interface CommonTroubles {
  /** What all of these nodes have, at least two. */
  readonly alike: readonly {readonly who: string; readonly troubles: readonly string[]}[]
  /** What is left of each node, where something is. */
  readonly own: readonly TroubledNode[]
}

const groups = [
  ['nodes', null],
  ['masters', 'master'],
  ['media nodes', 'media'],
] as const

/** Troubles that all nodes that were seen share, then those that all of one group do, then what single nodes have. */
export function commonTroubles(nodes: readonly TroubledNode[]): CommonTroubles {
  let left = nodes
  const alike: {who: string; troubles: readonly string[]}[] = []
  for (const [words, group] of groups) {
    const members = left.filter(({node}) => group === null || node.group === group)
    const [first, ...others] = members
    if (first === undefined || others.length === 0) continue
    const shared = first.troubles.filter(trouble => others.every(({troubles}) => troubles.includes(trouble)))
    if (shared.length === 0) continue
    alike.push({who: `all ${members.length} ${words} that were seen`, troubles: shared})
    left = left.map(one =>
      members.includes(one) ? {...one, troubles: one.troubles.filter(trouble => !shared.includes(trouble))} : one,
    )
  }
  return {alike, own: left.filter(({troubles}) => troubles.length > 0)}
}
