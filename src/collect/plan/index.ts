import type {AnyCollector} from '../collector.ts'
import {namedBuckets} from './buckets.ts'
import {certificates} from './certificates.ts'
import {images} from './images.ts'
import {typeOfferings} from './instance-types.ts'
import {keyPair} from './key-pair.ts'
import {listenerCertificates} from './listener-certificates.ts'
import {networkAcls} from './network-acls.ts'
import {routes} from './routes.ts'
import {subnets} from './subnets.ts'
import {vcpuQuota} from './vcpu-quota.ts'
import {vpc} from './vpc.ts'
import {zones} from './zones.ts'

/** What a plan can look up in AWS before anything is made. */
export const planCollectors: readonly AnyCollector[] = [
  zones,
  vpc,
  subnets,
  routes,
  networkAcls,
  certificates,
  listenerCertificates,
  typeOfferings,
  images,
  keyPair,
  vcpuQuota,
  namedBuckets,
]
