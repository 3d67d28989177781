import {
  constructFromEvents,
  EVENT_ID,
  type Event,
  getScalarValue,
  type MappingEvent,
  parseEvents,
  SCALAR_STYLE,
  type ScalarEvent,
  type SequenceEvent,
  YAMLException,
} from 'js-yaml'
import {yamlTrouble} from './yaml-troubles.ts'

/*
 * A YAML or JSON text as the tree that is written there, with offsets into the text. Nothing is resolved: tags, aliases and
 * duplicate keys are as they stand, for what a template means by them is not what a configuration does.
 */

interface Written {
  /** Where it begins, after its tag and anchor; of what is left empty, where the thing before it begins. */
  readonly offset: number
  /** As it is written: `!Ref`, `!!str`. */
  readonly tag: string | undefined
  readonly anchor: string | undefined
}

export interface YamlScalar extends Written {
  readonly kind: 'scalar'
  /** Without quotes and escapes, blocks without their indentation. */
  readonly text: string
  /** Neither quotes nor a block: `true`, `5` and nothing may mean more than text. */
  readonly plain: boolean
  /** Of the parser, for `coreValue` and `rangeOf`. */
  readonly event: ScalarEvent
}

export interface YamlList extends Written {
  readonly kind: 'list'
  readonly items: readonly YamlNode[]
}

export interface YamlMap extends Written {
  readonly kind: 'map'
  /** In the order of the text, equal keys too. */
  readonly pairs: readonly {readonly key: YamlNode; readonly value: YamlNode}[]
}

export interface YamlAlias {
  readonly kind: 'alias'
  readonly offset: number
  readonly anchor: string
}

export type YamlNode = YamlScalar | YamlList | YamlMap | YamlAlias

/** Why a text is no YAML. The message repeats nothing of the text, which may be a password. */
export class YamlTrouble extends Error {
  override readonly name = 'YamlTrouble'
  /** Into the text. */
  readonly offset: number

  constructor(message: string, offset: number) {
    super(message)
    this.offset = offset
  }
}

/** How events say that there is none. */
const absent = -1

/** Collections within collections: deeper than anybody writes, far from the end of the stack. */
const depthLimit = 1000

/** The one document of a text, null where there is nothing but comments. Throws `YamlTrouble`. */
export function parseYaml(text: string): YamlNode | null {
  const events = eventsOf(text)
  return events.length === 0 ? null : new Reader(text, events).document()
}

/** Where a scalar stands in its text, quotes included; null where nothing is written. */
export function rangeOf(
  {event, offset}: YamlScalar,
  text: string,
): {readonly from: number; readonly to: number} | null {
  if (event.valueStart === absent) return null
  if (event.style === SCALAR_STYLE.PLAIN) return {from: offset, to: event.valueEnd}
  if (!isBlock(event)) return {from: offset, to: event.valueEnd + 1}
  // The line breaks that end a block belong to what follows as well.
  return {from: offset, to: text.slice(0, event.valueEnd).trimEnd().length}
}

function eventsOf(text: string): Event[] {
  try {
    return parseEvents(text, {maxDepth: depthLimit})
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    const offset = error.mark?.position ?? 0
    throw new YamlTrouble(yamlTrouble(error.reason, text.charAt(offset)), offset)
  }
}

/**
 * What a scalar is in YAML 1.2's core schema: null, a truth, a number or text. `text` is that of its tree. Throws `YamlTrouble` where
 * its tag, such as `!!int`, does not fit it.
 */
export function coreValue(text: string, {event, offset}: YamlScalar): unknown {
  const document = {type: EVENT_ID.DOCUMENT, explicitStart: false, explicitEnd: false, directives: []}
  try {
    return constructFromEvents([document, event, {type: EVENT_ID.POP}], {source: text})[0]
  } catch (error) {
    if (!(error instanceof YAMLException)) throw error
    throw new YamlTrouble('a value that does not fit its tag', offset)
  }
}

