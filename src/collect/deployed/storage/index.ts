import type {AnyCollector} from '../../collector.ts'

export const storageCollectors: readonly AnyCollector[] = []
