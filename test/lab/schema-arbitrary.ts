import fc from 'fast-check'
import type {Shape} from './protocol/catalogue.ts'

/** Characters that XML may hold, with those that it must escape, and some beyond ASCII. */
const characters = fc.constantFrom(...'abcXYZ019 -_.:/<>&"\'{}$%+=?#;,\\[]äß漢字🙂')
const wordCharacters = fc.constantFrom(...'abcXYZ019-')
/** Text without blanks at its ends, which parsers of XML and of headers drop. */
const text = fc
  .array(characters, {minLength: 1, maxLength: 12})
  .map(parts => parts.join('').trim())
  .filter(value => value !== '')
const word = fc.array(wordCharacters, {minLength: 1, maxLength: 12}).map(parts => parts.join(''))
/** Whole seconds: all that an HTTP date can say. */
const time = fc.integer({min: 1_000_000_000, max: 2_000_000_000}).map(seconds => new Date(seconds * 1000))

/** How deep structures go that hold structures. */
const top = 3

/** Values of a shape, as a client takes them and gives them back: what is random is what is there, and what it holds. */
export function anyOf(shape: Shape, depth = top): fc.Arbitrary<unknown> {
  if (shape.isListSchema()) {
    const item = isInHeaderOrPath(shape) ? word : anyOf(shape.getValueSchema(), depth - 1)
    return fc.array(item, {minLength: 1, maxLength: 2})
  }
  if (shape.isMapSchema()) {
    return fc.dictionary(text, anyOf(shape.getValueSchema(), depth - 1), {
      minKeys: 1,
      maxKeys: 2,
      noNullPrototype: true,
    })
  }
  if (shape.isUnionSchema()) return unionOf(shape, depth)
  if (shape.isStructSchema()) return structOf(shape, depth)
  if (shape.isBlobSchema()) return fc.uint8Array({minLength: 1, maxLength: 8}).map(bytes => Uint8Array.from(bytes))
  if (shape.isTimestampSchema()) return time
  if (shape.isBooleanSchema()) return fc.boolean()
  if (shape.isNumericSchema()) return fc.integer({min: 0, max: 1_000_000})
  if (shape.isBigIntegerSchema()) return fc.bigInt({min: 0n, max: 10n ** 20n})
  return isInHeaderOrPath(shape) ? word : text
}

/**
 * A structure of which each member may be missing, except those without which no request can be written. A nested one has
 * one member at least: forms have no way to write an empty structure.
 */
export function structOf(shape: Shape, depth = top): fc.Arbitrary<Record<string, unknown>> {
  if (!shape.isStructSchema()) return fc.constant({})
  const all = [...shape.structIterator()].filter(([name, member]) => isTried(name, member))
  const scalars = all.filter(([, member]) => isScalar(member))
  const members = depth > 0 || scalars.length === 0 ? all : scalars
  const required = members
    .filter(([name, member]) => member.getMergedTraits().httpLabel || member.isIdempotencyToken() || name === 'Bucket')
    .map(([name]) => name)
  const optional = members.filter(([name]) => !required.includes(name)).map(([name]) => name)
  const minLength = depth === top || required.length > 0 ? 0 : Math.min(1, optional.length)
  // Large structures would be all but never complete; a few members at a time are as telling.
  return fc.subarray(optional, {minLength, maxLength: Math.min(8, optional.length)}).chain(chosen => {
    const present = members.filter(([name]) => required.includes(name) || chosen.includes(name))
    return fc.record(Object.fromEntries(present.map(([name, member]) => [name, anyOf(member, depth - 1)])))
  })
}

function unionOf(shape: Shape, depth: number): fc.Arbitrary<unknown> {
  const members = [...shape.structIterator()].filter(([name, member]) => isTried(name, member))
  return fc.constantFrom(...members).chain(([name, member]) => anyOf(member, depth - 1).map(value => ({[name]: value})))
}

function isScalar(shape: Shape): boolean {
  return !(shape.isListSchema() || shape.isMapSchema() || shape.isStructSchema())
}

/** Streams and free documents have no place in what the lab serves; of checksums the client accepts only its own. */
function isTried(name: string, shape: Shape): boolean {
  return !(name === 'ChecksumAlgorithm' || shape.isStreaming() || shape.isDocumentSchema())
}

function isInHeaderOrPath(shape: Shape): boolean {
  const {httpHeader, httpLabel, httpPrefixHeaders, mediaType} = shape.getMergedTraits()
  return Boolean(httpHeader || httpLabel || httpPrefixHeaders || mediaType)
}

/** Values in a form that can be compared: bytes of any class as base64. */
export function comparable(value: unknown): unknown {
  if (value instanceof Uint8Array) return `bytes ${Buffer.from(value).toString('base64')}`
  if (value instanceof Date) return value.toISOString()
  if (Array.isArray(value)) return value.map(comparable)
  if (typeof value !== 'object' || value === null) return value
  return Object.fromEntries(
    Object.entries(value)
      .filter(([, item]) => item !== undefined)
      .map(([key, item]) => [key, comparable(item)]),
  )
}
