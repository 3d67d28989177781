/** The address where it is an https one that a reader may be sent to, otherwise null. */
export function webAddress(url: string): string | null {
  const address = URL.parse(url)
  return address?.protocol === 'https:' ? address.href : null
}
