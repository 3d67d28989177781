import {createHash, createHmac, randomBytes} from 'node:crypto'
import {isIP, isIPv6} from 'node:net'
import {addressInName, canonical, isNobodys, isPrivate, isVersion, neighbourhood} from './addresses.ts'
import type {Redactor} from './redactor.ts'

/** Less could be tried through: there are few addresses, and whoever has the key knows them all. */
const shortestKey = 32

/** Characters on either side of four numbers by which a version is told from an address. */
const around = 24

/** A key for the tokens of one case, for the customer to keep. */
export function newTokenKey(): Buffer {
  return randomBytes(shortestKey)
}

export interface TokenSettings {
  /** At least 32 bytes of chance; the same for all bundles of a case. */
  readonly key: Buffer
  /**
   * What is known of the deployment, and how it is called instead: addresses, networks (`10.0.1.0/24`), names of hosts, ids of
   * subnets → `master-1`, `subnet-b`.
   */
  readonly known: ReadonlyMap<string, string>
  /** Names that the deployment is reached by. They go with all that is beneath them. */
  readonly domains: readonly string[]
}

/** Where a word begins: behind no part of another, or behind an escape of JSON or of a URL. */
const begins = '(?:(?<![A-Za-z0-9.])|(?<=\\\\[ntr]|\\\\u[0-9a-f]{4}|%[0-9a-f]{2}))'

const candidates = new RegExp(
  [
    // An address, or a network. Not the beginning of a longer number with dots, nor its end.
    `${begins}((?:\\d{1,3}\\.){3}\\d{1,3})(?:/\\d{1,2}(?![\\d.]))?(?![A-Za-z0-9]|\\.\\d)`,
    '(?<![\\w:.])((?:[0-9a-f]{0,4}:){2,7}[0-9a-f]{0,4})(?:/\\d{1,3})?(?![\\w:]|\\.\\d)',
    `${begins}(subnet-[0-9a-f]{8,17}|ip-\\d{1,3}-\\d{1,3}-\\d{1,3}-\\d{1,3})(?!\\w|[.-]\\w)`,
    `${begins}([a-z0-9](?:[a-z0-9-]{0,62}\\.){1,10}[a-z][a-z0-9-]{1,62})(?![A-Za-z0-9-])`,
  ].join('|'),
  'gi',
)

/** Hosts of a customer whose names AWS makes up. Other names of amazonaws.com are those of services: nobody's. */
const madeUpByAws = /\.elb\.([a-z0-9-]+\.)?amazonaws\.com(\.cn)?$|\.(elb|rds|cache|docdb)\.amazonaws\.com(\.cn)?$/

/** Endings of names that only a private network knows. */
const ofPrivateNetworks = /\.(internal|corp|lan|intranet)$/

const everybodysInternal = new Set(['host.docker.internal', 'gateway.docker.internal', 'metadata.google.internal'])

/**
 * Addresses and names of hosts become tokens that are the same wherever the same key is used, and tell nothing without it. What
 * belongs together still shows: known nodes have their names, neighbours in a network share the first half of their token, and the
 * name that EC2 gives to a host has the token of its address. Not looked for: names of other hosts than those of the deployment,
 * and what is encoded.
 */
export class Tokens implements Redactor {
  /** The first digits of the hash of the key: tells which bundles can be compared. */
  readonly keyId: string
  readonly #key: Buffer
  readonly #known: ReadonlyMap<string, string>
  readonly #domains: readonly string[]
  readonly #counts = new Map<string, number>()
  readonly #made = new Map<string, string>()

  constructor({key, known, domains}: TokenSettings) {
    if (key.length < shortestKey) throw new RangeError(`a key for tokens has at least ${shortestKey} bytes`)
    this.#key = key
    this.keyId = createHash('sha256').update(key).digest('hex').slice(0, 8)
    this.#known = new Map(
      [...known].map(([text, name]) => [isIP(text) === 0 ? text.toLowerCase() : canonical(text), name]),
    )
    // The longest first: of a name beneath two of them the nearer one counts.
    this.#domains = domains
      .map(domain => domain.toLowerCase())
      .filter(domain => domain.includes('.'))
      .toSorted((one, other) => other.length - one.length)
  }

  get counts(): ReadonlyMap<string, number> {
    return this.#counts
  }

  redacted(lines: string): string {
    return lines.replace(
      candidates,
      (match, v4?: string, v6?: string, id?: string, name = '', offset = 0, text = '') => {
        const address = v4 ?? v6
        if (address !== undefined) {
          const end = offset + match.length
          return this.#address(
            match,
            address,
            text.slice(Math.max(0, offset - around), offset),
            text.slice(end, end + around),
          )
        }
        const shown = id === undefined ? this.#host(name) : this.#id(id)
        if (shown === null) return match
        this.#count('host-name')
        return shown
      },
    )
  }

  #address(match: string, address: string, before: string, after: string): string {
    if (isIP(address) === 0 || isNobodys(address)) return match
    if (!isIPv6(address) && isVersion(address, before, after)) return match
    this.#count('address')
    const network = this.#known.get(match)
    if (network !== undefined) return network
    const bits = match.slice(address.length)
    return `${this.#tokenOf(address, bits)}${bits}`
  }

  #tokenOf(address: string, bits: string): string {
    const own = canonical(address)
    const known = this.#known.get(own)
    if (known !== undefined) return known
    if (!isIPv6(address) && !isPrivate(address)) return `ip-${this.#digits(own, 8)}`
    const neighbours = this.#digits(`network ${neighbourhood(address)}`, 4)
    return bits === '/24' || bits === '/64' ? `net-${neighbours}` : `ip-${neighbours}-${this.#digits(own, 6)}`
  }

  #id(id: string): string | null {
    const address = addressInName(id)
    return this.#known.get(id.toLowerCase()) ?? (address === null ? null : this.#tokenOf(address, ''))
  }

  /** Null for a name that is nobody's. */
  #host(written: string): string | null {
    const name = written.toLowerCase()
    const known = this.#known.get(name)
    if (known !== undefined) return known
    const address = addressInName(name)
    if (address !== null && /\.(internal|amazonaws\.com(\.cn)?)$/.test(name)) return this.#tokenOf(address, '')
    const domain = this.#domains.find(one => name === one || name.endsWith(`.${one}`))
    if (domain !== undefined) {
      const own = this.#known.get(domain) ?? `host-${this.#digits(domain, 8)}`
      return name === domain ? own : `host-${this.#digits(name, 8)}.${own}`
    }
    const someones = madeUpByAws.test(name) || (ofPrivateNetworks.test(name) && !everybodysInternal.has(name))
    return someones && !/^i-[0-9a-f]+\./.test(name) ? `host-${this.#digits(name, 8)}` : null
  }

  #digits(text: string, count: number): string {
    let digits = this.#made.get(text)
    if (digits === undefined) {
      digits = createHmac('sha256', this.#key).update(text).digest('hex')
      this.#made.set(text, digits)
    }
    return digits.slice(0, count)
  }

  #count(id: string): void {
    this.#counts.set(id, (this.#counts.get(id) ?? 0) + 1)
  }
}
