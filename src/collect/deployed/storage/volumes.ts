import {EC2Client, paginateDescribeVolumes, type Volume} from '@aws-sdk/client-ec2'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import {servingMasters, standingMedia} from '../../../derive/live-nodes.ts'
import {filterValues, inBatches} from '../../batches.ts'
import {defineCollector, gapOf, seen} from '../../collector.ts'
import {asMasterVolume, asVolume, nameOf, placed, unseenVolume} from './volume-facts.ts'

const action = 'ec2:DescribeVolumes'
/** The volumes attached to the nodes, and those that the stack made for its masters (first generation). */
export const volumes = defineCollector({
  id: 'volumes',
  title: 'Volumes',
  tier: 'check',
  provides: ['volumes', 'masterVolumes'],
  follows: ['nodes', 'resources'],
  iam: [action],
  async collect({session, known: {nodes, resources}}) {
    // What left takes its disks along, and strangers have disks of their own, but for one in the place of a master.
    const masters = servingMasters(nodes)
    const present = [...masters, ...standingMedia(nodes).filter(({ofStack}) => ofStack)]
    const made = new Map(
      resources.flatMap(({type, id, subject, status}) =>
        type === 'AWS::EC2::Volume' && id !== null && status !== 'DELETE_COMPLETE' ? [[id, subject] as const] : [],
      ),
    )
    try {
      const ids = present.map(({id}) => id)
      const found = await Promise.all([
        inBatches(ids, filterValues, values => describe(session, 'attachment.instance-id', values)),
        inBatches([...made.keys()], filterValues, values => describe(session, 'volume-id', values)),
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
          action,
        ),
        masterVolumes: seen(
          [
            ...[...attached.values()].flatMap(own => (own.group === 'master' ? [asMasterVolume(own, session)] : [])),
            ...gone.map(([id, subject]) => ({subject, id, details: null})),
          ],
          action,
        ),
      }
    } catch (error) {
      const gap = gapOf(error, action)
      return {volumes: gap, masterVolumes: gap}
    }
  },
})

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
