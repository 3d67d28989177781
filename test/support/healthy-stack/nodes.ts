import {known} from '../../../src/model/fact.ts'
import type {FactMap} from '../../../src/model/facts.ts'
import type {Snapshot} from '../../../src/model/snapshot.ts'
import {factOf, zones} from '../snapshots.ts'
import type {StackFacts} from './index.ts'
import {masterAddress, masterIds, mediaIds, stackSubject} from './names.ts'

type Node = FactMap['nodes'][number]

const common = {
  ofStack: true,
  state: 'running',
  instanceType: 'c6a.xlarge',
  imageId: 'ami-0123456789abcdef0',
  architecture: 'x86_64',
  launchedAt: '2026-11-12T10:05:00.000Z',
  tags: [],
  profile: 'arn:aws:iam::123456789012:instance-profile/video-nodes',
} as const

export function nodeFacts(plan: Snapshot): StackFacts & {readonly nodes: readonly Node[]} {
  const {value: subnets} = factOf(plan, 'mediaSubnets')
  const subnetIds = subnets.state === 'known' ? subnets.value : []
  const masters = factOf(plan, 'masters').map(({subnetId}, index): Node => {
    const id = masterIds[index] ?? ''
    return {
      ...common,
      subject: {type: 'AWS::EC2::Instance', id, logicalId: `OpenViduMasterNode${index + 1}`, location: null},
      id,
      group: 'master',
      slot: index + 1,
      zone: zones[index] ?? '',
      subnetId: subnetId.state === 'known' ? subnetId.value : null,
      privateAddress: masterAddress(index + 1),
      publicAddress: `198.51.100.${index + 1}`,
    }
  })
  const media = mediaIds.map(
    (id, index): Node => ({
      ...common,
      subject: {type: 'AWS::EC2::Instance', id, logicalId: null, location: null},
      id,
      group: 'media',
      slot: null,
      zone: zones[index] ?? '',
      subnetId: subnetIds[index % subnetIds.length] ?? null,
      privateAddress: `10.0.${index + 1}.20`,
      publicAddress: `198.51.100.${index + 11}`,
    }),
  )
  return {
    nodes: [...masters, ...media],
    // As the collector tells them: what there is, named by the parameter that asked for it.
    masters: factOf(plan, 'masters').map((master, index) => {
      const subject = masters[index]?.subject ?? master.subject
      const image = {subject, reference: known(common.imageId), architecture: known(common.architecture)}
      return {...master, subject, image}
    }),
    masterCount: {...factOf(plan, 'masterCount'), subject: stackSubject},
    masterStatus: masters.map(({subject, id}) => ({subject, id, system: 'ok', instance: 'ok', ebs: 'ok', events: []})),
    mediaStatus: media.map(({subject, id}) => ({subject, id, system: 'ok', instance: 'ok', ebs: 'ok', events: []})),
    managedNodes: [...masterIds, ...mediaIds].map(id => ({
      id,
      ping: 'Online',
      lastPingAt: '2026-11-22T09:58:00.000Z',
      agentVersion: '3.3.987.0',
    })),
  }
}
