/*
 * The third ring: everything is searched for every value that is known to be secret, as it stands and in the forms that it takes on
 * its way through other formats.
 */

export interface FoundSecret {
  /** From 1, in the file that is searched. */
  readonly line: number
  /** What the value is known by. */
  readonly rule: string
  readonly form: string
}

/** A search of one file, whose blocks come one after the other. */
export interface Searching {
  /** The first secret of the file, once its last byte came; null until then. */
  take(block: Buffer): FoundSecret | null
}

export interface SecretSearch {
  /** How many values it knows. */
  readonly size: number
  begin(): Searching
}
