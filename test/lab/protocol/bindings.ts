import type {Catalogue, Operation, Shape} from './catalogue.ts'
import {fits} from './route.ts'
import {scalarOf, textOf, timestampFormat} from './scalar.ts'
import {entriesOf, listOf, type Plain, type WireRequest} from './wire.ts'

/** The operation that a method, a path and a query ask for: of several the one with the most literal path. */
export function labelled(request: WireRequest, {operations, service}: Catalogue): Operation | null {
  const path = service.name === 's3' ? bucketAndRest(request.path).rest : request.path
  const found = [...operations.values()].filter(
    ({route}) => route !== null && fits(route, request.method, request.query) && route.match(path) !== null,
  )
  return found.sort((one, other) => (other.route?.weight ?? 0) - (one.route?.weight ?? 0))[0] ?? null
}

/** Whether a member of a REST message travels outside its body. */
export function isBound(member: Shape): boolean {
  const traits = member.getMergedTraits()
  return Boolean(
    traits.httpLabel ||
      traits.httpHeader ||
      traits.httpQuery ||
      traits.httpPrefixHeaders ||
      traits.httpQueryParams ||
      traits.httpPayload ||
      traits.httpResponseCode,
  )
}

export function payloadOf(shape: Shape): readonly [string, Shape] | null {
  return [...shape.structIterator()].find(([, member]) => member.getMergedTraits().httpPayload) ?? null
}

/** The members that stand in path, query and headers. */
export function boundInput(request: WireRequest, {input, route, service}: Operation): Plain {
  const {bucket, rest} = service.name === 's3' ? bucketAndRest(request.path) : {bucket: '', rest: request.path}
  const labels = new Map([...(bucket === '' ? [] : [['Bucket', bucket] as const]), ...(route?.match(rest) ?? [])])
  const value: Record<string, unknown> = {}
  if (!input.isStructSchema()) return value
  for (const [name, member] of input.structIterator()) {
    const found = boundMember(name, member, labels, request)
    if (found !== undefined) value[name] = found
  }
  return value
}

function boundMember(
  name: string,
  member: Shape,
  labels: ReadonlyMap<string, string>,
  {query, headers}: WireRequest,
): unknown {
  const traits = member.getMergedTraits()
  if (traits.httpLabel) {
    const text = labels.get(name)
    return text === undefined ? undefined : scalarOf(member, text, timestampFormat.dateTime)
  }
  if (traits.httpQuery !== undefined) {
    const texts = query.getAll(traits.httpQuery)
    const [first] = texts
    if (first === undefined) return undefined
    if (!member.isListSchema()) return scalarOf(member, first, timestampFormat.dateTime)
    return texts.map(text => scalarOf(member.getValueSchema(), text, timestampFormat.dateTime))
  }
  if (traits.httpHeader !== undefined) {
    const text = headers.get(traits.httpHeader.toLowerCase())
    return text === undefined ? undefined : headerValue(member, text)
  }
  if (traits.httpPrefixHeaders !== undefined) {
    const prefix = traits.httpPrefixHeaders.toLowerCase()
    const found = [...headers].filter(([header]) => header.startsWith(prefix))
    return found.length === 0
      ? undefined
      : Object.fromEntries(found.map(([header, text]) => [header.slice(prefix.length), text]))
  }
  return undefined
}

/** Headers and status that an output's members set. */
export function boundHeaders(
  output: Shape,
  value: Plain,
): {readonly headers: Readonly<Record<string, string>>; readonly status: number | undefined} {
  const headers: Record<string, string> = {}
  let status: number | undefined
  for (const [name, member] of output.structIterator()) {
    const traits = member.getMergedTraits()
    const item = value[name]
    if (item === undefined || item === null) continue
    if (traits.httpResponseCode) status = Number(item)
    else if (traits.httpHeader !== undefined) headers[traits.httpHeader.toLowerCase()] = headerText(member, item)
    else if (traits.httpPrefixHeaders !== undefined) {
      for (const [key, text] of entriesOf(item)) headers[traits.httpPrefixHeaders.toLowerCase() + key] = String(text)
    }
  }
  return {headers, status}
}

function headerText(member: Shape, value: unknown): string {
  if (!member.isListSchema()) return textOf(member, value, timestampFormat.httpDate)
  return listOf(value)
    .map(item => textOf(member.getValueSchema(), item, timestampFormat.httpDate))
    .map(text => (/[",]/.test(text) ? `"${text.replaceAll('\\', '\\\\').replaceAll('"', '\\"')}"` : text))
    .join(', ')
}

function headerValue(member: Shape, text: string): unknown {
  if (!member.isListSchema()) return scalarOf(member, text, timestampFormat.httpDate)
  const item = member.getValueSchema()
  // A date has a comma of its own.
  const parts = item.isTimestampSchema()
    ? (text.match(/[^,]+,[^,]+/g) ?? [])
    : [...text.matchAll(/"((?:[^"\\]|\\.)*)"|[^,\s](?:[^,]*[^,\s])?/g)].map(([plain, quoted]) =>
        quoted === undefined ? plain : quoted.replace(/\\(.)/g, '$1'),
      )
  return parts.map(part => scalarOf(item, part.trim(), timestampFormat.httpDate))
}

/** At an address without a name S3 clients put the bucket at the head of the path. */
function bucketAndRest(path: string): {readonly bucket: string; readonly rest: string} {
  const [, bucket = '', rest = ''] = /^\/([^/]*)(.*)$/s.exec(path) ?? []
  return {bucket: decodeURIComponent(bucket), rest: rest === '' ? '/' : rest}
}
