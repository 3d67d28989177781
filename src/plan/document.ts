import {isAlias, isMap, isScalar, isSeq, LineCounter, parseDocument, type Tags} from 'yaml'
import {syntaxTrouble} from '../files/yaml-syntax.ts'
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
const harmlessTags = new Set(
  ['str', 'int', 'float', 'bool', 'null', 'map', 'seq'].map(tag => `tag:yaml.org,2002:${tag}`),
)

// Declared for all three kinds of node: an unknown tag costs the parser a warning with a stack trace each.
const customTags: Tags = [...shortForms.keys()].flatMap(tag => [
  {tag, resolve: (text: string) => text},
  {tag, collection: 'seq' as const, resolve: (value: unknown) => value},
  {tag, collection: 'map' as const, resolve: (value: unknown) => value},
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
  const lines = new LineCounter()
  const document = parseDocument(file.text, {
    // Text is what CloudFormation deals in; YAML 1.2's own ideas of numbers and dates would change `010` or `1.10`.
    schema: 'failsafe',
    customTags,
    lineCounter: lines,
    prettyErrors: false,
    // Duplicates are found while building the tree: the parser compares all pairs, 28 s for 60,000 keys.
    uniqueKeys: false,
  })
  const at = (offset: number): Position => {
    const {line, col} = lines.linePos(offset)
    return {file: file.name, line: Math.max(1, line), column: Math.max(1, col)}
  }

  const exhausted = document.errors.find(error => error.code === 'RESOURCE_EXHAUSTION')
  if (exhausted !== undefined) {
    problems.add({message: 'nested too deeply', location: at(exhausted.pos[0])})
    return null
  }
  if (document.errors.length > 0) {
    for (const error of document.errors.slice(0, 20)) {
      // The parser's own message may quote the text, and the text may be a password.
      const message = `not valid YAML or JSON: ${syntaxTrouble(error.code)}`
      problems.add({message, location: at(error.pos[0])})
    }
    return null
  }
  if (document.contents === null) {
    problems.add({message: 'holds nothing but comments', location: {file: file.name}})
    return null
  }
  try {
    return new TreeBuilder(at, problems, quotes).build(document.contents, 0)
  } catch (error) {
    if (!(error instanceof TooManyNodes)) throw error
    const message = 'aliases expand to far more than the file holds'
    problems.add({message, location: error.location})
    return null
  }
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

  build(source: unknown, depth: number): DocumentNode {
    const start = this.#nodes
    const from = this.#characters
    const above = this.#deepest
    this.#deepest = depth
    const {node, anchor} = this.#convert(source, depth)
    if (anchor !== undefined)
      this.#anchors.set(anchor, {
        node,
        size: this.#nodes - start,
        characters: this.#characters - from,
        height: this.#deepest - depth,
      })
    this.#deepest = Math.max(above, this.#deepest)
    return node
  }

  #convert(source: unknown, depth: number): {node: DocumentNode; anchor?: string | undefined} {
    this.#nodes += 1
    const offset = hasRange(source) ? source.range[0] : 0
    const place = this.#at(offset)
    const at: Location = {file: place.file, line: place.line}
    const nothing: ScalarNode = {kind: 'scalar', text: '', plain: true, at}
    if (depth > depthLimit) {
      this.#complain(`nested more than ${depthLimit} levels deep`, place)
      return {node: nothing}
    }
    if (isAlias(source)) {
      const target = this.#anchors.get(source.source)
      if (target === undefined) {
        this.#complain(
          this.#quotes
            ? `the alias *${source.source} names no anchor before it`
            : 'a value that starts with * must be quoted',
          place,
        )
        return {node: nothing}
      }
      this.#deepest = Math.max(this.#deepest, depth + target.height)
      if (this.#deepest > depthLimit) {
        this.#complain(`aliases nest more than ${depthLimit} levels deep`, place)
        return {node: nothing}
      }
      this.#nodes += target.size
      this.#characters += target.characters
      if (this.#nodes > expandedNodeLimit || this.#characters > expandedTextLimit) throw new TooManyNodes(place)
      return {node: target.node}
    }
    if (isScalar(source)) {
      this.#characters += String(source.value ?? '').length
      const node: ScalarNode = {kind: 'scalar', text: String(source.value ?? ''), plain: source.type === 'PLAIN', at}
      return {node: this.#tagged(node, source.tag, place), anchor: source.anchor}
    }
    if (isSeq(source)) {
      const node: ListNode = {kind: 'list', items: source.items.map(item => this.build(item, depth + 1)), at}
      return {node: this.#tagged(node, source.tag, place), anchor: source.anchor}
    }
    if (isMap(source)) {
      const entries = new Map<string, MapEntry>()
      for (const pair of source.items) {
        const keyPlace = hasRange(pair.key) ? this.#at(pair.key.range[0]) : place
        if (!isScalar(pair.key)) {
          this.#complain('a key must be a plain text', keyPlace)
          continue
        }
        const key = String(pair.key.value ?? '')
        if (key === '<<') this.#complain('CloudFormation does not take YAML merge keys (<<)', keyPlace)
        if (entries.has(key)) {
          this.#complain(
            this.#quotes ? `the key ${JSON.stringify(key)} stands here twice` : 'this key stands here twice',
            keyPlace,
          )
        }
        const keyAt: Location = {file: keyPlace.file, line: keyPlace.line}
        const value = pair.value === null ? {...nothing, at: keyAt} : this.build(pair.value, depth + 1)
        entries.set(key, {value, at: keyAt})
      }
      const node: MapNode = {kind: 'map', entries, at}
      return {node: this.#tagged(node, source.tag, place), anchor: source.anchor}
    }
    return {node: nothing}
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

function hasRange(node: unknown): node is {range: [number, number, number]} {
  return typeof node === 'object' && node !== null && 'range' in node && Array.isArray(node.range)
}
