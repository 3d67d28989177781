/** Shorter values stand by chance in words and numbers. */
const shortest = 6
const longest = 512

/** More than a deployment has; whoever prints more has none that are worth the search. */
const most = 200

/** What says that there is no secret, or is one everywhere. */
const harmless = /^(none|null|true|false|undefined|default|empty|admin|[*x.]+|\$.*|<.*>|%.*|\{.*\}|[0-9]{1,6})$/i

/** The values that were seen where secrets are, so that they are known where they stand alone. */
export class SecretMemory {
  readonly #values = new Set<string>()
  #expression: RegExp | null = null

  /** Whether it is one that was not known before. */
  take(value: string): boolean {
    if (value.length < shortest || value.length > longest || this.#values.size >= most) return false
    if (harmless.test(value) || this.#values.has(value)) return false
    this.#values.add(value)
    const alternatives = [...this.#values].toSorted((one, other) => other.length - one.length)
    this.#expression = new RegExp(alternatives.map(escaped).join('|'), 'g')
    return true
  }

  /** A text in which each known value is replaced. */
  without(text: string, mark: string): string {
    return this.#expression === null ? text : text.replace(this.#expression, mark)
  }
}

function escaped(text: string): string {
  return text.replaceAll(/[\\^$.*+?()[\]{}|/]/g, character => `\\${character}`)
}
