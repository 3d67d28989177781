import type {AnyCollector} from '../../collector.ts'
import {liveImages} from './live-images.ts'
import {managedNodes} from './managed-nodes.ts'
import {masterStatus} from './master-status.ts'
import {nodes} from './nodes.ts'

export const nodesCollectors: readonly AnyCollector[] = [nodes, masterStatus, managedNodes, liveImages]
