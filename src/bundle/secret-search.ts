/*
 * The third ring: everything is searched for every value that is known to be secret, as it stands and in the forms that it takes on
 * its way through other formats. What sealing needs of src/redact.
 */

export interface SecretHit {
  /** What the value is known by. */
  readonly from: string
  readonly form: string
  /** Of its first byte in the file. */
  readonly offset: number
}

export interface SecretSearch {
  /** How many values it knows. */
  readonly size: number
  /** A search of one file, whose blocks come one after the other; a hit is told with the block that completes it. */
  scan(): {take(block: Uint8Array): readonly SecretHit[]}
}
