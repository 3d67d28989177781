import type {AnyCollector} from '../collector.ts'
import {consoleOutputs} from './console-outputs.ts'
import {nodeProbes} from './node-probes.ts'

/** What is looked up inside the nodes, once EC2 and Systems Manager have told which there are. */
export const insideCollectors: readonly AnyCollector[] = [nodeProbes, consoleOutputs]
