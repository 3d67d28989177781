import type {AnyCollector} from '../../collector.ts'

export const nodesCollectors: readonly AnyCollector[] = []
