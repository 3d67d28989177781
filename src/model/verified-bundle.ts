import type {Manifest} from './manifest.ts'

/** A bundle that is what its manifest says, as `bundle verify --json` prints it. Programs rely on it as on the report. */
export interface VerifiedBundle {
  readonly schemaVersion: '1'
  /** Of the archive itself: what the run that sealed it told, if it is the same one. */
  readonly archive: {readonly bytes: number; readonly sha256: string}
  /** Whether it was compared with a hash that the user gave. */
  readonly compared: boolean
  readonly manifest: Manifest
}
