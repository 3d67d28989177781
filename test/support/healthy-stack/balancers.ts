import type {Snapshot} from '../../../src/model/snapshot.ts'
import {factOf} from '../snapshots.ts'
import type {StackFacts} from './index.ts'
import {masterIds, mediaIds} from './names.ts'

/** Every target of every group of the plan healthy on the group's own port. */
export function balancerFacts(plan: Snapshot): StackFacts {
  return {
    targetHealth: factOf(plan, 'targetGroups').map(({subject, name, members, port}) => {
      const ids = members.state === 'known' && members.value === 'media' ? mediaIds : masterIds
      const number = port.state === 'known' ? port.value : 0
      return {subject, name, targets: ids.map(id => ({id, port: number, state: 'healthy', reason: null}))}
    }),
  }
}
