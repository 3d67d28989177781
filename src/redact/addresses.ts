import {isIPv6} from 'node:net'

/** Addresses that are the same everywhere, and tell of nobody: local, link-local, of groups, and public resolvers. */
export function isNobodys(address: string): boolean {
  if (isIPv6(address)) return /^(::1?$|fe[89ab]|ff)/.test(canonical(address))
  return (
    /^(0|127)\.|^169\.254\.|^(22[4-9]|23\d|24\d|25\d)\./.test(address) ||
    ['8.8.8.8', '8.8.4.4', '1.1.1.1', '1.0.0.1', '9.9.9.9'].includes(address)
  )
}

/** Of networks that are not routed in the internet: RFC 1918 and 6598. */
export function isPrivate(address: string): boolean {
  return /^(10\.|192\.168\.|172\.(1[6-9]|2\d|3[01])\.|100\.(6[4-9]|[7-9]\d|1[01]\d|12[0-7])\.)/.test(address)
}

/** One text for all ways to write an address. */
export function canonical(address: string): string {
  return isIPv6(address) ? new URL(`http://[${address}]/`).hostname.slice(1, -1) : address
}

/** What an address shares with its neighbours: 24 bits, of IPv6 the 64 of a subnet. */
export function neighbourhood(address: string): string {
  if (!isIPv6(address)) return address.slice(0, address.lastIndexOf('.'))
  const [head = '', tail] = canonical(address).split('::')
  const before = head.split(':').filter(Boolean)
  const after = (tail ?? '').split(':').filter(Boolean)
  const missing = tail === undefined ? 0 : 8 - before.length - after.length
  return [...before, ...Array<string>(missing).fill('0'), ...after].slice(0, 4).join(':')
}

/** The address in a name that EC2 gives: `ip-10-0-1-11…` or `ec2-54-1-2-3…`; null in others. */
export function addressInName(name: string): string | null {
  const octets = /^(?:ip|ec2)-(\d{1,3})-(\d{1,3})-(\d{1,3})-(\d{1,3})(?:\.|$)/i.exec(name)?.slice(1)
  return octets?.every(octet => Number(octet) < 256) === true ? octets.join('.') : null
}

/** Programs that say their version so in four numbers: Chrome/131.0.0.0 */
const products =
  /(?:Chrom(?:e|ium)|HeadlessChrome|CriOS|FxiOS|Edg[A-Z]?|EdgiOS|OPR|Version|Electron|Firefox|Safari|AppleWebKit|SamsungBrowser|YaBrowser|Vivaldi|Android|aws-cli|Botocore)\/$/

/** Whether four numbers are a version, by what stands before and behind them. In doubt they are an address. */
export function isVersion(address: string, before: string, after: string): boolean {
  if (products.test(before)) return true
  if (/(?:^|[^A-Za-z])(?:v|ver|version|release|build|revision)["']?[\s:=]{0,2}["']?$/i.test(before)) return true
  if (isPrivate(address)) return false
  return /[A-Za-z]-$/.test(before) || /^(?:[-+~][0-9]*[a-z]|[-~+][0-9]+(?![0-9.]))/i.test(after)
}
