import {LineRedactor} from './line-redactor.ts'
import type {Redactor} from './redactor.ts'
import type {SecretMemory} from './secret-memory.ts'
import {sedScript} from './sed-script.ts'

/**
 * The first two rings: what takes secrets out on a node before it prints a line, and here before anything is written. Others than
 * those of `bothRings` only show that what comes after them would hold by itself.
 */
export interface Rings {
  /** A script for sed, to which the node adds the values of its own configuration; null to print lines as they are. */
  readonly onNode: string | null
  /** For each log one of its own: a private key that begins in one does not go on in another. */
  readonly here: () => Redactor
}

export function bothRings(memory: SecretMemory): Rings {
  return {onNode: sedScript(), here: () => new LineRedactor(memory)}
}
