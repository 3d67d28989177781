import {NumericValue} from '@smithy/core/serde'
import type {Shape} from './catalogue.ts'

/** The formats of a timestamp, by the number that schemas use for them; 4 means the default of the place. */
export const timestampFormat = {default: 4, dateTime: 5, httpDate: 6, epochSeconds: 7} as const
export type TimestampFormat = 5 | 6 | 7

export function timestampFormatOf(shape: Shape, fallback: TimestampFormat): TimestampFormat {
  const schema = shape.getSchema()
  return schema === 5 || schema === 6 || schema === 7 ? schema : fallback
}

/** A scalar as text: in XML, in a query, in a header. */
export function textOf(shape: Shape, value: unknown, fallback: TimestampFormat): string {
  if (shape.isTimestampSchema()) return timestampText(value, timestampFormatOf(shape, fallback))
  if (shape.isBlobSchema()) return bytesOf(value).toString('base64')
  return value instanceof NumericValue ? value.string : String(value)
}

export function scalarOf(shape: Shape, text: string, fallback: TimestampFormat): unknown {
  if (shape.isTimestampSchema()) return dateOf(text, timestampFormatOf(shape, fallback))
  if (shape.isBlobSchema()) return Buffer.from(text, 'base64')
  if (shape.isBooleanSchema()) return text === 'true'
  if (shape.isNumericSchema()) return Number(text)
  if (shape.isBigIntegerSchema()) return BigInt(text)
  if (shape.isBigDecimalSchema()) return new NumericValue(text, 'bigDecimal')
  return text
}

/** Handlers may write a time as text, too: test data often is JSON. */
export function timeOf(value: unknown): Date {
  if (value instanceof Date) return value
  if (typeof value === 'string' || typeof value === 'number') return new Date(value)
  throw new TypeError(`Not a time: ${String(value)}`)
}

export function bytesOf(value: unknown): Buffer {
  if (value instanceof Uint8Array) return Buffer.from(value)
  return Buffer.from(String(value), 'utf8')
}

function timestampText(value: unknown, format: TimestampFormat): string {
  const time = timeOf(value)
  if (format === timestampFormat.httpDate) return time.toUTCString()
  return format === timestampFormat.epochSeconds ? String(time.getTime() / 1000) : time.toISOString()
}

function dateOf(text: string, format: TimestampFormat): Date {
  return format === timestampFormat.epochSeconds ? new Date(Number(text) * 1000) : new Date(text)
}
