import type {AnyCollector} from '../../collector.ts'

export const mediaCollectors: readonly AnyCollector[] = []
