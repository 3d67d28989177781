import {ago, found, masterIn} from './find.ts'
import type {Scenario} from './index.ts'

export const storageScenarios: readonly Scenario[] = [
  {
    name: 'the snapshot policy disabled',
    fails: ['snapshot-policy'],
    change: account => {
      found(account.lifecyclePolicies[0], 'snapshot policy').State = 'DISABLED'
    },
  },
  {
    name: 'snapshots that stopped three weeks ago',
    fails: ['snapshot-age'],
    change: account => {
      for (const snapshot of account.snapshots) {
        snapshot.StartTime = ago(account, 21 * 24)
        snapshot.CompletionTime = ago(account, 21 * 24 - 0.5)
      }
    },
  },
  {
    name: 'a master whose disk goes with it',
    fails: ['volume-retention'],
    change: account => {
      const {InstanceId, BlockDeviceMappings} = masterIn(account, 1)
      for (const {Ebs} of BlockDeviceMappings ?? []) if (Ebs !== undefined) Ebs.DeleteOnTermination = true
      for (const volume of account.volumes)
        for (const attachment of volume.Attachments ?? [])
          if (attachment.InstanceId === InstanceId) attachment.DeleteOnTermination = true
    },
  },
  {
    name: 'a bucket opened to the public',
    fails: ['data-buckets'],
    change: account => {
      found(
        account.buckets.find(({own}) => own),
        'bucket',
      ).publicAccessBlock = {
        BlockPublicAcls: false,
        BlockPublicPolicy: false,
        IgnorePublicAcls: false,
        RestrictPublicBuckets: false,
      }
    },
  },
]
