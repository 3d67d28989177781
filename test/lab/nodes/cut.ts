const cutMark = '--output truncated--'

/** An output as the agent passes it on: from the limit on, it keeps what fits before its mark. */
export function cut(output: string | Uint8Array, limit: number): string {
  const bytes = Buffer.from(output)
  if (bytes.length < limit) return bytes.toString('utf8')
  return bytes.subarray(0, limit - cutMark.length).toString('utf8') + cutMark
}
