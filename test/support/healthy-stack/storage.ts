import type {StackFacts} from './index.ts'

export function storageFacts(): StackFacts {
  return {}
}