class Reader {
  readonly #text: string
  readonly #events: readonly Event[]
  #next = 0
  /** Where the last thing that was read begins. */
  #offset = 0

  constructor(text: string, events: readonly Event[]) {
    this.#text = text
    this.#events = events
  }

  /** The one document; null where nothing stands in it. */
  document(): YamlNode | null {
    this.#next += 1
    const root = this.#node()
    this.#next += 1
    const second = this.#events[this.#next + 1]
    if (second !== undefined) {
      const offset = startOf(second, this.#text) ?? this.#text.length
      throw new YamlTrouble('more than one document in the file', offset)
    }
    const empty = root.kind === 'scalar' && root.event.valueStart === absent && root.tag === undefined
    return empty ? null : root
  }

  #node(): YamlNode {
    const event = this.#events[this.#next]
    this.#next += 1
    if (event === undefined) throw new TypeError('the events of a document end before it does')
    this.#offset = startOf(event, this.#text) ?? this.#offset
    const offset = this.#offset
    switch (event.type) {
      case EVENT_ID.ALIAS:
        return {kind: 'alias', offset, anchor: this.#text.slice(event.anchorStart, event.anchorEnd)}
      case EVENT_ID.SCALAR: {
        const {tag, anchor} = this.#properties(event)
        const text = getScalarValue(this.#text, event)
        return {kind: 'scalar', offset, tag, anchor, text, plain: event.style === SCALAR_STYLE.PLAIN, event}
      }
      case EVENT_ID.SEQUENCE: {
        const {tag, anchor} = this.#properties(event)
        const items: YamlNode[] = []
        while (!this.#closed()) items.push(this.#node())
        return {kind: 'list', offset, tag, anchor, items}
      }
      case EVENT_ID.MAPPING: {
        const {tag, anchor} = this.#properties(event)
        const pairs: {key: YamlNode; value: YamlNode}[] = []
        while (!this.#closed()) pairs.push({key: this.#node(), value: this.#node()})
        return {kind: 'map', offset, tag, anchor, pairs}
      }
      default:
        throw new TypeError(`an event of type ${event.type} where a node should begin`)
    }
  }

  /** Whether the collection ends here; then its end is behind us. */
  #closed(): boolean {
    if (this.#events[this.#next]?.type !== EVENT_ID.POP) return false
    this.#next += 1
    return true
  }

  #properties(event: ScalarEvent | SequenceEvent | MappingEvent): {
    tag: string | undefined
    anchor: string | undefined
  } {
    return {
      tag: event.tagStart === absent ? undefined : this.#text.slice(event.tagStart, event.tagEnd),
      anchor: event.anchorStart === absent ? undefined : this.#text.slice(event.anchorStart, event.anchorEnd),
    }
  }
}

/** Where a node begins, quotes and the mark of a block included; undefined where nothing is written. */
function startOf(event: Event, text: string): number | undefined {
  switch (event.type) {
    case EVENT_ID.ALIAS:
      return event.anchorStart - 1
    case EVENT_ID.SEQUENCE:
    case EVENT_ID.MAPPING:
      return event.start
    case EVENT_ID.SCALAR:
      if (event.valueStart === absent) return [event.tagStart, event.anchorStart].find(start => start !== absent)
      if (isBlock(event)) return blockMark(text, event.valueStart)
      return event.style === SCALAR_STYLE.PLAIN ? event.valueStart : event.valueStart - 1
    default:
      return undefined
  }
}

function isBlock({style}: ScalarEvent): boolean {
  return style === SCALAR_STYLE.LITERAL_BLOCK || style === SCALAR_STYLE.FOLDED_BLOCK
}

/** The `|` or `>` in the line before the block's first: a parser's event knows only where the lines begin. */
function blockMark(text: string, firstLine: number): number {
  const lineStart = text.lastIndexOf('\n', firstLine - 2) + 1
  const mark = text
    .slice(lineStart, firstLine)
    .trimEnd()
    .search(/[|>][-+1-9]*(?:\s+#.*)?$/)
  return lineStart + Math.max(0, mark)
}
