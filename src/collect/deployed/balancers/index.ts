import type {AnyCollector} from '../../collector.ts'
import {balancers} from './balancers.ts'
import {domainAddresses} from './domain-addresses.ts'
import {endpoints} from './endpoints.ts'
import {securityGroups} from './security-groups.ts'
import {targetGroups} from './target-groups.ts'
import {targetHealth} from './target-health.ts'

export const balancersCollectors: readonly AnyCollector[] = [
  balancers,
  targetHealth,
  targetGroups,
  securityGroups,
  domainAddresses,
  endpoints,
]
