import type {CaseFiles} from '../bundle/case-folder.ts'
import {
  type CaseNode,
  caseNode,
  casePaths,
  type FunctionLogRecord,
  functionLogRecord,
  nodePaths,
  type ScalingActivityRecord,
  type StackEventRecord,
  scalingActivityRecord,
  stackEventRecord,
  type TargetHealthRecord,
  targetHealthRecord,
} from '../model/evidence.ts'
import {type Manifest, manifestSchema} from '../model/manifest.ts'
import type {Snapshot} from '../model/snapshot.ts'
import {snapshotSchema} from '../model/snapshot-schema.ts'
import {logAt} from './case-logs.ts'
import {isWithin, type Span} from './moments.ts'
import {type Recorded, readDocument, readRecords} from './records.ts'
import {LogScan, type ScannedLog} from './scan-log.ts'

/** What lies in a case, every file read once. */
export interface CaseEvidence {
  readonly nodes: readonly Recorded<CaseNode>[]
  readonly events: readonly Recorded<StackEventRecord>[]
  readonly functionLog: readonly Recorded<FunctionLogRecord>[]
  readonly activities: readonly Recorded<ScalingActivityRecord>[]
  readonly targetHealth: readonly Recorded<TargetHealthRecord>[]
  readonly logs: readonly ScannedLog[]
  readonly snapshot: Snapshot | null
  /** In which line of the snapshot each fact begins. */
  readonly factLines: ReadonlyMap<string, number>
  readonly manifest: Manifest | null
  readonly lookedAt: readonly {readonly file: string; readonly lines: number}[]
  /** Files that are not what they should be, one sentence each. */
  readonly faults: readonly string[]
}

export function readCase(files: CaseFiles, window: Span | null): CaseEvidence {
  const lookedAt: {file: string; lines: number}[] = []
  const faults: string[] = []
  const records = <T extends {readonly at: string}>(file: string, schema: Parameters<typeof readRecords<T>>[2]) => {
    const {records: all, lines, unread, beyond} = readRecords(files, file, schema)
    if (files.paths.includes(file)) lookedAt.push({file, lines})
    if (unread > 0) faults.push(`${unread} lines of ${file} are not in their form`)
    if (beyond > 0) faults.push(`${beyond} records of ${file} are beyond those that are read`)
    return all.filter(({value}) => isWithin(window, value.at))
  }
  const document = <T>(file: string, schema: Parameters<typeof readDocument<T>>[2]) => {
    const {value, lines} = readDocument(files, file, schema)
    if (value === undefined) faults.push(`${file} is not in its form`)
    else if (value !== null) lookedAt.push({file, lines: lines.length})
    return {value: value ?? null, lines}
  }
  const nodes = files.paths.flatMap(path => {
    const [, name] = /^nodes\/([^/]+)\/[^/]+$/.exec(path) ?? []
    if (name === undefined || path !== nodePaths.node(name)) return []
    const {value} = document(path, caseNode)
    return value === null ? [] : [{value: {...value, name}, file: path, line: 1}]
  })
  const snapshot = document(casePaths.snapshot, snapshotSchema)
  const manifest = document(casePaths.manifest, manifestSchema)
  return {
    nodes,
    events: records(casePaths.events, stackEventRecord),
    functionLog: records(casePaths.functionLog, functionLogRecord),
    activities: records(casePaths.activities, scalingActivityRecord),
    targetHealth: records(casePaths.targetHealth, targetHealthRecord),
    logs: files.paths.flatMap(path => {
      const log = logAt(path)
      if (log === null) return []
      const ahead = nodes.find(({value}) => value.name === log.node)?.value.clockAhead ?? 0
      const scan = new LogScan(log, ahead, window)
      for (const line of files.lines(path)) scan.take(line)
      const scanned = scan.done()
      lookedAt.push({file: path, lines: scanned.lines})
      return [scanned]
    }),
    // Per key the schema and FactMap are one definition; the schema is made by fromEntries, which loses that relation.
    snapshot: snapshot.value as unknown as Snapshot | null,
    factLines: factLinesIn(snapshot.lines),
    manifest: manifest.value,
    lookedAt: lookedAt.toSorted((one, other) => (one.file < other.file ? -1 : 1)),
    faults,
  }
}

/** As the snapshot is written: indented by two, facts by four. */
function factLinesIn(lines: readonly Buffer[]): ReadonlyMap<string, number> {
  return new Map(
    lines.flatMap((line, index) => {
      const key = /^ {4}"([A-Za-z]{1,60})": /.exec(line.toString('latin1', 0, 80))?.[1]
      return key === undefined ? [] : [[key, index + 1] as const]
    }),
  )
}
