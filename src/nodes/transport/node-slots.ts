interface Waiting {
  readonly nodes: readonly string[]
  readonly start: () => void
}

/** Keeps the number of commands that each node has at the same time within a limit. First come, first served. */
export class NodeSlots {
  readonly #limit: number
  readonly #taken = new Map<string, number>()
  #queue: readonly Waiting[] = []

  constructor(limit: number) {
    this.#limit = limit
  }

  /** Takes one slot of each node, once all have one free; false where the signal ended the wait. */
  async take(nodes: readonly string[], signal: AbortSignal): Promise<boolean> {
    if (signal.aborted) return false
    const {promise, resolve} = Promise.withResolvers<boolean>()
    const waiting: Waiting = {nodes, start: () => resolve(true)}
    const leave = () => {
      this.#queue = this.#queue.filter(one => one !== waiting)
      resolve(false)
      this.#serve()
    }
    signal.addEventListener('abort', leave, {once: true})
    this.#queue = [...this.#queue, waiting]
    this.#serve()
    const taken = await promise
    signal.removeEventListener('abort', leave)
    return taken
  }

  release(node: string): void {
    this.#taken.set(node, this.#count(node) - 1)
    this.#serve()
  }

  #serve(): void {
    // Nobody overtakes whoever waits for the same node, or a large batch would wait for ever.
    const claimed = new Set<string>()
    this.#queue = this.#queue.filter(({nodes, start}) => {
      if (nodes.some(node => claimed.has(node) || this.#count(node) >= this.#limit)) {
        for (const node of nodes) claimed.add(node)
        return true
      }
      for (const node of nodes) this.#taken.set(node, this.#count(node) + 1)
      start()
      return false
    })
  }

  #count(node: string): number {
    return this.#taken.get(node) ?? 0
  }
}
