import {unknown} from '../model/fact.ts'
import {nodeMinutes} from '../openvidu/limits.ts'
import {nodeName} from './live-nodes.ts'
import {type NodeProbe, nodesToJudge, partOf, type See} from './node-answers.ts'

/**
 * The nodes that had time to install and start OpenVidu: only of these is it a fault that something does not run. That the
 * others had none yet is told.
 */
export function settledNodes(probes: readonly NodeProbe[], see: See, group?: NodeProbe['group']): readonly NodeProbe[] {
  return nodesToJudge(probes, see, group).filter(node => {
    const reason = unsettledBecause(node)
    if (reason !== null) see(unknown('unresolved', `${nodeName(node)} ${reason}`), node.subject)
    return reason === null
  })
}

/** Whether cloud-init is at work, and not longer than an installation takes; null where either can't be told. */
export function isInstalling(node: NodeProbe): boolean | null {
  const cloudInit = partOf(node, 'cloudInit')
  if (cloudInit.state === 'unknown') return null
  if (!atWork.includes(cloudInit.value.status)) return false
  const minutes = minutesUp(node)
  return minutes === null ? null : minutes < nodeMinutes.installation
}

const atWork: readonly string[] = ['running', 'not started', 'not run']

function unsettledBecause(node: NodeProbe): string | null {
  if (isInstalling(node) === true) return 'is still being installed'
  const minutes = minutesUp(node)
  if (minutes === null || minutes >= nodeMinutes.start) return null
  return `started ${Math.floor(minutes)} minutes ago, and its services may still be starting`
}

function minutesUp(node: NodeProbe): number | null {
  const system = partOf(node, 'system')
  return system.state === 'known' ? system.value.uptimeSeconds / 60 : null
}
