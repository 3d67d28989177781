import type {AnyCollector} from '../../collector.ts'
import {mediaDrain} from './media-drain.ts'
import {mediaGroup} from './media-group.ts'
import {nodeRoles} from './node-roles.ts'
import {scalingFailures} from './scaling-failures.ts'

export const mediaCollectors: readonly AnyCollector[] = [mediaGroup, scalingFailures, mediaDrain, nodeRoles]
