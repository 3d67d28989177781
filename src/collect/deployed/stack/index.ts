import type {AnyCollector} from '../../collector.ts'

export const stackCollectors: readonly AnyCollector[] = []
