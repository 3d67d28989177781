import type {Subject} from '../model/subject.ts'
import {MASTER_SLOTS} from '../openvidu/placement.ts'
import {settingOf} from './cluster-settings.ts'
import {commonTroubles} from './common-troubles.ts'
import {commonest} from './commonest.ts'
import {nodeName} from './live-nodes.ts'
import type {NodeProbe} from './node-answers.ts'

/** The addresses of the masters as a node has them, sorted; null where it names none. */
export function listedMasters(node: NodeProbe): readonly string[] | null {
  const listed =
    node.group === 'media'
      ? (settingOf(node, 'media_node.env', 'MASTER_NODE_PRIVATE_IP_LIST') ?? '').split(',').map(text => text.trim())
      : Array.from({length: MASTER_SLOTS}, (_, slot) => {
          return settingOf(node, 'openvidu.env', `MASTER_NODE_${slot + 1}_PRIVATE_IP`) ?? ''
        })
  const given = listed.filter(address => address !== '' && address !== 'none')
  return given.length === 0 ? null : given.toSorted()
}

/** The list that most of the nodes have; null where none has any. */
export function agreedList(nodes: readonly NodeProbe[]): readonly string[] | null {
  const lists = nodes.flatMap(node => listedMasters(node)?.join(', ') ?? [])
  return commonest(lists)?.split(', ') ?? null
}

/** Media nodes that have other masters than these, told once where all of them have the same. */
export function strayLists(
  nodes: readonly NodeProbe[],
  right: readonly string[],
  stack: Subject,
): readonly {readonly who: string; readonly addresses: string; readonly subject: Subject}[] {
  const listed = nodes.flatMap(node => {
    const list = node.group === 'media' ? listedMasters(node) : null
    if (list === null) return []
    return [{node, troubles: list.join() === right.join() ? [] : [list.join(', ')]}]
  })
  const {alike, own} = commonTroubles(listed)
  return [
    ...alike.map(({who, troubles}) => ({who, addresses: troubles.join(), subject: stack})),
    ...own.map(({node, troubles}) => ({who: nodeName(node), addresses: troubles.join(), subject: node.subject})),
  ]
}

/** The address that a node holds for its own; undefined where its configuration was not seen or names none. */
export function ownAddressOf(node: NodeProbe): string | undefined {
  return node.group === 'media'
    ? settingOf(node, 'media_node.env', 'MEDIA_NODE_PRIVATE_IP')
    : settingOf(node, 'master_node.env', 'MASTER_NODE_PRIVATE_IP')
}
