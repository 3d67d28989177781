import {readBundle} from '../bundle/read/read-bundle.ts'
import {UnusableInput} from '../model/errors.ts'
import type {VerifiedBundle} from '../model/verified-bundle.ts'
import {bytesIn} from './byte-size.ts'

/** What unpacks to more is none of ours. */
const mostBytes = 1e12

export interface VerifyRequest {
  readonly file: string
  /** As the user gave it, in any case; undefined where there is none to compare with. */
  readonly sha256: string | undefined
  readonly maxSize: string | undefined
  readonly signal: AbortSignal
}

/** Reads a bundle from its first byte to its last. Throws UnusableInput where it is not what its manifest, or its hash, says. */
export async function verifyBundle({file, sha256, maxSize, signal}: VerifyRequest): Promise<VerifiedBundle> {
  const expected = sha256?.toLowerCase()
  if (expected !== undefined && !/^[0-9a-f]{64}$/.test(expected)) {
    throw new UnusableInput(
      [{message: '--sha256 is no SHA-256, which has 64 hexadecimal digits', location: null}],
      'Give it as the run that sealed the bundle printed it.',
    )
  }
  const maxBytes = maxSize === undefined ? null : bytesIn(maxSize, '--max-size', mostBytes)
  const read = await readBundle({file, maxBytes, taker: () => null, signal})
  if (expected !== undefined && expected !== read.sha256) {
    throw new UnusableInput(
      [{message: `is another archive than the one that was sealed: its SHA-256 is ${read.sha256}`, location: {file}}],
      'Get the bundle once more where it was sealed; do not trust what is in this one.',
    )
  }
  const archive = {bytes: read.bytes, sha256: read.sha256}
  return {schemaVersion: '1', archive, compared: expected !== undefined, manifest: read.manifest}
}
