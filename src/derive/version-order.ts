/** Whether a version such as `28.1.1` or `28.1.1-ce` comes before another; null where one of them is no such version. */
export function isOlder(version: string, than: string): boolean | null {
  const own = numbersOf(version)
  const other = numbersOf(than)
  if (own === null || other === null) return null
  const at = own.findIndex((number, index) => number !== other[index])
  return at !== -1 && (own[at] ?? 0) < (other[at] ?? 0)
}

function numbersOf(version: string): readonly number[] | null {
  const [, major, minor, patch = '0'] = /^v?(\d{1,6})\.(\d{1,6})(?:\.(\d{1,6}))?(?![\d.])/.exec(version) ?? []
  return major === undefined || minor === undefined ? null : [Number(major), Number(minor), Number(patch)]
}
