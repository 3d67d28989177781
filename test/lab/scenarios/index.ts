import type {DeployedOptions} from '../../support/deployed.ts'
import {mediaScenarios} from './media.ts'
import {networkScenarios} from './network.ts'
import {nodeScenarios} from './nodes.ts'
import {secretScenarios} from './secrets.ts'
import {stackScenarios} from './stack.ts'
import {storageScenarios} from './storage.ts'

/** A deployment that went wrong in one way, on top of the healthy account. */
export interface Scenario
  extends Pick<DeployedOptions, 'change' | 'parameters' | 'options' | 'generation' | 'names' | 'lab'> {
  readonly name: string
  /** Ids of the checks that fail for it, and no other does. */
  readonly fails: readonly string[]
}

/** Named faults of deployed stacks: what people did, or what time did. */
export const scenarios: readonly Scenario[] = [
  ...stackScenarios,
  ...networkScenarios,
  ...nodeScenarios,
  ...mediaScenarios,
  ...storageScenarios,
  ...secretScenarios,
]
