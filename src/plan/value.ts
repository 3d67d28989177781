import {known, type Seen, unknown} from '../model/fact.ts'
import type {Location} from '../model/subject.ts'

/*
 * What an expression of a template comes to: resolved as far as the template and its parameters tell, and
 * `unresolved because …` beyond. An unresolved part spreads to whatever is made from it, never to its neighbours.
 */

interface Origin {
  /** Where the value was set: its literal, or the file and line that gave the parameter it came from. */
  readonly at: Location | null
  /** The parameter it came from, where it came from one. */
  readonly parameter?: string | undefined
}

export interface TextValue extends Origin {
  readonly kind: 'text'
  readonly text: string
  /** Made from a parameter that is secret: may be compared, never shown. */
  readonly secret?: boolean | undefined
}

export interface ListValue extends Origin {
  readonly kind: 'list'
  readonly items: readonly Value[]
}

export interface MapValue extends Origin {
  readonly kind: 'map'
  readonly entries: ReadonlyMap<string, Value>
}

/** What a resource of the stack will be known by (`Ref`, attribute null) or one of its attributes. */
export interface AttributeValue extends Origin {
  readonly kind: 'attribute'
  readonly logicalId: string
  readonly attribute: string | null
}

export interface UnresolvedValue extends Origin {
  readonly kind: 'unresolved'
  readonly because: string
  /** The text with its unresolved parts as `${Name}`, where it is a text of which a part is known. */
  readonly sketch?: string | undefined
}

/** `AWS::NoValue`: the property isn't there at all. */
export interface NoValue extends Origin {
  readonly kind: 'nothing'
}

export type Value = TextValue | ListValue | MapValue | AttributeValue | UnresolvedValue | NoValue

export function text(value: string, at: Location | null, parameter?: string): TextValue {
  return {kind: 'text', text: value, at, parameter}
}

export function unresolved(because: string, at: Location | null, sketch?: string): UnresolvedValue {
  return {kind: 'unresolved', because, at, sketch}
}

/** The property of a map; undefined where it isn't set or is `AWS::NoValue`. */
export function property(value: Value | undefined, name: string): Value | undefined {
  if (value?.kind === 'unresolved') return value
  if (value?.kind !== 'map') return undefined
  const found = value.entries.get(name)
  return found?.kind === 'nothing' ? undefined : found
}

/** A property reached over several names. */
export function propertyAt(value: Value | undefined, ...path: readonly string[]): Value | undefined {
  return path.reduce<Value | undefined>(property, value)
}

/** The items of a list; a single value counts as a list of one, as CloudFormation takes it. */
export function items(value: Value | undefined): readonly Value[] {
  if (value === undefined || value.kind === 'nothing') return []
  if (value.kind === 'list') return value.items.filter(item => item.kind !== 'nothing')
  return [value]
}

const dynamicReference = /\{\{resolve:[^{}]*\}\}/

/** The text of a value, dynamic references such as `{{resolve:ssm:name}}` as they stand. */
export function seenText(value: Value): Seen<string> {
  switch (value.kind) {
    case 'text':
      return value.secret === true ? unknown('unresolved', 'made from a secret parameter') : known(value.text)
    case 'attribute':
      return unknown('unresolved', `${attributeName(value)} is known once the stack exists`)
    case 'unresolved':
      return unknown('unresolved', value.because)
    case 'list':
    case 'map':
      return unknown('unresolved', `a ${value.kind} stands where a single value belongs`)
    case 'nothing':
      return unknown('unresolved', 'no value is set')
  }
}

/** The text of a value that must be literal. */
export function seenLiteral(value: Value): Seen<string> {
  const seen = seenText(value)
  if (seen.state === 'known' && dynamicReference.test(seen.value)) {
    return unknown('unresolved', `${seen.value} is read at deploy time`)
  }
  return seen
}

export function seenNumber(value: Value): Seen<number> {
  const seen = seenLiteral(value)
  if (seen.state === 'unknown') return seen
  const number = Number(seen.value)
  return seen.value.trim() !== '' && Number.isFinite(number)
    ? known(number)
    : unknown('unresolved', `"${clipped(seen.value)}" is not a number`)
}

const truths: ReadonlyMap<string, boolean> = new Map([
  ['true', true],
  ['yes', true],
  ['on', true],
  ['1', true],
  ['false', false],
  ['no', false],
  ['off', false],
  ['0', false],
])

/** YAML 1.1 spellings, which CloudFormation takes: `yes` and `on` are true. */
export function seenBoolean(value: Value): Seen<boolean> {
  const seen = seenLiteral(value)
  if (seen.state === 'unknown') return seen
  const truth = truths.get(seen.value.toLowerCase())
  return truth === undefined
    ? unknown('unresolved', `"${clipped(seen.value)}" is neither true nor false`)
    : known(truth)
}

/** All texts of a list, or why not: one unresolved item makes the list unresolved. */
export function seenTexts(value: Value | undefined): Seen<string[]> {
  const texts: string[] = []
  for (const item of items(value)) {
    const seen = seenLiteral(item)
    if (seen.state === 'unknown') return seen
    texts.push(seen.value)
  }
  return known(texts)
}

/**
 * The text of a value with `${Name}` for what isn't resolved: enough to tell what an ARN is about, or that two texts
 * are made alike. Null where nothing of it is known, or it is secret.
 */
export function sketchOf(value: Value | undefined): string | null {
  if (value?.kind === 'text') return value.secret === true ? null : value.text
  if (value?.kind === 'attribute') return `\${${attributeName(value)}}`
  return value?.kind === 'unresolved' ? (value.sketch ?? null) : null
}

export function attributeName({logicalId, attribute}: AttributeValue): string {
  return attribute === null ? logicalId : `${logicalId}.${attribute}`
}

/** A value short enough to be named in a sentence. */
export function clipped(value: string): string {
  return value.length > 60 ? `${value.slice(0, 57)}...` : value
}
