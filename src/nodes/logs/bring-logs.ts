import {randomBytes} from 'node:crypto'
import {Writable} from 'node:stream'
import type {NodeRole} from '../../openvidu/services.ts'
import {bothRings, type Rings} from '../../redact/rings.ts'
import type {SecretMemory} from '../../redact/secret-memory.ts'
import type {NodeOutcome, TransferRequest, TransferResult} from '../transfer/request.ts'
import {transfer} from '../transfer/transfer.ts'
import {collectScript} from './collect-script.ts'
import type {Following} from './following.ts'
import {type Framed, FrameReader} from './frames.ts'
import type {AskedSource, LogQuery} from './query.ts'
import {SourceFile} from './source-file.ts'

/** A node whose logs are wanted. */
export interface LogNode {
  readonly id: string
  /** As people call it, `master-1`: of letters, digits and hyphens. */
  readonly name: string
  readonly role: NodeRole
  /** Null for everything that runs there. */
  readonly sources: readonly AskedSource[] | null
}

export interface BringRequest
  extends Pick<TransferRequest, 'commander' | 'signal' | 'onEstimate' | 'viaS3' | 'viaLogs' | 'limits'> {
  readonly nodes: readonly LogNode[]
  readonly query: Omit<LogQuery, 'sources'>
  /** Where the lines of a source go: a file that is not there yet. */
  readonly place: (node: string, source: Framed) => string
  readonly memory: SecretMemory
  /** Both, unless tokens are put in, or a test shows what holds without them. */
  readonly rings?: Rings
  /** What was shown of each node before, where logs are followed. */
  readonly following?: ReadonlyMap<string, Following>
  /** Told of each node by name as soon as nothing more of it comes. */
  readonly settled?: (node: string, brought: BroughtOfNode) => void | Promise<void>
}

/** What has come of one node. */
export interface BroughtOfNode {
  readonly outcome: NodeOutcome
  readonly files: readonly SourceFile[]
  readonly absent: readonly AbsentSource[]
  /** Whether its script told that it came to its end. */
  readonly ended: boolean
}

/** A source that a node has not. */
export interface AbsentSource {
  readonly node: string
  readonly name: string
  /** `none`, `missing` (the program), `silent` (the engine), `denied`, or what else a node may say. */
  readonly why: string
}

export interface Brought extends TransferResult {
  readonly files: readonly SourceFile[]
  readonly absent: readonly AbsentSource[]
  /** Whether a node said that the pattern is none. */
  readonly badPattern: boolean
  /** The nodes, by name, whose script told that it came to its end. */
  readonly ended: ReadonlySet<string>
}

/** Brings the logs of nodes into files, redacted, source by source. Rejects only for faults of this machine or of ours. */
export async function bringLogs(request: BringRequest): Promise<Brought> {
  const {nodes, query, place, memory, following, settled, rings = bothRings(memory), ...transferring} = request
  const key = randomBytes(16).toString('hex')
  const files: SourceFile[] = []
  const absent: AbsentSource[] = []
  const ended = new Set<string>()
  let badPattern = false
  const byId = new Map(nodes.map(node => [node.id, node]))

  const sink = (id: string): Writable => {
    const {name} = byId.get(id) ?? {name: id}
    const before = following?.get(id)
    let file: SourceFile | null = null
    const reader = new FrameReader(key, {
      begin: source => {
        file = new SourceFile(name, source, place(name, source), rings.here())
        files.push(file)
        before?.begin(source)
      },
      line: (text, ended) => {
        if (before?.isNew(text, ended) ?? true) file?.write(text, ended)
      },
      end: (status, counted) => {
        file?.flush()
        if (file !== null) Object.assign(file, {status, counted})
        before?.end()
        file = null
      },
      absent: (_, source, why) => absent.push({node: name, name: source, why}),
      badPattern: () => {
        badPattern = true
      },
      done: () => ended.add(name),
    })
    return sinkOf(reader)
  }

  const result = await transfer({
    ...transferring,
    nodes: nodes.map(({id, role, sources}) => ({
      id,
      role,
      collect: collectScript({
        query: {...query, sources},
        key,
        redaction: rings.onNode,
        ...(following === undefined ? {} : {from: following.get(id)?.from ?? new Map(), wholeLines: true}),
      }),
    })),
    what: 'logs',
    sink,
    ...(settled === undefined
      ? {}
      : {
          settled: async (id: string, outcome: NodeOutcome) => {
            const name = byId.get(id)?.name ?? id
            const own = <T extends {readonly node: string}>(all: readonly T[]) => all.filter(({node}) => node === name)
            await settled(name, {outcome, files: own(files), absent: own(absent), ended: ended.has(name)})
          },
        }),
  })
  const order = new Map(nodes.map(({name}, index) => [name, index]))
  files.sort((one, other) => (order.get(one.node) ?? 0) - (order.get(other.node) ?? 0))
  return {...result, files, absent, badPattern, ended}
}

function sinkOf(reader: FrameReader): Writable {
  return new Writable({
    write(block: Buffer, _, done) {
      attempt(() => reader.take(block), done)
    },
    final(done) {
      attempt(() => reader.finish(), done)
    },
    destroy(error, done) {
      // What came before something broke is kept as what it is: not all.
      attempt(
        () => reader.finish(),
        failure => done(error ?? failure),
      )
    },
  })
}

function attempt(work: () => void, done: (error: Error | null) => void): void {
  try {
    work()
    done(null)
  } catch (error) {
    done(error instanceof Error ? error : new Error(String(error)))
  }
}
