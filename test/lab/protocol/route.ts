/** Where a REST operation lives. */
export interface Route {
  readonly method: string
  readonly status: number
  /** Query that tells operations on one path apart: `?location`, `?list-type=2`. */
  readonly query: ReadonlyMap<string, string>
  /** The labels of a path that is this route's, null for any other path. */
  readonly match: (path: string) => ReadonlyMap<string, string> | null
  /** The more of its path is literal, the more a match means. */
  readonly weight: number
}

export function routeOf([method, template, status]: readonly [string, string, number]): Route {
  const [path = '/', query = ''] = template.split('?')
  const names: string[] = []
  const pattern = path.replace(/\{(\w+)(\+?)\}|[.*+?^$()|[\]\\]/g, (text, name?: string, greedy?: string) => {
    if (name === undefined) return `\\${text}`
    names.push(name)
    return greedy === '+' ? '(.+)' : '([^/]+)'
  })
  // Clients and models do not agree about the slash at the end.
  const expression = new RegExp(`^${pattern.endsWith('(.+)') ? pattern : `${pattern.replace(/\/$/, '')}/?`}$`)
  const fixed = new URLSearchParams(query)
  return {
    method,
    status,
    query: new Map(fixed),
    weight: 10 * fixed.size + path.split('/').filter(part => part !== '' && !part.includes('{')).length,
    match: candidate => {
      const found = expression.exec(candidate)
      return found && new Map(names.map((name, index) => [name, decodeURIComponent(found[index + 1] ?? '')]))
    },
  }
}

export function fits(route: Route, method: string, query: URLSearchParams): boolean {
  return route.method === method && [...route.query].every(([key, value]) => query.get(key) === value)
}
