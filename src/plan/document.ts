import {linesOf} from '../files/lines.ts'
import {parseYaml, type YamlAlias, type YamlMap, type YamlNode, YamlTrouble} from '../files/yaml.ts'
import type {Problems} from '../model/errors.ts'
import type {Location} from '../model/subject.ts'
import type {TextFile} from './text-file.ts'

/*
 * YAML and JSON as one tree with positions. Short forms (`!Ref X`) become their long forms (`{Ref: X}`), so that
 * nothing after this file knows in which of the two languages a template was written.
 */

export interface ScalarNode {
  readonly kind: 'scalar'
  readonly text: string
  /** Written without quotes, so that `true`, `5` and nothing may mean more than text. */
  readonly plain: boolean
  readonly at: Location
}

export interface ListNode {
  readonly kind: 'list'
  readonly items: readonly DocumentNode[]
  readonly at: Location
}

export interface MapNode {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, MapEntry>
  readonly at: Location
}

export interface MapEntry {
  readonly value: DocumentNode
  /** Of the key. */
  readonly at: Location
}

export type DocumentNode = ScalarNode | ListNode | MapNode

/** Short forms and what they stand for. */
const shortForms: ReadonlyMap<string, string> = new Map([
  ['!Ref', 'Ref'],
  ['!Condition', 'Condition'],
  ...[
    'And',
    'Base64',
    'Cidr',
    'Contains',
    'EachMemberEquals',
    'EachMemberIn',
    'Equals',
    'FindInMap',
    'GetAtt',
    'GetAZs',
    'If',
    'ImportValue',
    'Join',
    'Length',
    'Not',
    'Or',
    'RefAll',
    'Select',
    'Split',
    'Sub',
    'ToJsonString',
    'Transform',
    'ValueOf',
    'ValueOfAll',
  ].map(name => [`!${name}`, `Fn::${name}`] as const),
])

