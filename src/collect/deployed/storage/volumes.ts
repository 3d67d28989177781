import {EC2Client, paginateDescribeVolumes, type Volume, type VolumeAttachment} from '@aws-sdk/client-ec2'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {known, type Unknown, unknown} from '../../../model/fact.ts'
import type {FactMap} from '../../../model/facts.ts'
import type {Subject} from '../../../model/subject.ts'
import {partitionOf} from '../../../openvidu/partitions.ts'
import {defineCollector, gapOf, seen} from '../../collector.ts'

type Node = FactMap['nodes'][number]
type LiveVolume = FactMap['volumes'][number]
type MasterVolume = FactMap['masterVolumes'][number]

/** Values of one filter that AWS takes in a call. */
const batch = 200
/** Device names that images give the root volume. */
const rootDevices = ['/dev/sda1', '/dev/xvda']

/** The volumes attached to the nodes, and those that the stack made for its masters (first generation). */
export const volumes = defineCollector({
  id: 'volumes',
  title: 'Volumes',
  tier: 'check',
  provides: ['volumes', 'masterVolumes'],
  follows: ['nodes', 'resources'],
  iam: ['ec2:DescribeVolumes'],
  async collect({session, known: {nodes, resources}}) {
    // What left takes its disks along, and strangers have disks of their own.
    const present = nodes.filter(({state, ofStack}) => ofStack && state !== 'terminated' && state !== 'shutting-down')
    const made = new Map(
      resources.flatMap(({type, id, subject, status}) =>
        type === 'AWS::EC2::Volume' && id !== null && status !== 'DELETE_COMPLETE' ? [[id, subject] as const] : [],
      ),
    )
    try {
      const ids = present.map(({id}) => id)
      const found = await Promise.all([
        ...batches(ids).map(values => describe(session, 'attachment.instance-id', values)),
        ...batches([...made.keys()]).map(values => describe(session, 'volume-id', values)),
      ])
      const attached = new Map(
        found.flat().map(volume => [required(volume.VolumeId, 'volume id'), placed(volume, present, made)]),
      )
      const gone = [...made].filter(([id]) => !attached.has(id))
      const bare = present.filter(
        ({group, id}) =>
          group === 'master' && ![...attached.values()].some(({owners}) => owners.some(owner => owner.id === id)),
      )
      return {
        volumes: seen(
          [
            ...[...attached.values()].map(asVolume),
            ...gone.map(([id, subject]) =>
              unseenVolume(subject, null, `EC2 has no volume ${id}, which the stack made`),
            ),
            ...bare.map(({subject, id}) =>
              unseenVolume(subject, nameOf(subject, id), `EC2 tells of no volume attached to ${id}`),
            ),
          ],
          'ec2:DescribeVolumes',
        ),
        masterVolumes: seen(
          [
            ...[...attached.values()].flatMap(own => (own.group === 'master' ? [asMasterVolume(own, session)] : [])),
            ...gone.map(([id, subject]) => ({subject, id, details: null})),
          ],
          'ec2:DescribeVolumes',
        ),
      }
    } catch (error) {
      const gap = gapOf(error, 'ec2:DescribeVolumes')
      return {volumes: gap, masterVolumes: gap}
    }
  },
})

function batches(values: readonly string[]): readonly string[][] {
  return Array.from({length: Math.ceil(values.length / batch)}, (_, index) =>
    values.slice(index * batch, (index + 1) * batch),
  )
}

async function describe(session: AwsSession, filter: string, values: string[]): Promise<readonly Volume[]> {
  // A filter, since a list of ids fails as a whole for the one that doesn't exist.
  const pages = paginateDescribeVolumes(
    {client: session.client(EC2Client)},
    {Filters: [{Name: filter, Values: values}]},
    session.options,
  )
  const found: Volume[] = []
  for await (const page of pages) found.push(...required(page.Volumes, 'list of volumes'))
  return found
}

interface Placed {
  readonly volume: Volume
  readonly subject: Subject
  readonly owners: readonly Node[]
  readonly attachments: readonly VolumeAttachment[]
  readonly group: 'master' | 'media'
}

function placed(volume: Volume, nodes: readonly Node[], made: ReadonlyMap<string, Subject>): Placed {
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

function asVolume(own: Placed): LiveVolume {
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

function asMasterVolume(own: Placed, {region, accountId}: AwsSession): MasterVolume {
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
function unseenVolume(subject: Subject, node: string | null, why: string): LiveVolume {
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

function nameOf({logicalId}: Subject, id: string): string {
  return logicalId ?? id
}
