import type {AnyCollector} from '../../collector.ts'
import {addressParameters} from './address-parameters.ts'
import {backupPolicies} from './backup-policies.ts'
import {dataBuckets} from './data-buckets.ts'
import {recoveryPoints} from './recovery-points.ts'
import {secret} from './secret.ts'
import {secretReview} from './secret-review.ts'
import {snapshots} from './snapshots.ts'
import {volumes} from './volumes.ts'

export const storageCollectors: readonly AnyCollector[] = [
  volumes,
  snapshots,
  recoveryPoints,
  backupPolicies,
  dataBuckets,
  secret,
  secretReview,
  addressParameters,
]
