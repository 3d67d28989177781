import type {Filter, Tag} from '@aws-sdk/client-ec2'
import {AwsError} from '../protocol/aws-error.ts'

/** By filter name what of a resource it looks at: one value, or several of which one has to match. */
export type FilterTable<T> = Readonly<Record<string, (resource: T) => unknown>>

/**
 * EC2's filters: all must hold, each by one of its values, in which `*` and `?` stand for text and for a character. Tags
 * are filtered by `tag:Key` and `tag-key`. A filter that the table lacks is refused as EC2 refuses one it does not know.
 */
export function filtered<T extends object>(
  resources: readonly T[],
  filters: readonly Filter[] | undefined,
  table: FilterTable<T>,
): T[] {
  const tests = (filters ?? []).map(({Name = '', Values}) => ({
    read: reader(Name, table),
    patterns: (Values ?? []).map(patternOf),
  }))
  return resources.filter(resource =>
    tests.every(({read, patterns}) => {
      const values = [read(resource)].flat().filter(value => value !== undefined && value !== null)
      return values.some(value => patterns.some(pattern => pattern.test(String(value))))
    }),
  )
}

function reader<T extends object>(name: string, table: FilterTable<T>): (resource: T) => unknown {
  if (name === 'tag-key') return resource => tagsOf(resource).map(({Key}) => Key)
  if (name.startsWith('tag:')) {
    const key = name.slice(4)
    return resource => tagsOf(resource).find(({Key}) => Key === key)?.Value
  }
  const read = Object.hasOwn(table, name) ? table[name] : undefined
  if (read === undefined) throw new AwsError('InvalidParameterValue', `The filter '${name}' is invalid`)
  return read
}

function tagsOf(resource: object): readonly Tag[] {
  return 'Tags' in resource && Array.isArray(resource.Tags) ? resource.Tags : []
}

/** `*` and `?` are wildcards, unless a backslash takes them at their word. */
function patternOf(value: string): RegExp {
  const text = value.replace(/\\([\\*?])|([*?])|[.+^${}()|[\]\\]/g, (found, literal?: string, wildcard?: string) => {
    if (wildcard !== undefined) return wildcard === '*' ? '.*' : '.'
    return `\\${literal ?? found}`
  })
  return new RegExp(`^${text}$`, 's')
}

/** The resources with these ids, or all where none are named. An id that there is not fails the whole call. */
export function named<T>(
  resources: readonly T[],
  ids: readonly string[] | undefined,
  idOf: (resource: T) => string | undefined,
  missing: (ids: string) => AwsError,
): readonly T[] {
  if (ids === undefined || ids.length === 0) return resources
  const unknown = ids.filter(id => !resources.some(resource => idOf(resource) === id))
  if (unknown.length > 0) throw missing(unknown.join(', '))
  return resources.filter(resource => ids.includes(idOf(resource) ?? ''))
}

export function notFound(code: string, what: string): (ids: string) => AwsError {
  return ids => new AwsError(code, `The ${what} '${ids}' does not exist`)
}
