import {linesOf} from '../files/lines.ts'
import {coreValue, parseYaml, type YamlMap, type YamlNode, YamlTrouble} from '../files/yaml.ts'
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
  const lines = linesOf(text)
  const at = (offset: number): Place => ({file, ...lines(offset)})
  const builder = new Builder(text, at, problems)
  let value: unknown
  try {
    const root = parseYaml(text)
    value = root === null ? null : builder.build(root, [])
  } catch (error) {
    if (!(error instanceof YamlTrouble)) throw error
    problems.add({message: `not valid YAML: ${error.message}`, location: at(error.offset)})
    return null
  }
  const {values, keys} = builder
  const placeOf = (path: Path): Place =>
    values.get(JSON.stringify(path)) ?? (path.length === 0 ? {file} : placeOf(path.slice(0, -1)))
  return {value, placeOf, keyPlaceOf: path => keys.get(JSON.stringify(path)) ?? placeOf(path)}
}

class Builder {
  readonly values = new Map<string, Place>()
  readonly keys = new Map<string, Place>()
  readonly #text: string
  readonly #at: (offset: number) => Place
  readonly #problems: Problems

  constructor(text: string, at: (offset: number) => Place, problems: Problems) {
    this.#text = text
    this.#at = at
    this.#problems = problems
  }

  build(node: YamlNode, path: Path): unknown {
    const place = this.#at(node.offset)
    this.values.set(JSON.stringify(path), place)
    if (path.length > depthLimit) return this.#refuse('nested too deeply', place)
    // Nothing in a configuration is long enough to be repeated, and aliases can multiply without end.
    if (node.kind === 'alias') return this.#refuse('aliases (*) are not taken here; write the value out', place)
    if (node.tag !== undefined && !node.tag.startsWith('!!'))
      return this.#refuse('a tag (!) that means nothing here', place)
    switch (node.kind) {
      case 'scalar':
        return coreValue(this.#text, node)
      case 'list':
        return node.items.map((item, index) => this.build(item, [...path, index]))
      case 'map':
        return this.#map(node, path)
    }
  }

  #map({pairs}: YamlMap, path: Path): Record<string, unknown> {
    // Without a prototype: a key may have any name.
    const map: Record<string, unknown> = Object.create(null)
    for (const {key, value} of pairs) {
      const place = this.#at(key.offset)
      if (key.kind !== 'scalar') this.#refuse('a key must be a plain text', place)
      else if (key.text in map) this.#refuse(`the key "${key.text.slice(0, 100)}" stands here twice`, place)
      else {
        const below = [...path, key.text]
        this.keys.set(JSON.stringify(below), place)
        map[key.text] = this.build(value, below)
      }
    }
    return map
  }

  #refuse(message: string, location: Place): typeof refused {
    this.#problems.add({message, location})
    return refused
  }
}