/** Tags that only repeat what a node is anyway. */
const harmlessTags = new Set([
  '!',
  ...['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].flatMap(tag => [`!!${tag}`, `!<tag:yaml.org,2002:${tag}>`]),
])

/** Deeper than any real template (the official ones reach 16), far from the end of the stack. */
const depthLimit = 100

/**
 * Nodes after every alias is written out. The official templates have 6,500; 1 MiB of text can hold 500,000 at most
 * without aliases, so more than that is an alias bomb.
 */
const expandedNodeLimit = 500_000

/** Characters after every alias is written out; four times what a file may hold. */
const expandedTextLimit = 4 * 2 ** 20

/**
 * The tree of a file, null where there is none to speak of. Adds every syntax error, duplicate key and unknown tag to
 * `problems`, with positions. Without `quotes` no message repeats anything of the file: it may be a password.
 */
export function parseDocumentFile(file: TextFile, problems: Problems, {quotes = true} = {}): DocumentNode | null {
  const lines = linesOf(file.text)
  const at = (offset: number): Position => ({file: file.name, ...lines(offset)})
  try {
    const root = parseYaml(file.text)
    if (root !== null) return new TreeBuilder(at, problems, quotes).build(root, 0)
    problems.add({message: 'holds nothing but comments', location: {file: file.name}})
  } catch (error) {
    if (error instanceof YamlTrouble)
      problems.add({message: `not valid YAML or JSON: ${error.message}`, location: at(error.offset)})
    else if (error instanceof TooManyNodes)
      problems.add({message: 'aliases expand to far more than the file holds', location: error.location})
    else throw error
  }
  return null
}

type Position = Location & {readonly column: number}

/** Ends the building of a tree at once: what aliases multiply can't be gone through to the end. */
class TooManyNodes extends Error {
  readonly location: Position

  constructor(location: Position) {
    super('too many nodes')
    this.location = location
  }
}

interface Anchor {
  readonly node: DocumentNode
  readonly size: number
  readonly characters: number
  /** Levels below it, aliases written out. */
  readonly height: number
}

class TreeBuilder {
  readonly #at: (offset: number) => Position
  readonly #problems: Problems
  readonly #quotes: boolean
  /** Anchored nodes, with the number of nodes in each: an alias shares the node but counts as a copy. */
  readonly #anchors = new Map<string, Anchor>()
  #nodes = 0
  #characters = 0
  /** The deepest level reached so far below the node being built. */
  #deepest = 0

  constructor(at: (offset: number) => Position, problems: Problems, quotes: boolean) {
    this.#quotes = quotes
    this.#at = at
    this.#problems = problems
  }

  build(source: YamlNode, depth: number): DocumentNode {
    const start = this.#nodes
    const from = this.#characters
    const above = this.#deepest
    this.#deepest = depth
    const node = this.#convert(source, depth)
    if (source.kind !== 'alias' && source.anchor !== undefined)
      this.#anchors.set(source.anchor, {
        node,
        size: this.#nodes - start,
        characters: this.#characters - from,
        height: this.#deepest - depth,
      })
    this.#deepest = Math.max(above, this.#deepest)
    return node
  }

  #convert(source: YamlNode, depth: number): DocumentNode {
    this.#nodes += 1
    const place = this.#at(source.offset)
    const at: Location = {file: place.file, line: place.line}
    if (depth > depthLimit) {
      this.#complain(`nested more than ${depthLimit} levels deep`, place)
      return nothingAt(at)
    }
    switch (source.kind) {
      case 'alias':
        return this.#aliased(source, depth, place)
      case 'scalar':
        this.#characters += source.text.length
        return this.#tagged({kind: 'scalar', text: source.text, plain: source.plain, at}, source.tag, place)
      case 'list': {
        const items = source.items.map(item => this.build(item, depth + 1))
        return this.#tagged({kind: 'list', items, at}, source.tag, place)
      }
      case 'map':
        return this.#tagged({kind: 'map', entries: this.#entries(source, depth), at}, source.tag, place)
    }
  }

  #aliased({anchor}: YamlAlias, depth: number, place: Position): DocumentNode {
    const target = this.#anchors.get(anchor)
    if (target === undefined) {
      this.#complain(
        this.#quotes ? `the alias *${anchor} names no anchor before it` : 'a value that starts with * must be quoted',
        place,
      )
      return nothingAt(place)
    }
    this.#deepest = Math.max(this.#deepest, depth + target.height)
    if (this.#deepest > depthLimit) {
      this.#complain(`aliases nest more than ${depthLimit} levels deep`, place)
      return nothingAt(place)
    }
    this.#nodes += target.size
    this.#characters += target.characters
    if (this.#nodes > expandedNodeLimit || this.#characters > expandedTextLimit) throw new TooManyNodes(place)
    return target.node
  }

  #entries({pairs}: YamlMap, depth: number): Map<string, MapEntry> {
    const entries = new Map<string, MapEntry>()
    for (const pair of pairs) {
      const place = this.#at(pair.key.offset)
      if (pair.key.kind !== 'scalar') {
        this.#complain('a key must be a plain text', place)
        continue
      }
      const key = pair.key.text
      if (key === '<<') this.#complain('CloudFormation does not take YAML merge keys (<<)', place)
      if (entries.has(key)) {
        this.#complain(
          this.#quotes ? `the key ${JSON.stringify(key)} stands here twice` : 'this key stands here twice',
          place,
        )
      }
      entries.set(key, {value: this.build(pair.value, depth + 1), at: {file: place.file, line: place.line}})
    }
    return entries
  }

  /** The long form of a node with a short-form tag. */
  #tagged(node: DocumentNode, tag: string | undefined, place: Position): DocumentNode {
    if (tag === undefined || harmlessTags.has(tag)) return node
    const name = shortForms.get(tag)
    if (name === undefined) {
      this.#complain(
        this.#quotes
          ? `CloudFormation knows no tag ${JSON.stringify(tag)}`
          : 'a value that starts with ! must be quoted',
        place,
      )
      return node
    }
    const argument = name === 'Fn::GetAtt' && node.kind === 'scalar' ? splitAttribute(node) : node
    return {kind: 'map', entries: new Map([[name, {value: argument, at: node.at}]]), at: node.at}
  }

  #complain(message: string, location: Position): void {
    this.#problems.add({message, location})
  }
}

/** `Resource.Attribute.Part` as the list that the long form takes; the attribute keeps its own dots. */
function splitAttribute(node: ScalarNode): DocumentNode {
  const dot = node.text.indexOf('.')
  if (dot < 0) return node
  const parts = [node.text.slice(0, dot), node.text.slice(dot + 1)]
  return {kind: 'list', items: parts.map(text => ({...node, text})), at: node.at}
}

function nothingAt({file, line}: Location): ScalarNode {
  return {kind: 'scalar', text: '', plain: true, at: {file, line}}
}
