/**
 * What the official templates say, as `templateDigest` of `src/plan/canonical.ts` gives it: SHA-256, in hex, by version.
 * A template with one of these digests is the official one, whatever its layout; a new release is one more line.
 */
const digests: ReadonlyMap<string, string> = new Map([
  ['3.2.0', '3a240af6515d430a40b208070c6af341540dc7267a9599cb457f43efabf2575c'],
  ['3.3.0', 'd035091b532fc8d1e821e7d9a3efc816aafd8118bc12873ddbec1f2a69bd4114'],
  ['3.4.0', '461b5d3be249c4bb907561ff8846484b8e25347bec8177a9da73d6486597fe4a'],
  ['3.4.1', 'f254cb5d377d4db68b662d2de922dd7dc61a2bc698234c17da247353cf984664'],
  ['3.5.0', 'c6cfdd03a8d89e253ee79e8d1cc1ee08c48bb8cc40f3e260642e915912f981c9'],
  ['3.6.0', '84f855cef7476096a63db88375a0464c621c4f1d930beec73f3b22674e486077'],
  ['3.6.1', 'be612c94e529fb8517bcd21c91a85fe538a095d1167e167a92e9c5bfb5ad4813'],
  ['3.7.0', 'a07a5f71a6c9b272174c11a6b687cafc04c84a8557fa56049a7b6416b64f661c'],
  ['3.8.0', 'd11b51fe02f7157a193821963b83f7c3ad434e2633754843d637669b171b54b9'],
])

/** Digest of the official template of a version; null where its text is not known. */
export function officialDigest(version: string): string | null {
  return digests.get(version) ?? null
}
