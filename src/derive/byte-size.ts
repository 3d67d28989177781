const units = ['KiB', 'MiB', 'GiB', 'TiB'] as const

/** A number of bytes for people, such as `8.6 GiB`. */
export function bytesInWords(bytes: number): string {
  const at = bytes < 1024 ? -1 : Math.min(Math.floor(Math.log2(bytes) / 10), units.length) - 1
  if (at < 0) return bytes === 1 ? '1 byte' : `${bytes} bytes`
  return `${Number((bytes / 1024 ** (at + 1)).toFixed(1))} ${units[at]}`
}
