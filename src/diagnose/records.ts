import type * as z from 'zod'
import type {CaseFiles} from '../bundle/case-folder.ts'

/** A record of a case and the line where it stands. */
export interface Recorded<T> {
  readonly value: T
  readonly file: string
  /** From 1. */
  readonly line: number
}

export interface Records<T> {
  readonly records: readonly Recorded<T>[]
  readonly lines: number
  /** Lines that are no such record, and records beyond the bound. */
  readonly unread: number
  readonly beyond: number
}

/** No operation on a stack and no group comes near: what does is not read, and told. */
const mostRecords = 20_000

/** The records of a file, one JSON object a line; none where the file is not there. */
export function readRecords<T>(files: CaseFiles, file: string, schema: z.ZodType<T>): Records<T> {
  const records: Recorded<T>[] = []
  let lines = 0
  let unread = 0
  let beyond = 0
  for (const bytes of files.lines(file)) {
    lines += 1
    if (bytes.length === 0) continue
    const value = schema.safeParse(jsonIn(bytes))
    if (!value.success) unread += 1
    else if (records.length >= mostRecords) beyond += 1
    else records.push({value: value.data, file, line: lines})
  }
  return {records, lines, unread, beyond}
}

function jsonIn(bytes: Buffer): unknown {
  try {
    return JSON.parse(bytes.toString('utf8'))
  } catch {
    return undefined
  }
}

/** A JSON document of a case; null where it is not there, undefined where it is none. */
export function readDocument<T>(
  files: CaseFiles,
  file: string,
  schema: z.ZodType<T>,
): {readonly value: T | null | undefined; readonly lines: readonly Buffer[]} {
  if (!files.paths.includes(file)) return {value: null, lines: []}
  const lines: Buffer[] = []
  let bytes = 0
  for (const line of files.lines(file)) {
    bytes += line.length + 1
    if (bytes > largestDocument) return {value: undefined, lines: []}
    lines.push(Buffer.from(line))
  }
  const json = jsonIn(Buffer.concat(lines.flatMap(line => [line, newline])))
  const parsed = schema.safeParse(json)
  return {value: parsed.success ? parsed.data : undefined, lines}
}

const newline = Buffer.from('\n')
/** As large a snapshot as is ever read. */
const largestDocument = 256 * 2 ** 20
