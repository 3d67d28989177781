import {areDeployed, standingMasters} from '../../src/derive/live-nodes.ts'
import {mastersToCome, mediaToCome} from '../../src/derive/nodes-to-come.ts'
import {standardVcpus} from '../../src/derive/standard-vcpus.ts'
import {defineCheck} from '../../src/model/check.ts'
import type {Seen} from '../../src/model/fact.ts'
import type {Subject} from '../../src/model/subject.ts'
import {instanceQuotas} from '../../src/openvidu/pages.ts'
import {MASTER_SLOTS} from '../../src/openvidu/placement.ts'

interface Setting {
  readonly subject: Subject
  readonly value: Seen<string>
}

export default defineCheck({
  id: 'vcpu-quota',
  area: 'masters',
  title: 'The vCPU quota has room for the masters and the most media nodes',
  severity: 'medium',
  sources: ['lookup', 'deployed'],
  requirements: ['R41'],
  why: 'At the limit EC2 starts nothing more: a master fails the stack, and a media node is missing at the very hour when scaling asks for it.',
  how: {
    lookup:
      'The vCPUs of four masters and of the maximum of media nodes are summed up and compared with the quota of Standard On-Demand instances less what runs in the account. Types with a quota of their own (such as G and P) are left unjudged. Instances that a service of AWS manages and hides are not told by EC2, and not counted.',
    deployed:
      'What runs is part of what is in use: only masters that are stopped or lost, and the media nodes that are missing from the maximum, still need room.',
  },
  needs: ['vcpuQuota', 'masters', 'masterCount'],
  uses: ['mediaGroup', 'nodes', 'intended'],
  phrases: {
    exceeded: ({
      observed,
      expected,
    }: {
      observed: {limit: number; used: number; free: number}
      expected: {masters: number; media: number; needed: number}
    }) =>
      `${observed.free} vCPUs are free (quota ${observed.limit}, in use ${observed.used}); expected ${expected.needed}: ${expected.masters} for masters and ${expected.media} for media nodes that do not run yet`,
  },
  remedy: {
    text: 'Have the quota of Standard On-Demand instances raised before the deployment, or lower MaxNumberOfMediaNodes.',
    commands: [
      'aws service-quotas request-service-quota-increase --region REGION --service-code ec2 --quota-code L-1216C47A --desired-value VCPUS',
    ],
    url: instanceQuotas,
  },
  judge({vcpuQuota: {limit, used}, masters, masterCount, mediaGroup, nodes, intended}, {fail, see, look}) {
    const vcpusOf = ({subject, value}: Setting): number => {
      const type = see(value, subject)
      return type === undefined ? 0 : (see(standardVcpus(type), subject) ?? 0)
    }
    const live = areDeployed(masterCount) ? look('nodes', nodes) : []
    if (live === undefined) return
    // What a lost master was of is for the template to tell; of none that is lost nobody has to ask.
    const anyLost = areDeployed(masterCount) && standingMasters(live).length < MASTER_SLOTS
    const asked = anyLost ? (look('intended', intended)?.masters ?? []) : []
    const count = see(masterCount.desired, masterCount.subject) ?? 0
    const ofMasters = areDeployed(masterCount)
      ? mastersToCome(live, masters, asked)
      : masterCount.arrangement === 'group'
        ? masters.flatMap(master => Array.from({length: count}, () => master))
        : masters
    const forMasters = ofMasters.reduce((sum, {instanceType}) => sum + vcpusOf(instanceType), 0)

    const group = look('mediaGroup', mediaGroup)
    const toCome = group === undefined ? 0 : mediaToCome(live, see(group.max.value, group.max.subject) ?? 0)
    const forMedia = group === undefined || toCome === 0 ? 0 : toCome * vcpusOf(group.instanceType)

    const needed = forMasters + forMedia
    const free = Math.max(0, limit - used)
    if (needed <= free) return
    const stack = {type: 'Stack', id: null, logicalId: null, location: null}
    const expected = {masters: forMasters, media: forMedia, needed}
    fail('exceeded', stack, {observed: {limit, used, free}, expected})
  },
})
