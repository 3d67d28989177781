import type {Location} from '../model/subject.ts'
import type {Truth} from './evaluate.ts'
import {
  attributeName,
  items,
  sketchOf,
  type TextValue,
  text,
  type UnresolvedValue,
  unresolved,
  type Value,
} from './value.ts'

/*
 * The functions of CloudFormation over values that are evaluated already. Each is total: what can't be told is unresolved,
 * for the reason of the first part that is.
 */

export function asLiteral(value: Value): string | null {
  return value.kind === 'text' && value.secret !== true ? value.text : null
}

export function notAList(value: Value | undefined): string {
  if (value?.kind === 'attribute') return `${attributeName(value)} is known once the stack exists`
  return 'a single value stands where a list belongs'
}

/** Longer than CloudFormation's own limit for a whole template: the result could not be deployed. */
const textLimit = 1_048_576

/** Stands in a sketch for what has no name of its own. */
const unknownPart = '${?}'

export function concatenate(parts: readonly Value[], separator: string, at: Location): TextValue | UnresolvedValue {
  const texts: string[] = []
  let length = 0
  let secret = false
  let because: string | null = null
  for (const part of parts) {
    if (part.kind === 'nothing') continue
    if (part.kind === 'map') return unresolved('a map stands where a text belongs', at)
    // Fn::Join takes a list inside a list for its items.
    const flat = part.kind === 'list' ? concatenate(part.items, separator, at) : part
    if (flat.kind === 'unresolved') because ??= flat.because
    else if (flat.kind === 'attribute') because ??= `${attributeName(flat)} is known once the stack exists`
    else secret ||= flat.secret === true
    const piece = sketchOf(flat) ?? (flat.kind === 'text' ? flat.text : unknownPart)
    texts.push(piece)
    length += piece.length
    if (length > textLimit) return unresolved('the text grows beyond what CloudFormation takes', at)
  }
  const joined = texts.join(separator)
  if (because !== null) return unresolved(because, at, secret ? undefined : joined)
  return {kind: 'text', text: joined, secret: secret ? true : undefined, at, parameter: onlyParameter(parts)}
}

/** The parameter that a text consists of, where it is nothing but that parameter. */
function onlyParameter(parts: readonly Value[]): string | undefined {
  const filled = parts.filter(part => part.kind !== 'text' || part.text !== '')
  return filled.length === 1 ? filled[0]?.parameter : undefined
}

export function onText(value: Value, at: Location, then: (value: string) => string): Value {
  if (value.kind === 'text') return {...value, text: then(value.text)}
  return value.kind === 'unresolved' ? value : unresolved('a list or map stands where a text belongs', at)
}

export function onList(value: Value, at: Location, then: (list: readonly Value[]) => Value): Value {
  if (value.kind === 'list') return then(items(value))
  return value.kind === 'unresolved' ? value : unresolved(notAList(value), at)
}

export function split(separator: Value | undefined, source: Value | undefined, at: Location): Value {
  if (separator?.kind !== 'text' || separator.text === '' || separator.secret === true)
    return unresolved('Fn::Split with a computed separator', at)
  if (source?.kind !== 'text') {
    return unresolved(source?.kind === 'unresolved' ? source.because : notAList(source), at)
  }
  const parts = source.text.split(separator.text).map((part): TextValue => ({...source, text: part}))
  return {kind: 'list', items: parts, at: source.at, parameter: source.parameter}
}

export function select(index: Value | undefined, list: Value | undefined, at: Location): Value {
  if (index?.kind !== 'text' || index.secret === true) return unresolved('Fn::Select with a computed index', at)
  if (list?.kind !== 'list') return unresolved(list?.kind === 'unresolved' ? list.because : notAList(list), at)
  const found = /^\d+$/.test(index.text) ? list.items[Number(index.text)] : undefined
  return found ?? unresolved(`Fn::Select asks for item ${index.text.slice(0, 20)} of ${list.items.length}`, at)
}

export function equal([one, other]: readonly Value[]): Truth {
  if (one === undefined || other === undefined) return {because: 'Fn::Equals of one value'}
  for (const side of [one, other]) {
    if (side.kind === 'unresolved') return {because: side.because}
    if (side.kind === 'attribute') return {because: `${attributeName(side)} is known once the stack exists`}
  }
  const reads = [one, other].find(side => side.kind === 'text' && side.text.includes('{{resolve:'))
  if (reads !== undefined && !sameValue(one, other)) return {because: 'a dynamic reference is read at deploy time'}
  return sameValue(one, other)
}

export function sameValue(one: Value, other: Value): boolean {
  if (one.kind === 'text' && other.kind === 'text') return one.text === other.text
  if (one.kind === 'list' && other.kind === 'list') {
    return (
      one.items.length === other.items.length &&
      one.items.every((item, index) => {
        const twin = other.items[index]
        return twin !== undefined && sameValue(item, twin)
      })
    )
  }
  if (one.kind === 'map' && other.kind === 'map') {
    return (
      one.entries.size === other.entries.size &&
      [...one.entries].every(([key, item]) => {
        const twin = other.entries.get(key)
        return twin !== undefined && sameValue(item, twin)
      })
    )
  }
  if (one.kind === 'attribute' && other.kind === 'attribute') {
    return one.logicalId === other.logicalId && one.attribute === other.attribute
  }
  return one.kind === 'nothing' && other.kind === 'nothing'
}

export function toJsonString(value: Value, at: Location): Value {
  const open: string[] = []
  let secret = false
  const plain = (part: Value): unknown => {
    switch (part.kind) {
      case 'text':
        secret ||= part.secret === true
        return part.text
      case 'list':
        return items(part).map(plain)
      case 'map':
        return Object.fromEntries(
          [...part.entries].filter(([, item]) => item.kind !== 'nothing').map(([key, item]) => [key, plain(item)]),
        )
      case 'attribute':
        open.push(`${attributeName(part)} is known once the stack exists`)
        return null
      case 'unresolved':
        open.push(part.because)
        return null
      case 'nothing':
        return null
    }
  }
  const json = JSON.stringify(plain(value))
  return open[0] === undefined
    ? {kind: 'text', text: json, secret: secret ? true : undefined, at}
    : unresolved(open[0], at)
}

/** IPv4 sub-ranges of a block, as Fn::Cidr gives them: `count` ranges that leave `bits` for hosts (32 − prefix). */
export function cidr(block: Value | undefined, count: Value | undefined, bits: Value | undefined, at: Location): Value {
  const [source, wanted, hostBits] = [block, count, bits].map(value => (value === undefined ? null : asLiteral(value)))
  const match = /^(\d{1,3})\.(\d{1,3})\.(\d{1,3})\.(\d{1,3})\/(\d{1,2})$/.exec(source ?? '')
  const ranges = Number(wanted)
  const free = Number(hostBits ?? '')
  if (match === null || hostBits === null || !(ranges >= 1 && ranges <= 256) || !(free >= 1 && free <= 32)) {
    return unresolved('Fn::Cidr is computed when the stack is deployed', at)
  }
  const start = match.slice(1, 5).reduce((sum, byte) => sum * 256 + Number(byte), 0)
  const size = 2 ** free
  const made = Array.from({length: ranges}, (_, index) => {
    const first = start + index * size
    const bytes = [24, 16, 8, 0].map(shift => Math.floor(first / 2 ** shift) % 256)
    return text(`${bytes.join('.')}/${32 - free}`, at)
  })
  return {kind: 'list', items: made, at}
}
