/**
 * So much of the internet that it is no choice of who may come: /0, and its halves and quarters. No organisation has more
 * than a /8 of IPv4 or a /16 of IPv6.
 */
export function isWorld(cidr: string): boolean {
  const prefix = Number(/\/(\d{1,3})$/.exec(cidr)?.[1] ?? Number.NaN)
  return cidr.includes(':') ? prefix < 16 : prefix < 8
}
