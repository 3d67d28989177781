import type {LogPoint} from '../scan-log.ts'

const texts = [
  /Could not resolve host: ([A-Za-z0-9.-]{1,253})/,
  /Failed to connect to ([A-Za-z0-9.-]{1,253})/,
  /(?:https?:\/\/)([A-Za-z0-9.-]{1,253})/,
] as const

/** The host that curl did not reach: its own line names it, or a line right before it has the address. The nearest line comes first. */
export function unreachedHost(lines: readonly LogPoint[]): string | null {
  for (const {text} of lines)
    for (const expression of texts) {
      const host = expression.exec(text)?.[1]
      if (host?.includes('.') === true) return host.replace(/\.$/, '')
    }
  return null
}
