import {NumericValue} from '@smithy/core/serde'
import type {Shape} from './catalogue.ts'
import {bytesOf, timeOf, timestampFormat, timestampFormatOf} from './scalar.ts'
import {entriesOf, isPlain, listOf, type Plain} from './wire.ts'

/** How a protocol names the members of a structure in JSON: verbatim, or as the model says. */
export type JsonNaming = 'member' | 'jsonName'

export function jsonNameOf(member: Shape, name: string, naming: JsonNaming): string {
  return naming === 'jsonName' ? (member.getMemberTraits().jsonName ?? name) : name
}

/** A structure as the object to be written; members of `skip` travel elsewhere. */
export function toJson(
  shape: Shape,
  value: Plain,
  naming: JsonNaming,
  skip: (member: Shape) => boolean = () => false,
): Plain {
  const result: Record<string, unknown> = {}
  if (!shape.isStructSchema()) return result
  for (const [name, member] of shape.structIterator()) {
    const item = value[name]
    if (item === undefined || item === null || skip(member)) continue
    result[jsonNameOf(member, name, naming)] = valueToJson(member, item, naming)
  }
  return result
}

export function valueToJson(shape: Shape, value: unknown, naming: JsonNaming): unknown {
  if (value === undefined || value === null) return null
  if (shape.isDocumentSchema()) return value
  if (shape.isListSchema()) {
    const item = shape.getValueSchema()
    return listOf(value).map(one => valueToJson(item, one, naming))
  }
  if (shape.isMapSchema()) {
    const item = shape.getValueSchema()
    return Object.fromEntries(entriesOf(value).map(([key, one]) => [key, valueToJson(item, one, naming)]))
  }
  if (shape.isStructSchema()) return isPlain(value) ? toJson(shape, value, naming) : {}
  if (shape.isBlobSchema()) return bytesOf(value).toString('base64')
  if (shape.isTimestampSchema()) return timestampToJson(shape, value)
  if (value instanceof NumericValue) return Number(value.string)
  // JSON has no word for these three, the protocol has.
  if (typeof value === 'number' && !Number.isFinite(value)) return String(value)
  return value
}

function timestampToJson(shape: Shape, value: unknown): unknown {
  const time = timeOf(value)
  const format = timestampFormatOf(shape, timestampFormat.epochSeconds)
  if (format === timestampFormat.dateTime) return time.toISOString()
  return format === timestampFormat.httpDate ? time.toUTCString() : time.getTime() / 1000
}

export function fromJson(shape: Shape, source: unknown, naming: JsonNaming): Plain {
  const value: Record<string, unknown> = {}
  if (!shape.isStructSchema() || !isPlain(source)) return value
  for (const [name, member] of shape.structIterator()) {
    const item = source[jsonNameOf(member, name, naming)]
    if (item !== undefined && item !== null) value[name] = valueFromJson(member, item, naming)
  }
  return value
}

export function valueFromJson(shape: Shape, source: unknown, naming: JsonNaming): unknown {
  if (source === null || source === undefined || shape.isDocumentSchema()) return source
  if (shape.isListSchema()) {
    const item = shape.getValueSchema()
    return listOf(source).map(one => valueFromJson(item, one, naming))
  }
  if (shape.isMapSchema()) {
    const item = shape.getValueSchema()
    return Object.fromEntries(entriesOf(source).map(([key, one]) => [key, valueFromJson(item, one, naming)]))
  }
  if (shape.isStructSchema()) return fromJson(shape, source, naming)
  if (shape.isBlobSchema()) return Buffer.from(String(source), 'base64')
  if (shape.isTimestampSchema()) return new Date(typeof source === 'number' ? source * 1000 : String(source))
  if (shape.isNumericSchema()) return Number(source)
  if (shape.isBigIntegerSchema()) return BigInt(String(source))
  if (shape.isBigDecimalSchema()) return new NumericValue(String(source), 'bigDecimal')
  return source
}
