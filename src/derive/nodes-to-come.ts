import type {FactMap} from '../model/facts.ts'
import {MASTER_SLOTS} from '../openvidu/placement.ts'
import {type LiveNode, standingMasters} from './live-nodes.ts'

type Masters = FactMap['masters']

/** What counts against the quota already. */
function runs({state}: LiveNode): boolean {
  return state === 'running' || state === 'pending'
}

/** The masters that will take vCPUs once more: those that stand still, and one in the place of each that is lost. */
export function mastersToCome(nodes: readonly LiveNode[], masters: Masters, intended: Masters): Masters {
  const standing = standingMasters(nodes)
  const still = masters.filter(({subject}) => standing.some(node => node.id === subject.id && !runs(node)))
  const lost = intended.flatMap(master =>
    master.slot === null
      ? Array.from({length: MASTER_SLOTS}, () => master)
      : standing.some(({slot}) => slot === master.slot)
        ? []
        : [master],
  )
  // A replacement made by hand fills a place as well.
  return [...still, ...lost.slice(0, Math.max(0, MASTER_SLOTS - standing.length))]
}

/** How many media nodes scaling may still start. */
export function mediaToCome(nodes: readonly LiveNode[], most: number): number {
  return Math.max(0, most - nodes.filter(node => node.group === 'media' && runs(node)).length)
}
