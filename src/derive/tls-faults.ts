/** What Node says of a certificate that a client would refuse, in words. */
const meanings: ReadonlyMap<string, string> = new Map([
  ['CERT_HAS_EXPIRED', 'it has expired'],
  ['CERT_NOT_YET_VALID', 'it is not valid yet'],
  ['ERR_TLS_CERT_ALTNAME_INVALID', 'it is for other names'],
  ['UNABLE_TO_VERIFY_LEAF_SIGNATURE', 'an intermediate certificate is missing'],
  ['UNABLE_TO_GET_ISSUER_CERT', 'an intermediate certificate is missing'],
  [
    'UNABLE_TO_GET_ISSUER_CERT_LOCALLY',
    'its root is none that clients trust, or an intermediate certificate is missing',
  ],
  ['SELF_SIGNED_CERT_IN_CHAIN', 'its root is none that clients trust'],
  ['DEPTH_ZERO_SELF_SIGNED_CERT', 'it signed itself'],
  ['CERT_REVOKED', 'it was revoked'],
])

export function tlsFaultText(fault: string): string {
  const meaning = meanings.get(fault)
  return meaning === undefined ? fault : `${fault}: ${meaning}`
}
