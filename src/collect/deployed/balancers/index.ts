import type {AnyCollector} from '../../collector.ts'

export const balancersCollectors: readonly AnyCollector[] = []
