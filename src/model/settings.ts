import type {Severity} from './severity.ts'
import {defaultThresholds, type Thresholds} from './thresholds.ts'
import type {Waiver} from './waiver.ts'

/** What the user of a deployment decided about how it is judged. */
export interface Settings {
  readonly thresholds: Thresholds
  /** What every finding of a check weighs, by the check's id, in place of its own severity. */
  readonly severity: ReadonlyMap<string, Severity>
  /** Checks and areas that are left out for good; the report tells of them. */
  readonly skip: readonly string[]
  readonly waivers: readonly Waiver[]
}

export const defaultSettings: Settings = {
  thresholds: defaultThresholds,
  severity: new Map(),
  skip: [],
  waivers: [],
}
