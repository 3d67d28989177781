import type {AnyCollector} from '../../collector.ts'
import {changeSet} from './change-set.ts'
import {stackFailure} from './stack-failure.ts'

export const stackCollectors: readonly AnyCollector[] = [stackFailure, changeSet]
