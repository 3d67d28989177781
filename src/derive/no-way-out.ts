import type {Fact} from '../model/fact.ts'
import type {FactMap} from '../model/facts.ts'
import {subjectName} from '../model/subject.ts'
import type {LiveNode} from './live-nodes.ts'
import {type Flow, passageOf} from './network-acl.ts'
import {portsText} from './port-ranges.ts'

/** What shows whether a node gets out of its subnet. */
export interface WaysOut {
  readonly routes: Fact<FactMap['routes']>
  readonly networkAcls: Fact<FactMap['networkAcls']>
}

const https: Flow = {
  direction: 'out',
  protocol: 'tcp',
  from: 443,
  to: 443,
  peer: 'internet',
  purpose: 'AWS',
  ephemeral: false,
}
const answers: Flow = {...https, direction: 'in', from: 1024, to: 65_535, ephemeral: true}

/** EC2's own status checks. */
export interface Statuses {
  readonly masterStatus: Fact<FactMap['masterStatus']>
  readonly mediaStatus: Fact<FactMap['mediaStatus']>
}

/** That EC2 finds a node, or its host, impaired, in words that follow "and"; null where it does not say so. */
export function ailmentOf({id}: LiveNode, {masterStatus, mediaStatus}: Statuses): string | null {
  const status = [...listed(masterStatus), ...listed(mediaStatus)].find(one => one.id === id)
  const parts = [
    ...(status?.instance === 'impaired' ? ['the instance'] : []),
    ...(status?.system === 'impaired' ? ['its host'] : []),
    ...(status?.ebs === 'impaired' ? ['its volumes'] : []),
  ]
  return parts.length === 0 ? null : `EC2 finds ${parts.join(' and ')} impaired`
}

/**
 * Why nothing of a node gets to AWS over the internet, in words that follow "and"; null where nothing that was seen keeps it. Endpoints
 * in the VPC, which AWS may be reached by as well, are not looked at.
 */
export function noWayOut({subnetId, publicAddress}: LiveNode, {routes, networkAcls}: WaysOut): string | null {
  if (subnetId === null) return null
  const route = listed(routes).find(one => one.subnetId === subnetId)
  if (route?.default === 'none') return `${subnetId}, where it stands, has no default route`
  if (route?.default === 'blackhole') {
    return `the default route of ${subnetId}, where it stands, leads to something that no longer exists`
  }
  if (route?.default === 'internet-gateway' && publicAddress === null) {
    return `it has no public address in ${subnetId}, whose default route leads to an internet gateway`
  }
  for (const {subject, subnetIds, entries} of listed(networkAcls)) {
    if (!subnetIds.includes(subnetId)) continue
    for (const flow of [https, answers]) {
      const [blocked] = passageOf(entries, flow).blocked
      if (blocked === undefined) continue
      return `${subjectName(subject)} blocks TCP ${portsText(blocked)} ${flow.direction} for ${subnetId}, where it stands`
    }
  }
  return null
}

function listed<T>(fact: Fact<readonly T[]>): readonly T[] {
  return fact.state === 'known' ? fact.value : []
}
