import type {Volume, VolumeAttachment} from '@aws-sdk/client-ec2'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known, type Unknown, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import type {Subject} from '../../../model/subject.ts'
import {partitionOf} from '../../../openvidu/partitions.ts'

type Node = FactMap['nodes'][number]
type LiveVolume = FactMap['volumes'][number]
type MasterVolume = FactMap['masterVolumes'][number]

/** Device names that images give the root volume. */
const rootDevices = ['/dev/sda1', '/dev/xvda']

/** A volume with the nodes that have it. */
export interface Placed {
  readonly volume: Volume
  readonly subject: Subject
  readonly owners: readonly Node[]
  readonly attachments: readonly VolumeAttachment[]
  readonly group: 'master' | 'media'
}

export function placed(volume: Volume, nodes: readonly Node[], made: ReadonlyMap<string, Subject>): Placed {
  const id = required(volume.VolumeId, 'volume id')
  // No attachment is told of a volume that has none.
  const attachments = (volume.Attachments ?? []).filter(({InstanceId}) => nodes.some(node => node.id === InstanceId))
  const owners = nodes.filter(node => attachments.some(({InstanceId}) => InstanceId === node.id))
  const subject = made.get(id) ?? {type: 'AWS::EC2::Volume', id, logicalId: null, location: null}
  // Only masters have volumes that the stack makes.
  const group = owners.every(owner => owner.group === 'master') ? 'master' : 'media'
  return {volume, subject, owners, attachments, group}
}

function isRoot({attachments}: Placed): boolean {
  return attachments.some(({Device}) => rootDevices.includes(required(Device, 'device of a volume')))
}

export function asVolume(own: Placed): LiveVolume {
  const {volume, subject, owners, attachments, group} = own
  return {
    subject,
    nodes: owners.map(owner => nameOf(owner.subject, owner.id)),
    group,
    root: isRoot(own),
    sizeGiB: {subject, value: known(required(volume.Size, 'size of a volume'))},
    encryption: known(required(volume.Encrypted, 'encryption of a volume') ? 'on' : 'off'),
    deleteOnTermination: {
      subject,
      // One that is not attached outlives any instance.
      value: known(
        attachments.some(({DeleteOnTermination}) => required(DeleteOnTermination, 'DeleteOnTermination of a volume')),
      ),
    },
  }
}

export function asMasterVolume(own: Placed, {region, accountId}: AwsSession): MasterVolume {
  const {volume, subject, owners} = own
  const id = required(volume.VolumeId, 'volume id')
  const arn = (kind: string, physical: string) =>
    `arn:${partitionOf(region)}:ec2:${region}:${accountId}:${kind}/${physical}`
  const [owner] = owners
  return {
    subject,
    id,
    details: {
      arn: arn('volume', id),
      node:
        owner === undefined
          ? null
          : {
              id: owner.id,
              name: nameOf(owner.subject, owner.id),
              arn: arn('instance', owner.id),
              tags: [...owner.tags],
            },
      root: isRoot(own),
      type: required(volume.VolumeType, 'type of a volume'),
      createdAt: required(volume.CreateTime, 'creation time of a volume').toISOString(),
      // A volume without tags may come without the list.
      tags: (volume.Tags ?? []).map(({Key, Value}) => ({key: required(Key, 'key of a tag'), value: Value ?? ''})),
    },
  }
}

/** What is missing is no silence: nothing of it can be judged, and a reader is told why. */
export function unseenVolume(subject: Subject, node: string | null, why: string): LiveVolume {
  const gap: Unknown = unknown('unresolved', why)
  const setting = {subject, value: gap}
  return {
    subject,
    nodes: node === null ? [] : [node],
    group: 'master',
    // Every instance has a root volume; what the stack made by itself is none.
    root: node !== null,
    sizeGiB: setting,
    encryption: gap,
    deleteOnTermination: setting,
  }
}

export function nameOf({logicalId}: Subject, id: string): string {
  return logicalId ?? id
}
