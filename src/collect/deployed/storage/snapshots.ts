import {EC2Client, paginateDescribeSnapshots} from '@aws-sdk/client-ec2'
import {required} from '../../../aws/errors.ts'
import type {FactMap} from '../../../model/facts.ts'
import {defineCollector, observe} from '../../collector.ts'

type Copy = NonNullable<FactMap['snapshots'][number]['newest']>

/** Values of one filter that AWS takes in a call. */
const batch = 200

/** The newest completed snapshot of each volume of the masters. */
export const snapshots = defineCollector({
  id: 'snapshots',
  title: 'Snapshots',
  tier: 'check',
  provides: ['snapshots'],
  follows: ['masterVolumes'],
  iam: ['ec2:DescribeSnapshots'],
  async collect({session, known: {masterVolumes}}) {
    return {
      snapshots: await observe('ec2:DescribeSnapshots', async () => {
        const newest = new Map<string, Copy>()
        const ids = masterVolumes.map(({id}) => id)
        for (let from = 0; from < ids.length; from += batch) {
          const pages = paginateDescribeSnapshots(
            {client: session.client(EC2Client)},
            {
              // Others' snapshots, and public ones, may name the same volume.
              OwnerIds: ['self'],
              Filters: [
                {Name: 'volume-id', Values: ids.slice(from, from + batch)},
                {Name: 'status', Values: ['completed']},
              ],
            },
            session.options,
          )
          for await (const {Snapshots} of pages) {
            for (const {SnapshotId, VolumeId, StartTime} of required(Snapshots, 'list of snapshots')) {
              const volumeId = required(VolumeId, 'volume of a snapshot')
              const at = required(StartTime, 'time of a snapshot').toISOString()
              const known = newest.get(volumeId)
              if (known === undefined || known.at < at)
                newest.set(volumeId, {id: required(SnapshotId, 'snapshot id'), at})
            }
          }
        }
        return masterVolumes.map(({subject, id}) => ({subject, volumeId: id, newest: newest.get(id) ?? null}))
      }),
    }
  },
})
