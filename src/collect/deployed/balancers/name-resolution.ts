import {Resolver} from 'node:dns/promises'
import {known, type Seen, type Unknown, unknown} from '../../../model/fact.ts'

/** What DNS tells of a name. */
export interface NameAnswer {
  /** False where DNS says that there is no such name. */
  readonly exists: boolean
  /** Where its CNAME records lead, one after the other. */
  readonly aliases: string[]
  /** IPv4, then IPv6. */
  readonly addresses: string[]
}

/** Asks DNS for a name. */
export type Resolve = (name: string) => Promise<Seen<NameAnswer>>

/** Each server is asked twice at most, and has two seconds at first. */
const patience = {timeout: 2_000, tries: 2}
/** As many CNAME records as resolvers follow. */
const longestChain = 8

/** Asks these servers, `ADDRESS` or `ADDRESS:PORT`, or the system's where there are none. Never rejects. */
export function resolverOf(servers: readonly string[], signal: AbortSignal, waits = patience): Resolve {
  const resolver = new Resolver(waits)
  try {
    if (servers.length > 0) resolver.setServers(servers)
  } catch {
    const gap = unknown('failed', 'OPENVIDU_DOCTOR_DNS is no list of addresses of DNS servers')
    return async () => gap
  }
  signal.addEventListener('abort', () => resolver.cancel(), {once: true})
  return async name => {
    try {
      const [v4, v6, aliases] = await Promise.all([
        records(() => resolver.resolve4(name)),
        records(() => resolver.resolve6(name)),
        aliasesOf(resolver, name),
      ])
      const exists = v4 !== null || v6 !== null || aliases.length > 0
      return known({exists, aliases, addresses: [...(v4 ?? []).toSorted(), ...(v6 ?? []).toSorted()]})
    } catch (error) {
      return gapOf(error, name)
    }
  }
}

/** Records of one type; none of that type is an empty list, no such name is null. */
async function records(ask: () => Promise<string[]>): Promise<string[] | null> {
  try {
    return await ask()
  } catch (error) {
    const code = codeOf(error)
    if (code === 'ENODATA') return []
    if (code === 'ENOTFOUND') return null
    throw error
  }
}

async function aliasesOf(resolver: Resolver, name: string): Promise<string[]> {
  const aliases: string[] = []
  while (aliases.length < longestChain) {
    const [next] = (await records(() => resolver.resolveCname(aliases.at(-1) ?? name))) ?? []
    if (next === undefined) break
    aliases.push(next)
  }
  return aliases
}

function gapOf(error: unknown, name: string): Unknown {
  const code = codeOf(error)
  if (code === 'ECANCELLED') return unknown('timed-out', `the run was ended before DNS told of ${name}`)
  // Over UDP a server that is not there is one that does not answer.
  if (code === 'ETIMEOUT' || code === 'ECONNREFUSED')
    return unknown('unreachable', `no DNS server could be reached to ask for ${name} (${code})`)
  return unknown('failed', `DNS could not tell of ${name} (${code})`)
}

function codeOf(error: unknown): string {
  return typeof error === 'object' && error !== null && 'code' in error ? String(error.code) : 'unknown fault'
}
