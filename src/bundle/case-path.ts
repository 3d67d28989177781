/** What the names of folders and files in a case are made of. They are names on every system, and mean nothing to a shell. */
const component = /^[A-Za-z0-9_][A-Za-z0-9._-]{0,99}$/

/** A path of this length fits into the plain header of a tar entry, wherever it is split. */
const longestPath = 200
const deepest = 8

/** Why a text is no path of a case, as the end of a sentence; null where it is one. What tar would take is far more. */
export function pathFault(path: string): string | null {
  if (path === '') return 'is empty'
  if (path.length > longestPath) return `is longer than ${longestPath} characters`
  if (path.startsWith('/')) return 'is absolute'
  const components = path.split('/')
  if (components.includes('..')) return 'leads out of its folder'
  if (components.length > deepest) return `is deeper than ${deepest} folders`
  return components.every(name => component.test(name) && !name.endsWith('.'))
    ? null
    : 'holds a name that no file of a case has'
}

/** A name such as that of a container as the name of a file or folder: what may not stand in one becomes `_`. */
export function fileName(text: string): string {
  const safe = text.replaceAll(/[^A-Za-z0-9._-]/g, '_').slice(0, 80)
  return /^[A-Za-z0-9_]/.test(safe) ? safe.replace(/\.+$/, '_') : `_${safe.slice(1)}`.replace(/\.+$/, '_')
}

/** Paths that can lie side by side on every system: no two differ by case alone, and none is a folder of another. */
export class PathSet {
  readonly #files = new Set<string>()
  readonly #folders = new Set<string>()

  /** Why it can't be added, as the end of a sentence; null where it was. */
  add(path: string): string | null {
    const fault = pathFault(path)
    if (fault !== null) return fault
    const plain = path.toLowerCase()
    if (this.#files.has(plain)) return 'is there twice, or differs from another by case only'
    const folders = foldersOf(plain)
    if (this.#folders.has(plain) || folders.some(folder => this.#files.has(folder))) return 'is a file and a folder'
    this.#files.add(plain)
    for (const folder of folders) this.#folders.add(folder)
    return null
  }
}

function foldersOf(path: string): readonly string[] {
  const names = path.split('/').slice(0, -1)
  return names.map((_, index) => names.slice(0, index + 1).join('/'))
}

/** In the order of their bytes, whatever the language of the machine. */
export function byPath(one: {readonly path: string}, other: {readonly path: string}): number {
  return one.path < other.path ? -1 : one.path > other.path ? 1 : 0
}
