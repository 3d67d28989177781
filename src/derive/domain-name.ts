import {isIP} from 'node:net'
import {domainToASCII} from 'node:url'

/** What keeps a text from being the domain name of a deployment. */
export type DomainNameFault =
  | {readonly kind: 'empty' | 'address' | 'wildcard' | 'trailingDot' | 'upperCase' | 'tooLong'}
  | {readonly kind: 'malformed'; readonly because: string}

/** The faults in words that follow the parameter's name. */
export function tellDomainNameFault(fault: DomainNameFault): string {
  if (fault.kind === 'malformed') return `is no domain name: ${fault.because}`
  return {
    empty: 'is empty',
    address: 'is an IP address',
    wildcard: 'is a wildcard',
    trailingDot: 'ends with a dot',
    upperCase: 'has upper-case letters',
    tooLong: `is longer than ${longestName} characters`,
  }[fault.kind]
}

/** Longest domain name, in characters. Source: RFC 1035, section 2.3.4, less the root and the first length byte. */
export const longestName = 253
/** Longest label, in characters. Source: the same. */
export const longestLabel = 63

/** The first fault of a domain name; null for a usable one. International names are usable in their ASCII form (`xn--`). */
export function domainNameFault(name: string): DomainNameFault | null {
  if (name.trim() === '') return {kind: 'empty'}
  if (isIP(name.replace(/^\[(.*)\]$/, '$1')) !== 0) return {kind: 'address'}
  if (name.includes('*')) return {kind: 'wildcard'}
  if (name.endsWith('.')) return {kind: 'trailingDot'}
  if (name.length > longestName) return {kind: 'tooLong'}
  const because = labelFault(name.toLowerCase())
  if (because !== null) return {kind: 'malformed', because}
  return name === name.toLowerCase() ? null : {kind: 'upperCase'}
}

function labelFault(name: string): string | null {
  const labels = name.split('.')
  if (labels.length < 2) return 'it has one label only'
  for (const label of labels) {
    if (label === '') return 'a label is empty'
    if (label.length > longestLabel)
      return `a label has ${label.length} characters, ${longestLabel} at most are allowed`
    if (!/^[a-z0-9-]+$/.test(label)) return `"${label}" has more than letters, digits and hyphens`
    if (label.startsWith('-') || label.endsWith('-')) return `"${label}" begins or ends with a hyphen`
  }
  // Otherwise it would be read as an incomplete IP address.
  return /^\d+$/.test(labels.at(-1) ?? '') ? 'its last label is a number' : null
}

/** A name in the form in which names are compared: lower case, ASCII, no trailing dot. */
export function comparableName(name: string): string {
  const bare = name.replace(/\.$/, '')
  const ascii = domainToASCII(bare)
  // domainToASCII reads what is no name as an empty text.
  return ascii === '' ? bare.toLowerCase() : ascii
}

/** Whether a certificate's name covers a domain: the same name, or a wildcard in the place of exactly its first label. */
export function coversName(certificateName: string, domain: string): boolean {
  const name = comparableName(certificateName)
  const wanted = comparableName(domain)
  if (name === wanted) return true
  const [first, ...rest] = wanted.split('.')
  return first !== undefined && first !== '' && rest.length > 0 && name === ['*', ...rest].join('.')
}
