import type {core} from 'zod'
import {nearest} from '../model/nearest.ts'
import {type Path, refused} from './yaml-tree.ts'

/** Of very many the first ones are what helps. */
const mostKeys = 50

/** What is wrong, and whether it is about the key itself or about its value. */
export interface Trouble {
  readonly message: string
  readonly about: 'key' | 'value'
  readonly path: Path
}

/**
 * What the schema complains of, in plain sentences. `valueAt` gives the value at a path; `keysAt` the keys that may stand there.
 */
export function troublesIn(
  issue: core.$ZodIssue,
  valueAt: (path: Path) => unknown,
  keysAt: (path: Path) => readonly string[],
): readonly Trouble[] {
  const path = issue.path.filter(part => typeof part !== 'symbol')
  if (issue.code === 'unrecognized_keys') {
    return issue.keys.slice(0, mostKeys).map(key => ({
      message: `there is no key "${short(key)}"${path.length === 0 ? '' : ` in ${nameOf(path)}`}${nearest(key, keysAt(path))}`,
      about: 'key',
      path: [...path, key],
    }))
  }
  const value = valueAt(path)
  if (value === refused) return []
  if (value === undefined) {
    const missing = `${nameOf(path.slice(0, -1))} has no ${String(path.at(-1))}; it needs ${listed(keysAt(path.slice(0, -1)))}`
    return [{message: missing, about: 'value', path: path.slice(0, -1)}]
  }
  // What a pattern did not let through is quoted, with the schema's own words for it.
  const misshapen = issue.code === 'invalid_format' && typeof value === 'string' && issue.message.startsWith('is')
  const message = misshapen ? `"${short(value)}" ${issue.message}` : `${nameOf(path)} ${complaint(issue, value)}`
  return [{message, about: 'value', path}]
}

function complaint(issue: core.$ZodIssue, value: unknown): string {
  switch (issue.code) {
    case 'invalid_type':
      return kindOf(value) === 'a number' && issue.expected === 'int'
        ? `must be a whole number, not ${String(value)}`
        : `must be ${kinds[issue.expected] ?? issue.expected}, not ${kindOf(value)}`
    case 'invalid_value': {
      const choices = issue.values.map(String)
      return `must be one of ${choices.join(', ')}${typeof value === 'string' ? nearest(value, choices) : ''}`
    }
    case 'too_small':
      return issue.origin === 'string' ? 'must not be empty' : `must be at least ${issue.minimum}`
    case 'too_big':
      if (issue.origin === 'string') return `must have at most ${issue.maximum} characters`
      return issue.origin === 'array' ? `takes at most ${issue.maximum} entries` : `must be at most ${issue.maximum}`
    // The schema's own words, which begin with a verb.
    default:
      return issue.message
  }
}

const kinds: {readonly [expected: string]: string} = {
  string: 'a text',
  number: 'a number',
  int: 'a whole number',
  object: 'a map',
  record: 'a map',
  array: 'a list',
}

function kindOf(value: unknown): string {
  if (value === null) return 'nothing'
  if (Array.isArray(value)) return 'a list'
  if (typeof value === 'boolean') return 'true or false'
  return kinds[typeof value] ?? typeof value
}

/** The key that a path ends with; entries of a list are called after it. */
function nameOf(path: Path): string {
  const last = path.at(-1)
  if (last === undefined) return 'the configuration'
  if (typeof last === 'string') return short(last)
  return path.at(-2) === 'waivers' ? 'the waiver' : `an entry of ${String(path.at(-2))}`
}

function short(text: string): string {
  return text.length <= 60 ? text : `${text.slice(0, 60)}…`
}

function listed(keys: readonly string[]): string {
  return `${keys.slice(0, -1).join(', ')} and ${keys.at(-1)}`
}
