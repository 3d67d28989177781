import {join} from 'node:path'
import {fileName} from '../../bundle/case-path.ts'
import type {CaseWriter} from '../../bundle/case-writer.ts'
import {nodePaths} from '../../model/evidence.ts'
import type {Framed} from '../../nodes/logs/frames.ts'

/**
 * Where the logs of nodes lie in a case. A container may be called as another one but for capitals, longer than a file may be, or
 * after a secret: each still gets a file of its own.
 */
export class LogPaths {
  readonly #writer: CaseWriter
  readonly #redacted: (text: string) => string
  readonly #taken = new Set<string>()
  readonly #paths = new Map<string, string>()

  constructor(writer: CaseWriter, redacted: (text: string) => string) {
    this.#writer = writer
    this.#redacted = redacted
  }

  /** Relative to the case; the same each time. */
  pathOf(node: string, {kind, name}: Pick<Framed, 'kind' | 'name'>): string {
    const id = `${node} ${kind} ${name}`
    const known = this.#paths.get(id)
    if (known !== undefined) return known
    const base = fileName(this.#redacted(name).replaceAll('***', 'redacted'))
    const ending = kind === 'container' ? '.log' : `.${kind}.log`
    let path = `${nodePaths.logs(node)}/${base}${ending}`
    for (let count = 2; this.#taken.has(path.toLowerCase()); count += 1)
      path = `${nodePaths.logs(node)}/${base}-${count}${ending}`
    this.#taken.add(path.toLowerCase())
    this.#paths.set(id, path)
    return path
  }

  /** Where on this machine. */
  placeOf(node: string, source: Framed): string {
    return join(this.#writer.folder, this.pathOf(node, source))
  }
}
