import {bytesOf, type Redactor, textOf} from './redactor.ts'
import {mark} from './rules.ts'
import {namesSecret} from './secret-names.ts'

/** A document that goes deeper is nobody's, and hides what is below. */
const deepest = 200

/** Where a list has names and values as properties of their own: parameters, tags, variables of containers. */
const pairs: readonly (readonly [string, string])[] = [
  ['ParameterKey', 'ParameterValue'],
  ['OutputKey', 'OutputValue'],
  ['Key', 'Value'],
  ['key', 'value'],
  ['Name', 'Value'],
  ['name', 'value'],
]

/**
 * A JSON document without secrets, of the same shape: objects, lists, booleans and null stay what they are. Every string goes
 * through the redactor, names of properties too; one that is JSON itself is looked into. What stands under the name of a secret goes
 * as a whole, be it a string or a number, unless it says that there is none, such as `none`.
 */
export function redactedJson(value: unknown, redactor: Redactor): unknown {
  return redactedValue(value, redactor, {depth: 0, secret: false})
}

interface Place {
  readonly depth: number
  /** Whether it stands under the name of a secret. */
  readonly secret: boolean
}

function redactedValue(value: unknown, redactor: Redactor, place: Place): unknown {
  if (place.depth > deepest) return mark
  const below = {...place, depth: place.depth + 1}
  if (typeof value === 'string')
    return place.secret && !saysNothing(value) ? mark : redactedText(value, redactor, below)
  if (typeof value === 'number') return place.secret ? mark : value
  if (Array.isArray(value)) return value.map((item: unknown) => redactedValue(item, redactor, below))
  if (typeof value !== 'object' || value === null) return value
  return redactedObject(value, redactor, {...below, secret: false})
}

function redactedObject(value: object, redactor: Redactor, place: Place): object {
  const entries = new Map<string, unknown>(Object.entries(value))
  const named = pairs.find(([name, own]) => entries.has(own) && namesSecret(String(entries.get(name) ?? '')))?.[1]
  const shown = new Map<string, unknown>()
  for (const [name, own] of entries) {
    let label = textOf(redactor.redacted(bytesOf(name)))
    // Two names that were secrets are two properties still.
    while (shown.has(label)) label += '_'
    shown.set(label, redactedValue(own, redactor, {...place, secret: name === named || namesSecret(name)}))
  }
  return Object.fromEntries(shown)
}

function redactedText(text: string, redactor: Redactor, place: Place): string {
  const document = parsed(text)
  if (document === undefined) return textOf(redactor.redacted(bytesOf(text)))
  const shown = redactedValue(document, redactor, place)
  const [before, after] = [JSON.stringify(document), JSON.stringify(shown)]
  // As it was written, where nothing was taken out.
  return before === after ? text : after
}

function parsed(text: string): object | undefined {
  if (!/^\s*[[{]/.test(text)) return undefined
  try {
    const document: unknown = JSON.parse(text)
    return typeof document === 'object' && document !== null ? document : undefined
  } catch {
    return undefined
  }
}

/** An empty value, or a word for none: support needs to see it. */
function saysNothing(value: string): boolean {
  return value === '' || value === mark || /^(none|null|true|false|undefined)$/i.test(value)
}
