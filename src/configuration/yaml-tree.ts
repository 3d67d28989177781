import {isAlias, isMap, isScalar, isSeq, LineCounter, type Node, parseDocument} from 'yaml'
import {syntaxTrouble} from '../files/yaml-syntax.ts'
import type {Problem, Problems} from '../model/errors.ts'

export type Path = readonly (string | number)[]
export type Place = NonNullable<Problem['location']>

/** Stands where a value was refused already, so that it is not complained of a second time. */
export const refused: unique symbol = Symbol('refused')

/** A YAML or JSON text as plain values, and where each of them stands. */
export interface YamlTree {
  readonly value: unknown
  /** Of the value at a path, or of what is nearest above it. */
  readonly placeOf: (path: Path) => Place
  /** Of the key that a path ends with. */
  readonly keyPlaceOf: (path: Path) => Place
}

/** A waiver's fields are the third level. */
const depthLimit = 10

/** Reads a text; null where it is no tree. Adds all that is wrong in it to `problems`. */
export function readYaml(file: string, text: string, problems: Problems): YamlTree | null {
  const lines = new LineCounter()
  // Duplicates are found while building: the parser compares all pairs of keys.
  const document = parseDocument(text, {lineCounter: lines, prettyErrors: false, uniqueKeys: false})
  const at = (offset: number): Place => {
    const {line, col} = lines.linePos(offset)
    return {file, line: Math.max(1, line), column: Math.max(1, col)}
  }
  for (const {code, pos} of document.errors.slice(0, 20)) {
    const trouble = code === 'RESOURCE_EXHAUSTION' ? 'nested too deeply' : `not valid YAML: ${syntaxTrouble(code)}`
    problems.add({message: trouble, location: at(pos[0])})
  }
  if (document.errors.length > 0) return null
  const builder = new Builder(at, problems)
  const value = builder.build(document.contents, [])
  const {values, keys} = builder
  const placeOf = (path: Path): Place =>
    values.get(JSON.stringify(path)) ?? (path.length === 0 ? {file} : placeOf(path.slice(0, -1)))
  return {value, placeOf, keyPlaceOf: path => keys.get(JSON.stringify(path)) ?? placeOf(path)}
}

class Builder {
  readonly values = new Map<string, Place>()
  readonly keys = new Map<string, Place>()
  readonly #at: (offset: number) => Place
  readonly #problems: Problems

  constructor(at: (offset: number) => Place, problems: Problems) {
    this.#at = at
    this.#problems = problems
  }

  build(node: unknown, path: Path): unknown {
    const place = this.#at(offsetOf(node))
    this.values.set(JSON.stringify(path), place)
    if (node === null) return null
    if (path.length > depthLimit) return this.#refuse('nested too deeply', place)
    // Nothing in a configuration is long enough to be repeated, and aliases can multiply without end.
    if (isAlias(node)) return this.#refuse('aliases (*) are not taken here; write the value out', place)
    if (isScalar(node)) {
      if (node.tag !== undefined && !node.tag.startsWith('tag:yaml.org,2002:'))
        return this.#refuse('a tag (!) that means nothing here', place)
      return node.value
    }
    if (isSeq(node)) return node.items.map((item, index) => this.build(item, [...path, index]))
    if (!isMap(node)) return this.#refuse('something that is neither a value, a list nor a map', place)
    // Without a prototype: a key may have any name.
    const map: Record<string, unknown> = Object.create(null)
    for (const {key, value} of node.items) {
      const own = isScalar(key) ? String(key.value) : null
      const keyPlace = this.#at(offsetOf(key))
      if (own === null) this.#refuse('a key must be a plain text', keyPlace)
      else if (own in map) this.#refuse(`the key "${own.slice(0, 100)}" stands here twice`, keyPlace)
      else {
        const below = [...path, own]
        this.keys.set(JSON.stringify(below), keyPlace)
        map[own] = this.build(value, below)
      }
    }
    return map
  }

  #refuse(message: string, location: Place): typeof refused {
    this.#problems.add({message, location})
    return refused
  }
}

function offsetOf(node: unknown): number {
  return (node as Node | null)?.range?.[0] ?? 0
}
