import {EC2Client, paginateDescribeSnapshots, type Snapshot} from '@aws-sdk/client-ec2'
import {required} from '../../../aws/errors.ts'
import type {AwsSession} from '../../../aws/session.ts'
import type {FactMap} from '../../../model/facts.ts'
import {filterValues, inBatches} from '../../batches.ts'
import {defineCollector, observe} from '../../collector.ts'

type Copy = NonNullable<FactMap['snapshots'][number]['newest']>

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
        const ids = masterVolumes.map(({id}) => id)
        const newest = new Map<string, Copy>()
        for (const {SnapshotId, VolumeId, StartTime} of await inBatches(ids, filterValues, some =>
          snapshotsOf(session, some),
        )) {
          const volumeId = required(VolumeId, 'volume of a snapshot')
          const at = required(StartTime, 'time of a snapshot').toISOString()
          const known = newest.get(volumeId)
          if (known === undefined || known.at < at) newest.set(volumeId, {id: required(SnapshotId, 'snapshot id'), at})
        }
        return masterVolumes.map(({subject, id}) => ({subject, volumeId: id, newest: newest.get(id) ?? null}))
      }),
    }
  },
})

async function snapshotsOf(session: AwsSession, volumeIds: string[]): Promise<readonly Snapshot[]> {
  const pages = paginateDescribeSnapshots(
    {client: session.client(EC2Client)},
    {
      // Others' snapshots, and public ones, may name the same volume.
      OwnerIds: ['self'],
      Filters: [
        {Name: 'volume-id', Values: volumeIds},
        {Name: 'status', Values: ['completed']},
      ],
    },
    session.options,
  )
  const found: Snapshot[] = []
  for await (const {Snapshots} of pages) found.push(...required(Snapshots, 'list of snapshots'))
  return found
}
