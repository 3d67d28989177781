import type {AnyCollector} from '../collect/collector.ts'
import {nodeProbes} from './node-probes.ts'

/** What is looked up inside the nodes, once EC2 and Systems Manager have told which there are. */
export const nodeCollectors: readonly AnyCollector[] = [nodeProbes]
