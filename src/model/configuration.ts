import {defaultSettings, type Settings} from './settings.ts'
import type {FailOn} from './severity.ts'

/** The configuration file of a deployment, read and held against what is known. */
export interface Configuration {
  /** As the user wrote it; null where there is none. */
  readonly file: string | null
  /** Name or ARN. */
  readonly stack: string | null
  readonly region: string | null
  readonly failOn: FailOn | null
  readonly settings: Settings
}

export const noConfiguration: Configuration = {
  file: null,
  stack: null,
  region: null,
  failOn: null,
  settings: defaultSettings,
}
