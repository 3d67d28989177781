import type {AnyCollector} from '../collector.ts'
import {namedBuckets} from '../plan/buckets.ts'
import {certificates} from '../plan/certificates.ts'
import {keyPair} from '../plan/key-pair.ts'
import {networkAcls} from '../plan/network-acls.ts'
import {routes} from '../plan/routes.ts'
import {subnets} from '../plan/subnets.ts'
import {vcpuQuota} from '../plan/vcpu-quota.ts'
import {vpc} from '../plan/vpc.ts'
import {zones} from '../plan/zones.ts'
import {balancersCollectors} from './balancers/index.ts'
import {mediaCollectors} from './media/index.ts'
import {nodesCollectors} from './nodes/index.ts'
import {stackCollectors} from './stack/index.ts'
import {storageCollectors} from './storage/index.ts'

/** What a deployed stack shares with a plan: the things that its parameters name. */
const named: readonly AnyCollector[] = [
  zones,
  vpc,
  subnets,
  routes,
  networkAcls,
  certificates,
  keyPair,
  vcpuQuota,
  namedBuckets,
]

/** Everything that is looked up of a deployed stack, once CloudFormation has told what it is. */
export const deployedCollectors: readonly AnyCollector[] = [
  ...stackCollectors,
  ...nodesCollectors,
  ...mediaCollectors,
  ...balancersCollectors,
  ...storageCollectors,
  ...named,
]
